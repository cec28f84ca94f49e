"""Launches, votes and reviews as some years of a newsletter would hold them; the same ones in every run.

Votes and takes fall on the tools by a power law (the n-th tool draws 1/n of what the first one draws),
and 15 % of the votes replace one that the same reader cast not long before. Each event says what it
supersedes, as a test holds by a recount.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from random import Random
from typing import NamedTuple, cast

from digest.events import Choice, NewEvent, ReviewPublished, ToolLaunched, VoteCast, fact_id
from digest.intake.records import EvidenceRecord, ReviewRecord
from digest.intake.review_history import ReviewHistory, ReviewState, review_stream
from digest.intake.reviews import decide_reviews
from digest.intake.votes import vote_stream

START = datetime(2026, 1, 5, 8, 0, tzinfo=UTC)
PERSONAS = ("builder", "skeptic", "futurist", "founder", "creator")
VOTES_A_REVIEW = 10
_REPLACING = 0.15
#: How many readers may still change their minds: a long history needs no more memory than a short one.
_UNDECIDED = 10_000
_KEY = b"benchmark"


class Said(NamedTuple):
    """An event, and the version it gets in its stream."""

    event: NewEvent
    version: int


class _Ballot(NamedTuple):
    tool: int
    voter: str
    choice: Choice
    version: int


class Readership:
    """What is said of the tools ``first`` to ``first + tools - 1``; two of them must not share a tool.

    Moments rise by a second with every event.
    """

    def __init__(self, tools: int, *, first: int = 0) -> None:
        numbers = range(first, first + tools)
        self._tools = [str(fact_id("benchmark", "tool", number)) for number in numbers]
        self._slugs = [f"tool-{number}" for number in numbers]
        self._weights = list(accumulate(1 / (rank + 1) for rank in range(tools)))
        self._random = Random(first)  # noqa: S311 -- repeatable on purpose
        self._events = 0
        self._readers = 0
        self._ballots: list[_Ballot] = []
        self._takes: dict[str, ReviewHistory] = {}

    def launches(self) -> Iterator[Said]:
        """Each tool, once."""
        for tool_id, slug in zip(self._tools, self._slugs, strict=True):
            launched = NewEvent(
                event_id=fact_id("benchmark", "launch", slug),
                stream=f"tool/{tool_id}",
                occurred_at=self._next_moment(),
                data=ToolLaunched(
                    tool_id=tool_id,
                    slug=slug,
                    name=slug.capitalize(),
                    tagline="Answers questions about a folder of documents",
                    description=None,
                    category="Research",
                    job_tags=("search", "summaries"),
                    best_for=None,
                    homepage=f"https://{slug}.example/",
                    keys=(f"url:{slug}.example",),
                    launched_at=START,
                    source="import",
                    observed=None,
                    rule="import/1",
                ),
            )
            yield Said(launched, 1)

    def votes(self, count: int) -> Iterator[Said]:
        """The next votes. The first ones ever go round, one for each tool."""
        for _ in range(count):
            yield self._vote()

    def said(self, votes: int) -> Iterator[Said]:
        """The next votes, and a take after every tenth of them."""
        for number in range(1, votes + 1):
            yield self._vote()
            if number % VOTES_A_REVIEW == 0:
                yield self._review()

    def _next_moment(self) -> datetime:
        self._events += 1
        return START + timedelta(seconds=self._events)

    def _drawn_tool(self) -> int:
        return bisect(self._weights, self._random.random() * self._weights[-1])

    def _choice(self) -> Choice:
        return "ship" if self._random.random() < 0.6 else "skip"

    def _vote(self) -> Said:
        current: _Ballot | None = None
        if self._ballots and self._random.random() < _REPLACING:
            slot = self._random.randrange(len(self._ballots))
            current = self._ballots[slot]
            tool, voter = current.tool, current.voter
        else:
            slot, voter = self._readers % _UNDECIDED, f"reader-{self._readers}"
            tool = self._readers if self._readers < len(self._tools) else self._drawn_tool()
            self._readers += 1
        ballot = _Ballot(tool, voter, self._choice(), current.version + 1 if current else 1)
        self._ballots[slot : slot + 1] = [ballot]
        event = NewEvent(
            event_id=fact_id("benchmark", "vote", self._tools[tool], voter, ballot.version),
            stream=vote_stream(self._tools[tool], voter),
            occurred_at=self._next_moment(),
            actor="benchmark",
            data=VoteCast(
                tool_id=self._tools[tool],
                voter=voter,
                choice=ballot.choice,
                issue="2026-W17",
                via="import",
                previous=current.choice if current else None,
                counts=True,
            ),
        )
        return Said(event, ballot.version)

    def _review(self) -> Said:
        tool = self._drawn_tool()
        record = ReviewRecord(
            file="",
            line=1,
            tool=self._slugs[tool],
            persona=self._random.choice(PERSONAS),
            choice=self._choice(),
            score=self._random.randrange(101),
            take=f"It read {self._random.randrange(1_000)} pages and named its sources.",
            at=self._next_moment(),
            reviewer="A. Reviewer",
            tried=True,
            evidence=(EvidenceRecord(source=f"https://{self._slugs[tool]}.example/"),),
        )
        stream = review_stream(self._tools[tool], record.persona)
        history = self._takes.get(stream, ReviewHistory())
        decided = decide_reviews(
            [(record, self._tools[tool])],
            history={stream: history},
            content_key=_KEY,
            actor="benchmark",
        )
        (event,) = decided.events
        said = ReviewState(
            event_id=str(event.event_id), at=record.at, review=cast(ReviewPublished, event.data)
        )
        # Only the newest take is looked at again.
        self._takes[stream] = ReviewHistory(takes=(said,), version=history.version + 1)
        return Said(event, history.version + 1)
