"""Ask many sources at once, one at a time of each politeness group, and hand over what came in order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from datetime import datetime
from typing import TYPE_CHECKING

import msgspec

from digest import db
from digest.errors import FeedRefused, FetchFailed
from digest.intake.observations import ParsedFeed
from digest.log.codec import canonical_time
from digest.sources.answer import Answer
from digest.sources.groups import group_of
from digest.sources.http import Fetched
from digest.sources.ledger import Asked, Held, closed_groups, held
from digest.sources.raw import body_hash
from digest.sources.schedule import Plan, Status, after_poll, shown
from digest.sources.source import Source
from digest.sources.workers import Parse, in_place, parsing

if TYPE_CHECKING:
    from digest.pipeline.newsletter import Newsletter

THREADS = 32
#: How far ahead of what was handed over somebody may be asked: what came early waits in memory.
AHEAD = 128
#: What is held of so many more is read at once.
LOOK_UP = 256
#: So many that have come are handed over together, at most.
TOGETHER = 16


class Poll(msgspec.Struct, frozen=True, kw_only=True):
    """A URL to ask on behalf of a source; ``asked`` if a person wants it now."""

    source: Source
    url: str
    asked: bool = False


class Gathered(msgspec.Struct, frozen=True, kw_only=True):
    """What came of a poll: ``waits`` is null unless nobody was asked, and then says why.

    ``before`` is what earlier polls left, ``plan`` what this one leaves: null while its body is still to be
    parsed. ``body`` is the hash of the body that was kept, or of the one that is unchanged.
    """

    poll: Poll
    group: str
    at: datetime
    before: Held = Held()
    waits: str | None = None
    status: Status = "failed"
    detail: str | None = None
    fetched: Fetched | None = None
    answer: Answer | None = None
    body: str | None = None
    parsed: ParsedFeed | None = None
    plan: Plan | None = None


def gather(newsletter: Newsletter, polls: Sequence[Poll]) -> Iterator[list[Gathered]]:
    """Poll each, up to 32 at a time, in an order that politeness allows.

    Yields them in the order given, as many together as have come by then.
    """
    with parsing(len(polls)) as parse, ThreadPoolExecutor(THREADS, thread_name_prefix="fetch") as threads:
        yield from _Round(newsletter, polls, parse, threads)


class _Round:
    """One run over the polls: which are out, whose groups are busy, and what has come back early."""

    def __init__(
        self, newsletter: Newsletter, polls: Sequence[Poll], parse: Parse, threads: ThreadPoolExecutor
    ) -> None:
        self.newsletter, self.polls, self.parse, self.threads = newsletter, polls, parse, threads
        self.begun = 0
        self.waiting: list[int] = []
        self.back: dict[int, Gathered] = {}
        self.out: dict[Future[Gathered], tuple[int, str]] = {}
        self.held: dict[int, Held] = {}
        self.looked_up = 0
        with db.reading(newsletter.engine) as connection:
            self.closed = closed_groups(connection, canonical_time(newsletter.now()))

    def __iter__(self) -> Iterator[list[Gathered]]:
        place = 0
        while place < len(self.polls):
            while place not in self.back:
                self._send(place + AHEAD)
                if self.out and place not in self.back:
                    self._land()
            self._send(place + AHEAD)
            together: list[Gathered] = []
            while place in self.back and len(together) < TOGETHER:
                gathered = self.back.pop(place)
                unread = gathered.waits is None and gathered.plan is None
                together.append(self._parsed(gathered) if unread else gathered)
                place += 1
            yield together

    def _send(self, end: int) -> None:
        """Ask whoever may be asked of the polls before ``end``."""
        end = min(end, len(self.polls))
        if end > self.looked_up:
            self._look_up(range(self.looked_up, min(end + LOOK_UP, len(self.polls))))
        self.waiting += range(self.begun, end)
        self.begun = max(self.begun, end)
        busy = {group for _, group in self.out.values()}
        for place in list(self.waiting):
            poll = self.polls[place]
            group = group_of(poll.source, poll.url)
            if group in busy:
                continue
            self.waiting.remove(place)
            at, before = self.newsletter.now(), self.held.pop(place)
            why = why_not(poll, before.plan, group=group, closed_until=self.closed.get(group), now=at)
            if why is not None:
                self.back[place] = Gathered(poll=poll, group=group, at=at, waits=why)
                continue
            busy.add(group)
            self.out[self.threads.submit(self._ask, poll, group, before, at)] = place, group

    def _look_up(self, places: range) -> None:
        with db.reading(self.newsletter.engine) as connection:
            known = held(connection, [asked_of(self.polls[place]) for place in places])
        self.held.update((place, known.get(asked_of(self.polls[place]), Held())) for place in places)
        self.looked_up = places.stop

    def _land(self) -> None:
        for flight in wait(self.out, return_when=FIRST_COMPLETED).done:
            place, group = self.out.pop(flight)
            gathered = self.back[place] = flight.result()
            if gathered.plan is not None and gathered.plan.group_until is not None:
                self.closed[group] = gathered.plan.group_until

    def _ask(self, poll: Poll, group: str, before: Held, at: datetime) -> Gathered:
        """Fetch, keep and, unless that is to be done in the main thread, parse."""
        source = poll.source
        url = before.plan.address(poll.url) if before.plan else poll.url
        begun = Gathered(poll=poll, group=group, at=at, before=before)
        try:
            fetched = self.newsletter.fetch(source, url, before.validators)
        except FetchFailed as failure:
            answer = failure.answer if isinstance(failure.answer, Answer) else None
            detail = f"{failure.reason}: {failure.detail}"
            return _planned(begun, status="failed", detail=detail, answer=answer)
        body = before.body if fetched.body is None else body_hash(fetched.body)
        came = msgspec.structs.replace(begun, fetched=fetched, answer=fetched.answer, body=body)
        if fetched.body is None or body == before.body:
            return _planned(came, status="unchanged", answer=fetched.answer)
        self.newsletter.bodies.put(fetched.body)
        return came if in_place(self.parse) else self._parsed(came)

    def _parsed(self, came: Gathered) -> Gathered:
        assert came.fetched is not None and came.fetched.body is not None  # noqa: S101, PT018 - it just came
        try:
            parsed = self.parse(came.fetched.body, came.poll.source)
        except FeedRefused as refusal:
            detail = f"{refusal.reason}: {refusal.detail}"
            return _planned(came, status="refused", detail=detail, answer=came.answer)
        said = "; ".join(parsed.warnings) or None
        read = msgspec.structs.replace(came, parsed=parsed)
        return _planned(read, status="read", detail=said, answer=came.answer)


def _planned(came: Gathered, *, status: Status, answer: Answer | None, detail: str | None = None) -> Gathered:
    plan = after_poll(
        came.before.plan,
        source=came.poll.source.name,
        url=came.poll.url,
        at=came.at,
        status=status,
        answer=answer,
        rhythm=came.parsed.rhythm if came.parsed else None,
    )
    return msgspec.structs.replace(came, status=status, detail=detail, answer=answer, plan=plan)


def asked_of(poll: Poll) -> Asked:
    """Who is asked for what, as the ledger has it."""
    return poll.source.name, poll.url


def why_not(
    poll: Poll, plan: Plan | None, *, group: str, closed_until: datetime | None, now: datetime
) -> str | None:
    """Why nobody is to be asked now, in words; null if nothing speaks against it."""
    if closed_until is not None and now < closed_until:
        return f"{group} asked to be left alone until {shown(closed_until)}"
    return None if plan is None else plan.holds_back(now, asked=poll.asked)


def current_polls(sources: Iterable[Source], *, asked: bool = False) -> tuple[Poll, ...]:
    """What an everyday run asks: each source's own URL."""
    return tuple(Poll(source=source, url=source.url, asked=asked) for source in sources)
