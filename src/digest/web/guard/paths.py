"""Which paths carry a token: it is a password for one thing, so nobody else may see, keep or index it."""

from __future__ import annotations

#: Leave, confirm, preferences, vote, bookmark; what follows is the token.
SIGNED = ("/u/", "/c/", "/p/", "/v/", "/b/")


def is_signed(path: str) -> bool:
    """Whether a token follows.

    >>> is_signed("/v/AQEE"), is_signed("/votes")
    (True, False)
    """
    return path.startswith(SIGNED)
