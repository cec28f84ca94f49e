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
    LinkExpired,
    NotSentToReader,
)

if TYPE_CHECKING:
    from fastapi import FastAPI, Request, Response

#: Error of the pipeline -> status.
_STATUS: dict[type[Exception], int] = {
    BadToken: 404,
    LinkExpired: 410,
    NotSentToReader: 404,
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
    headers = None
    if isinstance(error, HTTPException):
        status, headers = error.status_code, error.headers
    else:
        status = _STATUS[type(error)]
    if status == 503:
        headers = {"Retry-After": _RETRY_AFTER_S}
    answer: Response = request.app.state.site.problem(status, headers=headers)
    return answer


def _unreadable(request: Request, _error: Exception) -> Response:
    """A form that was not whole."""
    answer: Response = request.app.state.site.problem(422)
    return answer
