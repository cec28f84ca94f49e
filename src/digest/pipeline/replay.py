"""Read every kept body again, as if it had just come, with no network and no clock."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Collection
from typing import TYPE_CHECKING, Any

import msgspec
from sqlalchemy import select

from digest import db
from digest.errors import FeedRefused
from digest.events import LaunchObserved
from digest.intake.items import item_stream, sealed_summary
from digest.intake.observations import Observation
from digest.log.codec import canonical_json
from digest.log.schema import event
from digest.pipeline.parse_files import observation_json
from digest.sources.deadline import parse_in_time
from digest.sources.ledger import kept_bodies
from digest.sources.source import Source

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from digest.pipeline.newsletter import Newsletter


class Replayed(msgspec.Struct, frozen=True, kw_only=True):
    """One body, and the observations in it; ``refused`` says why it cannot be read now, ``gone`` that it is
    not kept any more.
    """

    source: str
    url: str
    fetched_at: str
    body: str
    observations: tuple[dict[str, Any], ...] = ()
    refused: str | None = None
    gone: bool = False


class Replay(msgspec.Struct, frozen=True, kw_only=True):
    """What a replay came to.

    ``unknown`` counts bodies of sources that are no more, and whose kind is therefore not known.
    ``fingerprint`` is the SHA-256 over all observations in order. ``recorded`` counts the items in the log
    that a body of this replay was read for, ``otherwise`` those of them that it does not give as recorded.
    """

    bodies: int
    unknown: int
    gone: int
    refused: int
    observations: int
    recorded: int
    otherwise: int
    fingerprint: str

    @property
    def same(self) -> bool:
        """Whether every recorded item comes out of its body as it stands in the log."""
        return self.otherwise == 0 and self.refused == 0


def replay(newsletter: Newsletter, names: Collection[str], on_body: Callable[[Replayed], None]) -> Replay:
    """Derive the observations of every kept body anew, of all sources or those named; nothing is recorded."""
    kinds = {source.name: source for source in newsletter.sources}
    total = hashlib.sha256()
    count = dict.fromkeys(
        ("bodies", "unknown", "gone", "refused", "observations", "recorded", "otherwise"), 0
    )
    with db.reading(newsletter.engine) as connection:
        in_log = _recorded(connection)
        for row in kept_bodies(connection):
            source = kinds.get(row.source)
            if names and row.source not in names:
                continue
            if source is None:
                count["unknown"] += 1
                continue
            seen, again = _again(newsletter, source, row)
            count["bodies"] += 1
            count["gone"] += again.gone
            count["refused"] += again.refused is not None
            count["observations"] += len(again.observations)
            total.update(canonical_json(again.observations).encode() + b"\n")
            if not again.gone and again.refused is None:
                # Two polls may have given one body; its items were recorded with the first.
                recorded = in_log.pop((row.source, row.body), set())
                count["recorded"] += len(recorded)
                count["otherwise"] += len(recorded - {_fact(newsletter, one) for one in seen})
            on_body(again)
    return Replay(**count, fingerprint=total.hexdigest())


def _again(newsletter: Newsletter, source: Source, row: Any) -> tuple[tuple[Observation, ...], Replayed]:
    about = {"source": row.source, "url": row.url, "fetched_at": row.fetched_at, "body": row.body}
    try:
        seen = parse_in_time(newsletter.bodies.get(row.body), source).observations
    except FileNotFoundError:
        return (), Replayed(**about, gone=True)
    except FeedRefused as refusal:
        return (), Replayed(**about, refused=f"{refusal.reason}: {refusal.detail}")
    return seen, Replayed(**about, observations=tuple(observation_json(one) for one in seen))


#: What an item says, in the form in which its event says it.
_Fact = tuple[str, str, str | None, tuple[str, ...], str | None]


def _fact(newsletter: Newsletter, seen: Observation) -> _Fact:
    summary = sealed_summary(newsletter.content_key, seen)
    stream = item_stream(seen.source, seen.native_id)
    return stream, seen.title, seen.url, seen.keys, summary.hash if summary else None


def _recorded(connection: Connection) -> dict[tuple[str, str | None], set[_Fact]]:
    """What the log says of items, by their source and the body that they were read from."""
    found: dict[tuple[str, str | None], set[_Fact]] = defaultdict(set)
    rows = connection.execute(
        select(event.c.stream, event.c.payload).where(event.c.type == LaunchObserved.__name__),
        execution_options={"yield_per": 2_000},
    )
    for row in rows:
        said = msgspec.json.decode(row.payload, type=LaunchObserved)
        found[said.source, said.body].add((row.stream, said.title, said.url, said.keys, said.summary))
    return found
