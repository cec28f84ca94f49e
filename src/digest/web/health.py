"""Whether this process can do its work, for whoever watches over it."""

from __future__ import annotations

import msgspec
from fastapi import APIRouter, Response

from digest import db
from digest.log.store import head
from digest.web.site import Here

router = APIRouter()


@router.get("/health", include_in_schema=False)
def health(here: Here) -> Response:
    """The log's head, read now; 200 while the database answers."""
    with db.reading(here.newsletter.engine) as connection:
        position = head(connection).position
    return Response(msgspec.json.encode({"ok": True, "position": position}), media_type="application/json")
