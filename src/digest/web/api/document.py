"""The OpenAPI document of the API, and what its routes have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fastapi.openapi.utils import get_openapi

from digest.web.api.problem import MEDIA_TYPE, Problem

if TYPE_CHECKING:
    from fastapi import FastAPI

PATH = "/api/v1/openapi.json"
PREFIX = "/api/v1"


def refusals(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """These statuses as a route's ``responses``; whoever asks too often, or too early, is told by any."""
    return {status: {"model": Problem} for status in (*statuses, 429, 503)}


def document(app: FastAPI) -> dict[str, Any]:
    """The document; FastAPI would say that refusals are plain JSON."""
    found = get_openapi(
        title=f"{app.title}: API",
        version=app.version,
        description="What the public pages say, for programs, and votes and reviews in.",
        routes=app.routes,
    )
    for operations in found["paths"].values():
        for operation in operations.values():
            for status, response in operation["responses"].items():
                if int(status) >= 400:
                    response["content"] = {MEDIA_TYPE: response["content"].pop("application/json")}
    return found
