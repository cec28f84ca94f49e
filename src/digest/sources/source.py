"""A source as configured."""

from __future__ import annotations

import re

import msgspec


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """Where items come from.

    ``kind`` is a name in :data:`digest.sources.registry.SOURCES`. ``launches`` says whether an
    unknown item may start a tool; with ``launch_titles``, a regular expression searched in the title
    without regard to case, only the items it matches may. ``category`` and ``job_tags`` are given
    to the tools it starts. ``group`` names the sources among which one request at a time is made; by default
    those of one site. Raises ``ValueError`` if ``launch_titles`` does not compile.
    """

    name: str
    kind: str
    url: str
    launches: bool = True
    launch_titles: str | None = None
    category: str | None = None
    job_tags: tuple[str, ...] = ()
    group: str | None = None

    def __post_init__(self) -> None:
        try:
            re.compile(self.launch_titles or "")
        except re.error as error:
            raise ValueError(f"launch_titles of {self.name} is no regular expression: {error}") from error

    def is_launch(self, title: str) -> bool:
        """Say whether an item of this title may start a tool."""
        if self.launch_titles is None:
            return self.launches
        return self.launches and re.search(self.launch_titles, title, re.IGNORECASE) is not None
