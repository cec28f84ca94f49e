"""The lines that are read before an issue is opened: subject, preheader, and the dek below the title.

All of them say the verdict, by rule. A rule that has nothing to say, or whose line is too long, is
passed over; names are cut only when no rule fits them whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from digest.issue.wording import clip, counted, one_line, tally

if TYPE_CHECKING:
    from digest.issue.model import Comparison, ToolSide

SUBJECT_MAX = 50
PREHEADER_MIN, PREHEADER_MAX = 40, 90
#: Points between the two scores of one reviewer from which the gap is news.
WIDE_GAP = 20
_DEK_NAME_MAX = 60

#: A rule gives its line for two names that may have been shortened, or nothing to say.
Rule = Callable[["Comparison", str, str], str | None]


def subject(comparison: Comparison) -> str:
    """The mail's subject: at most 50 characters, the news first if there is any."""
    a, b = (_name(side) for side in comparison.tools)
    for rule in (_one_beats_a_split, _both_ship, _both_skip, _ship_one_skip_one, _widest_gap, _plain):
        line = rule(comparison, a, b)
        if line is not None and len(line) <= SUBJECT_MAX:
            return line
    bare = f"{a} vs {b}"
    if len(bare) <= SUBJECT_MAX:
        return bare
    room = SUBJECT_MAX - len(" vs ")
    short = min(len(a), len(b), room // 2)
    return f"{clip(a, room - short)} vs {clip(b, room - short)}"


def preheader(comparison: Comparison) -> str:
    """The line that inboxes show after the subject: 40 to 90 characters, more than a repeat of it."""
    for limit in (SUBJECT_MAX, 24, 12):
        for line in _preheaders(comparison, limit):
            if PREHEADER_MIN <= len(line) <= PREHEADER_MAX:
                return line
    return "What each reviewer of the panel says, side by side."


def dek(comparison: Comparison) -> str:
    """The verdict in one sentence per tool, as it stands below the title.

    Names are cut at 60 characters.
    """
    return " ".join(_verdict(side, clip(_name(side), _DEK_NAME_MAX), ", ") + "." for side in comparison.tools)


def _preheaders(comparison: Comparison, limit: int) -> Iterator[str]:
    """Lines from the most to the least telling, names cut at ``limit``."""
    a, b = (
        _verdict(side, clip(_name(side), limit), " ", free=side.entry == "Free") for side in comparison.tools
    )
    gap = _gap(comparison)
    if gap:
        reviewer, points = gap
        yield f"{a}. {b}. The {reviewer}'s {points}-point gap."
        yield f"{a}. {b}. A {points}-point gap."
    yield f"{a}. {b}. What each reviewer says."
    yield f"{a}. {b}."


def _verdict(side: ToolSide, name: str, before_tally: str, *, free: bool = False) -> str:
    """What the panel says of one tool, without the full stop."""
    panel = side.panel
    result = f"{before_tally}{tally(panel.ship, panel.skip)}"
    match panel.label:
        case "Ship":
            return f"{name} ships{result}" + (" and is free" if free else "")
        case "Skip":
            return f"{name} is a skip{result}"
        case "Mixed":
            return f"{name} splits the panel{result}"
        case "Provisional":
            return f"{name} has only {counted(panel.takes, 'take')} so far{result}"
        case _:
            return f"{name} has no panel verdict yet"


def _one_beats_a_split(comparison: Comparison, a: str, b: str) -> str | None:
    for winner, other in (comparison.tools, comparison.tools[::-1]):
        unanimous = winner.panel.label == "Ship" and winner.panel.skip == 0
        if unanimous and other.panel.label == "Mixed":
            return f"{a} vs {b}: {tally(winner.panel.ship, 0)} beats a split panel"
    return None


def _both_ship(comparison: Comparison, a: str, b: str) -> str | None:
    return f"{a} vs {b}: the panel ships both" if _labels(comparison) == {"Ship"} else None


def _both_skip(comparison: Comparison, a: str, b: str) -> str | None:
    return f"{a} vs {b}: the panel skips both" if _labels(comparison) == {"Skip"} else None


def _ship_one_skip_one(comparison: Comparison, a: str, b: str) -> str | None:
    match [side.panel.label for side in comparison.tools]:
        case ["Ship", "Skip"]:
            return f"Ship {a}, skip {b}"
        case ["Skip", "Ship"]:
            return f"Ship {b}, skip {a}"
        case _:
            return None


def _widest_gap(comparison: Comparison, a: str, b: str) -> str | None:
    gap = _gap(comparison)
    return f"{a} vs {b}: {gap[1]} points apart ({gap[0]})" if gap else None


def _plain(_: Comparison, a: str, b: str) -> str | None:
    return f"{a} vs {b}: ship or skip?"


def _labels(comparison: Comparison) -> set[str]:
    return {side.panel.label for side in comparison.tools}


def _gap(comparison: Comparison) -> tuple[str, int] | None:
    """The reviewer furthest apart on the two tools, and by how many points, if it is news."""
    gaps = [
        (abs(row.takes[0].score - row.takes[1].score), one_line(row.name))
        for row in comparison.reviewers
        if row.takes[0] and row.takes[1]
    ]
    points, reviewer = max(gaps, key=lambda gap: gap[0], default=(0, ""))
    return (reviewer, points) if points >= WIDE_GAP else None


def _name(side: ToolSide) -> str:
    """The tool's name in one line; its slug if nothing printable is left of the name."""
    return one_line(side.name) or side.slug
