"""Findings about a message, gathered and put in order."""

from __future__ import annotations

import msgspec


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that is wrong. ``code`` names the rule for good; ``what`` also says what to do.

    ``where`` is ``line 12`` of the file, a header's name, or ``message`` where no line is at fault.
    """

    code: str
    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.code}: {self.what}"


class Report:
    """What has been found so far; a rule reports its first places and counts no further."""

    #: Places that are named for each rule.
    PLACES = 5

    def __init__(self) -> None:
        self._found: list[tuple[int, int, Finding]] = []
        self._places: dict[str, int] = {}

    def add(self, code: str, where: int | str | None, what: str) -> None:
        """Note a finding on a line (from 1), in a header, or in the message as a whole."""
        self._places[code] = self._places.get(code, 0) + 1
        if self._places[code] > self.PLACES:
            return
        line = where if isinstance(where, int) else 0
        place = f"line {where}" if isinstance(where, int) else where or "message"
        self._found.append((line, len(self._found), Finding(code=code, where=place, what=what)))

    def findings(self) -> tuple[Finding, ...]:
        """All of them by line; what belongs to no line comes first."""
        return tuple(finding for _line, _number, finding in sorted(self._found, key=lambda found: found[:2]))
