"""Errors that a handler raises, as answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from digest.errors import (
    BadToken,
    ConnectionLost,
    DatabaseBusy,
    DatabaseFull,
    DatabaseReadOnly,
    KeyReused,
    LinkExpired,
    NotSentToReader,
)
from digest.web.api.problem import Mistake, problem
from digest.web.guard.paths import is_api

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fastapi import FastAPI, Request, Response

#: Error of the pipeline -> status.
_STATUS: dict[type[Exception], int] = {
    BadToken: 404,
    LinkExpired: 410,
    NotSentToReader: 404,
    KeyReused: 422,
    DatabaseBusy: 503,
    DatabaseFull: 503,
    DatabaseReadOnly: 503,
    ConnectionLost: 503,
}
_RETRY_AFTER_S = "5"


def register(app: FastAPI) -> None:
    """Answer these errors in this application."""
    app.add_exception_handler(HTTPException, _answer)
    for kind in _STATUS:
        app.add_exception_handler(kind, _answer)
    app.add_exception_handler(RequestValidationError, _unreadable)


def _answer(request: Request, error: Exception) -> Response:
    headers, detail = None, str(error)
    if isinstance(error, HTTPException):
        status, headers, detail = error.status_code, error.headers, error.detail
    else:
        status = _STATUS[type(error)]
    if status == 503:
        headers = {"Retry-After": _RETRY_AFTER_S}
    if is_api(request.url.path):
        return problem(status, detail=detail, headers=headers)
    answer: Response = request.app.state.site.problem(status, request.url.path, headers=headers)
    return answer


def _unreadable(request: Request, error: Exception) -> Response:
    """A form that was not whole, or a request that the API's document does not allow."""
    if isinstance(error, RequestValidationError) and is_api(request.url.path):
        mistakes = [Mistake(pointer=_pointer(one["loc"]), detail=str(one["msg"])) for one in error.errors()]
        return problem(422, detail="nothing was done; mend what errors names", errors=mistakes)
    answer: Response = request.app.state.site.problem(422, request.url.path)
    return answer


def _pointer(place: Sequence[str | int]) -> str:
    """Where it is in the body, or the parameter's kind and name.

    >>> _pointer(("body", "votes", 0, "choice")), _pointer(("query", "limit"))
    ('#/votes/0/choice', 'query/limit')
    """
    kind, *rest = place
    return "/".join(map(str, ["#" if kind == "body" else kind, *rest]))
