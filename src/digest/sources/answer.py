"""What a server answered beside the body; kept with every poll, to explain waiting and moves by."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

_PERMANENT = frozenset({301, 308})
#: Headers that are kept, as they came; their names in lower case.
KEPT = (
    "age",
    "cache-control",
    "content-encoding",
    "content-type",
    "date",
    "etag",
    "expires",
    "last-modified",
    "link",
    "ratelimit",
    "ratelimit-policy",
    "retry-after",
)


class Hop(msgspec.Struct, frozen=True, kw_only=True):
    """A redirect: its status, and where it led."""

    status: int
    url: str


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """The last answer to a request, after the redirects before it; ``headers`` those of :data:`KEPT`."""

    status: int
    hops: tuple[Hop, ...] = ()
    headers: dict[str, str] = {}
    encoded_bytes: int | None = None

    @property
    def moved_to(self) -> str | None:
        """Where the thing has moved for good: the end of redirects that are all permanent (301, 308)."""
        if self.hops and all(hop.status in _PERMANENT for hop in self.hops):
            return self.hops[-1].url
        return None


def kept_headers(headers: Mapping[str, str]) -> dict[str, str]:
    """Those of an answer's headers that are kept."""
    return {name: headers[name][:1_000] for name in KEPT if name in headers}
