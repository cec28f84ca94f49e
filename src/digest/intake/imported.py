"""An import as a whole: good records, bad ones, and the rule that a file goes in all or not at all."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Collection, Iterable
from typing import Generic, TypeVar

import msgspec

from digest.errors import BadFile, BadRecord
from digest.intake.records import Origin, RawRecord

R = TypeVar("R")
O = TypeVar("O", bound=Origin)  # noqa: E741 - O for origin


class Imported(msgspec.Struct, Generic[R], frozen=True, kw_only=True):
    """What a file gave: the good records in file order, and what was wrong with the others."""

    records: tuple[R, ...]
    bad: tuple[BadRecord, ...] = ()


def read_all(
    raws: Iterable[RawRecord],
    read: Callable[[RawRecord], R | tuple[BadRecord, ...]],
    bad: Iterable[BadRecord] = (),
) -> Imported[R]:
    """Read every record; ``bad`` are problems found before, such as lines that are no JSON."""
    records: list[R] = []
    problems = list(bad)
    for raw in raws:
        match read(raw):
            case tuple() as refused:
                problems += refused
            case record:
                records.append(record)
    return Imported(records=tuple(records), bad=_sorted(problems))


def only_known(imported: Imported[O], field: str, known: Collection[str], allowed: str) -> Imported[O]:
    """Refuse the records whose ``field`` names nothing known, with the closest names as a hint."""
    good: list[O] = []
    bad = list(imported.bad)
    for record in imported.records:
        name = str(getattr(record, field))
        if name in known:
            good.append(record)
            continue
        close = difflib.get_close_matches(name, known, n=3)
        hint = f"; did you mean {' or '.join(close)}?" if close else ""
        bad.append(BadRecord(record.file, record.line, field, name, allowed + hint))
    return Imported(records=tuple(good), bad=_sorted(bad))


def once_each(imported: Imported[O], key: Callable[[O], str], field: str) -> Imported[O]:
    """Refuse a record whose key an earlier record of the import has: which of them should hold?"""
    first: dict[str, O] = {}
    bad = list(imported.bad)
    for record in imported.records:
        earlier = first.setdefault(key(record), record)
        if earlier is not record:
            allowed = f"each only once in an import; it stands already in {earlier.file}:{earlier.line}"
            bad.append(BadRecord(record.file, record.line, field, key(record), allowed))
    return Imported(records=tuple(first.values()), bad=_sorted(bad))


def accepted(imported: Imported[R], *, skip_bad: bool) -> tuple[R, ...]:
    """Give the records to take: with ``skip_bad`` the good ones, else all or none.

    Raises :class:`BadFile` with every problem at once.
    """
    if imported.bad and not skip_bad:
        raise BadFile(imported.bad)
    return imported.records


def _sorted(bad: Iterable[BadRecord]) -> tuple[BadRecord, ...]:
    return tuple(sorted(bad, key=lambda problem: (problem.file, problem.line)))
