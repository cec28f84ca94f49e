"""Votes and reviews in, from programs with a token."""

from __future__ import annotations

import hashlib
import hmac
from typing import TYPE_CHECKING, Annotated, Any, Literal

import msgspec
from fastapi import APIRouter, Depends, Header, Response
from pydantic import BaseModel, ConfigDict, Field

from digest.errors import BadFile
from digest.intake.imported import read_all
from digest.intake.records import RawRecord, read_review, read_vote
from digest.pipeline.access_tokens import AccessToken
from digest.pipeline.answer_once import answer_once
from digest.pipeline.import_reviews import import_reviews
from digest.pipeline.import_votes import import_votes
from digest.pipeline.published import log_position
from digest.web.api.bearer import Requires
from digest.web.api.document import PREFIX, refusals
from digest.web.api.problem import Mistake, problem
from digest.web.site import Here

if TYPE_CHECKING:
    from collections.abc import Callable

router = APIRouter(prefix=PREFIX)

#: Records of one request.
MOST = 500
Key = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        min_length=1,
        max_length=200,
        pattern=r"^[!-~]+$",
        description="Repeat a request under its key, and it is answered as before and done once.",
    ),
]


class _In(BaseModel):
    model_config = ConfigDict(extra="forbid")


class VoteIn(_In):
    """A reader's word on a tool; the last one by ``at`` counts. ``voter`` is opaque and never an address."""

    tool: str
    voter: str
    choice: Literal["ship", "skip", "withdrawn"]
    at: str = Field(description="When it was said: an ISO date or datetime.")
    issue: str | None = Field(default=None, description="The week the reader was asked in, if known.")


class EvidenceIn(_In):
    """What a take leans on."""

    source: str
    quote: str | None = None


class ReviewIn(_In):
    """A reviewer's take on a tool; a later one replaces it."""

    tool: str
    persona: str
    choice: Literal["ship", "skip"]
    score: int = Field(ge=0, le=100)
    take: str
    at: str = Field(description="When it was given: an ISO date or datetime.")
    reviewer: str | None = None
    drafted_by: str = Field(default="person", description="person, model, or model:NAME.")
    approved_by: str | None = None
    tried: bool = False
    conflicts: str | None = None
    evidence: list[EvidenceIn] = Field(default=[], max_length=50)


class VotesIn(_In):
    """Votes, all of which are taken, or none."""

    votes: list[VoteIn] = Field(min_length=1, max_length=MOST)


class ReviewsIn(_In):
    """Reviews, all of which are taken, or none."""

    reviews: list[ReviewIn] = Field(min_length=1, max_length=MOST)


class VotesTaken(BaseModel):
    """What became of the votes, and where the log stands with them.

    ``late`` and ``discounted`` ones are recorded and do not count; ``unchanged`` were recorded before.
    """

    cast: int
    changed: int
    late: int
    discounted: int
    withdrawn: int
    unchanged: int
    position: int


class ReviewsTaken(BaseModel):
    """What became of the reviews, and where the log stands with them; ``older`` ones do not count."""

    published: int
    replaced: int
    older: int
    unchanged: int
    position: int


@router.post("/votes", response_model=VotesTaken, responses=refusals(400, 401, 403, 413, 415, 422))
def take_votes(
    here: Here, who: Annotated[AccessToken, Depends(Requires("votes"))], key: Key, given: VotesIn
) -> Response:
    """Record votes by the attestation of whoever holds the token."""

    def record() -> dict[str, int]:
        votes = read_all(_raws("votes", given.votes), read_vote)
        done = import_votes(here.newsletter.log, votes, actor=_actor(who))
        return {name: getattr(done, name) for name in VotesTaken.model_fields if name != "position"}

    return _answer(here, who, key, given, record)


@router.post("/reviews", response_model=ReviewsTaken, responses=refusals(400, 401, 403, 413, 415, 422))
def take_reviews(
    here: Here, who: Annotated[AccessToken, Depends(Requires("reviews"))], key: Key, given: ReviewsIn
) -> Response:
    """Publish reviews, or replace those that changed."""

    def record() -> dict[str, int]:
        reviews = read_all(_raws("reviews", given.reviews), read_review)
        log, content_key = here.newsletter.log, here.newsletter.content_key
        done = import_reviews(log, reviews, content_key=content_key, actor=_actor(who))
        return {name: getattr(done, name) for name in ReviewsTaken.model_fields if name != "position"}

    return _answer(here, who, key, given, record)


def _answer(
    here: Here, who: AccessToken, key: str, given: VotesIn | ReviewsIn, record: Callable[[], dict[str, int]]
) -> Response:
    newsletter = here.newsletter

    def made() -> str:
        return msgspec.json.encode({**record(), "position": log_position(newsletter)}).decode()

    # Keyed, since a bare hash of a text would outlive its removal.
    asked = f"{type(given).__name__}\0{given.model_dump_json()}".encode()
    request_hash = hmac.new(newsletter.content_key, asked, hashlib.sha256).hexdigest()
    try:
        answer = answer_once(newsletter, who.name, key, request_hash, made)
    except BadFile as error:
        mistakes = [
            Mistake(pointer=f"#/{one.file}/{one.line - 1}/{one.field}", detail=f"allowed: {one.allowed}")
            for one in error.problems
        ]
        return problem(422, detail="nothing was taken; mend what errors names", errors=mistakes)
    return Response(answer, media_type="application/json")


def _actor(who: AccessToken) -> str:
    return f"api:{who.name}"


def _raws(name: str, records: list[Any]) -> list[RawRecord]:
    """The records as an import reads them from a file's lines."""
    return [
        RawRecord(file=name, line=number, fields=record.model_dump(exclude_none=True))
        for number, record in enumerate(records, start=1)
    ]
