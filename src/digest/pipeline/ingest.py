"""Fetch sources, keep their bodies, and record what they showed. One bad source stops no other."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Literal

import msgspec

from digest import db
from digest.intake.decided import Counts, Decided, Shown
from digest.intake.known import Known
from digest.intake.launches import decide_launches
from digest.log.codec import canonical_time
from digest.log.content import removals
from digest.pipeline.decide import append_decided
from digest.pipeline.gather import Gathered, Poll, current_polls, gather
from digest.pipeline.known import load_known
from digest.sources.ledger import polled, record

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Connection

    from digest.pipeline.newsletter import Newsletter

__all__ = ["Outcome", "Poll", "current_polls", "ingest"]


class Outcome(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What came of one URL; counts are of items, but ``measured`` of metrics."""

    source: str
    url: str
    status: Literal["read", "unchanged", "refused", "failed", "waits"]
    detail: str = ""
    items: int = 0
    new: int = 0
    revised: int = 0
    launched: int = 0
    linked: int = 0
    merged: int = 0
    measured: int = 0
    warnings: tuple[str, ...] = ()

    @property
    def answered(self) -> bool:
        """Whether the source is alive, as far as we know: it gave a body, or nothing new, or has its rest."""
        return self.status in ("read", "unchanged", "waits")

    def __str__(self) -> str:
        if self.status == "read":
            odd = f" ({'; '.join(self.warnings)})" if self.warnings else ""
            return (
                f"{self.source}: {self.items} items, {self.new} new, {self.revised} revised,"
                f" {self.launched} launched, {self.linked} linked"
                f"{f', {self.merged} merged' if self.merged else ''}{odd}"
            )
        return f"{self.source}: {self.status}" + (f" ({self.detail})" if self.detail else "")


def ingest(
    newsletter: Newsletter, polls: Sequence[Poll], *, on_outcome: Callable[[Outcome], None]
) -> tuple[Outcome, ...]:
    """Poll, and record what each showed, in the order given; ``on_outcome`` hears of each as it is done.

    A source that cannot be fetched or read is an outcome, not an error, and is in the ledger; one whose
    turn has not come is not asked.
    """
    outcomes: list[Outcome] = []
    for batch in gather(newsletter, polls):
        for outcome in _take_in(newsletter, batch):
            on_outcome(outcome)
            outcomes.append(outcome)
    return tuple(outcomes)


def _take_in(newsletter: Newsletter, batch: Sequence[Gathered]) -> list[Outcome]:
    """Record what some polls gave, and that they were made, in one transaction."""
    asked = [came for came in batch if came.waits is None]
    read = [came for came in asked if came.parsed is not None]
    shown = [
        Shown(observations=came.parsed.observations, observed_at=came.at, body=came.body)
        for came in read
        if came.parsed is not None
    ]
    seen = [observation for response in shown for observation in response.observations]

    polls = [_row(came) for came in asked]

    def decide(connection: Connection) -> Decided:
        record(connection, polls)
        known = load_known(connection, seen) if seen else Known()
        return decide_launches(shown, known, content_key=newsletter.content_key)

    counts: dict[int, Counts] = {}
    if shown:
        decided, _ = append_decided(newsletter.log, decide)
        counts = dict(zip(map(id, read), decided.counts, strict=True))
        _drop_removed(newsletter, zip(shown, decided.texts, strict=True))
    elif asked:
        with db.writing(newsletter.engine) as connection:
            decide(connection)
    return [_outcome(came, counts.get(id(came))) for came in batch]


def _row(came: Gathered) -> dict[str, Any]:
    fetched = came.fetched
    return polled(
        source=came.poll.source.name,
        url=came.poll.url,
        fetched_at=canonical_time(came.at),
        status=came.status,
        # A body that was refused must be asked for again in full.
        validators=fetched.validators if fetched and came.status != "refused" else None,
        body=came.body,
        size_bytes=len(fetched.body) if fetched and fetched.body is not None else None,
        detail=came.detail,
        group=came.group,
        answer=came.answer,
        plan=came.plan,
    )


def _outcome(came: Gathered, counts: Counts | None) -> Outcome:
    source, url = came.poll.source.name, came.poll.url
    if came.waits is not None:
        return Outcome(source=source, url=url, status="waits", detail=came.waits)
    if counts is None or came.parsed is None:
        return Outcome(source=source, url=url, status=came.status, detail=came.detail or "")
    return Outcome(
        source=source,
        url=url,
        status="read",
        items=len(came.parsed.observations),
        new=counts.new,
        revised=counts.revised,
        launched=counts.launched,
        linked=counts.linked,
        merged=counts.merged,
        measured=counts.measured,
        warnings=came.parsed.warnings,
    )


def _drop_removed(newsletter: Newsletter, shown: Iterable[tuple[Shown, frozenset[str]]]) -> None:
    """Keep no body in which a source still shows a text that was removed here: it must not bring it back."""
    hashes = [(response.body, texts) for response, texts in shown]
    with db.reading(newsletter.engine) as connection:
        gone = set(removals(connection, sorted(set().union(*(texts for _, texts in hashes)))))
    for body, texts in hashes:
        if body is not None and not gone.isdisjoint(texts):
            newsletter.bodies.remove(body)
