"""Problem details (RFC 9457): what went wrong, for a program."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

import msgspec
from fastapi import Response
from pydantic import BaseModel

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

MEDIA_TYPE = "application/problem+json"


class Mistake(BaseModel):
    """One thing that is wrong with a request; ``pointer`` is where (RFC 6901; ``#/`` is the body)."""

    pointer: str
    detail: str


class Problem(BaseModel):
    """Why nothing was done. ``detail`` says what to do next."""

    type: str
    title: str
    status: int
    detail: str | None = None
    errors: list[Mistake] | None = None


def problem(
    status: int,
    *,
    detail: str | None = None,
    errors: Sequence[Mistake] = (),
    headers: Mapping[str, str] | None = None,
) -> Response:
    """The answer to a request that was refused, or that failed."""
    said = Problem(
        type="about:blank",
        title=HTTPStatus(status).phrase,
        status=status,
        detail=detail,
        errors=list(errors) or None,
    )
    body = msgspec.json.encode(said.model_dump(exclude_none=True))
    return Response(body, status_code=status, media_type=MEDIA_TYPE, headers=headers)
