from __future__ import annotations

from datetime import UTC, datetime

import pytest

from digest.errors import BadFile
from digest.intake.imported import Imported, accepted, once_each, only_known, read_all
from digest.intake.records import RawRecord, VoteRecord, read_vote

VOTE: dict[str, object] = {"tool": "skillclaw", "voter": "r1", "choice": "skip", "at": "2026-04-20"}


def votes(*lines: tuple[str, int]) -> Imported[VoteRecord]:
    moment = datetime(2026, 4, 20, tzinfo=UTC)
    return Imported(
        records=tuple(
            VoteRecord(file="v.jsonl", line=line, tool=tool, voter="r", choice="ship", at=moment)
            for tool, line in lines
        )
    )


def test_a_slug_nobody_knows_is_refused_with_the_closest_one() -> None:
    checked = only_known(votes(("skillclaw", 1), ("skilclaw", 2)), "tool", {"skillclaw"}, "a tool's slug")
    assert [record.line for record in checked.records] == [1]
    assert str(checked.bad[0]) == (
        "v.jsonl:2: tool is 'skilclaw'; allowed: a tool's slug; did you mean skillclaw?"
    )


def test_a_key_that_stands_twice_is_refused_where_it_stands_again() -> None:
    checked = once_each(votes(("a", 1), ("b", 2), ("a", 3)), lambda record: record.tool, "tool")
    assert [record.line for record in checked.records] == [1, 2]
    assert [(problem.line, problem.field) for problem in checked.bad] == [(3, "tool")]


def test_bad_records_refuse_the_file_all_at_once_unless_they_may_be_skipped() -> None:
    lines: list[dict[str, object]] = [{}, VOTE, {"tool": 1}]
    raws = [RawRecord(file="v.jsonl", line=line, fields=fields) for line, fields in enumerate(lines, start=1)]
    imported = read_all(raws, read_vote)
    assert len(accepted(imported, skip_bad=True)) == 1
    with pytest.raises(BadFile) as refused:
        accepted(imported, skip_bad=False)
    assert {problem.line for problem in refused.value.problems} == {1, 3}
    assert len(refused.value.problems) == 2 * len(VOTE)
