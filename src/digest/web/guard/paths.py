"""Which paths carry a token, a password for one thing that nobody else may see, and which programs ask."""

from __future__ import annotations

#: Leave, confirm, preferences, vote, bookmark, edit; what follows is the token.
SIGNED = ("/u/", "/c/", "/p/", "/v/", "/b/", "/e/")


def is_signed(path: str) -> bool:
    """Whether a token follows.

    >>> is_signed("/v/AQEE"), is_signed("/votes")
    (True, False)
    """
    return path.startswith(SIGNED)


def is_api(path: str) -> bool:
    """Whether a program asks: it sends JSON and is answered in JSON.

    >>> is_api("/api/v1/votes"), is_api("/apis")
    (True, False)
    """
    return path.startswith("/api/")
