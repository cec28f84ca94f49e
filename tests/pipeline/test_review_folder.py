from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from digest.errors import BadRecord
from digest.intake.records import ToolRecord
from digest.issue.facts import Persona
from digest.pipeline.review_folder import (
    ReviewFolder,
    ToolSheet,
    WrittenFolder,
    read_review_folder,
    write_review_folder,
)

TODAY = date(2026, 4, 20)
PERSONAS = [
    Persona(persona="skeptic", name="Skeptic", question="What breaks first? -->", place=2),
    Persona(persona="builder", name="Builder", question="Would I ship with it?", place=1),
]
SOURCES = ["https://a.example/paper", "https://a.example/--> code"]
FACTS = ToolSheet(
    slug="skillclaw",
    name='Skill: "Claw" #1',
    tagline="no",
    category="2048",
    job_tags=("agents", "yes"),
    homepage="https://a.example/",
    pricing="Free: MIT",
    pricing_source="https://a.example/license",
    pricing_checked_at=datetime(2026, 4, 18, tzinfo=UTC),
)


def write(folder: Path, facts: ToolSheet = FACTS, sources: list[str] = SOURCES[:1]) -> WrittenFolder:
    return write_review_folder(folder, facts, personas=PERSONAS, sources=sources, today=TODAY)


def fill(path: Path, **fields: str) -> None:
    text = path.read_text(encoding="utf-8")
    for name, value in fields.items():
        assert f"\n{name}:\n" in text
        text = text.replace(f"\n{name}:\n", f"\n{name}: {value}\n")
    path.write_text(text + "\nIt works.\n", encoding="utf-8")


def problems(folder: ReviewFolder) -> tuple[BadRecord, ...]:
    return folder.reviews.bad + folder.tools.bad


def test_a_tool_gets_its_facts_and_a_file_for_each_persona_in_panel_order(tmp_path: Path) -> None:
    names = [path.relative_to(tmp_path).as_posix() for path in write(tmp_path).written]
    assert names == ["skillclaw/tool.md", "skillclaw/builder.md", "skillclaw/skeptic.md"]


def test_each_take_file_asks_the_personas_question_and_links_the_sources(tmp_path: Path) -> None:
    _, builder, _ = write(tmp_path).written
    text = builder.read_text(encoding="utf-8")
    assert "Would I ship with it?" in text
    assert text.count("https://a.example/paper") == 2
    assert "at: 2026-04-20\n" in text


def test_a_folder_nobody_has_touched_holds_no_take_and_the_facts_as_they_were(tmp_path: Path) -> None:
    tool, *takes = write(tmp_path, sources=SOURCES).written
    folder = read_review_folder(tmp_path)
    assert problems(folder) == ()
    assert folder.reviews.records == ()
    assert folder.left_blank == tuple(takes)
    (record,) = folder.tools.records
    assert record == ToolRecord(file=str(tool), line=1, **msgspec.structs.asdict(FACTS))


def test_a_filled_take_is_read_back(tmp_path: Path) -> None:
    _, builder, skeptic = write(tmp_path).written
    fill(builder, choice="ship", score="88", reviewer='"Ann"')
    folder = read_review_folder(tmp_path)
    (review,) = folder.reviews.records
    assert (review.tool, review.persona, review.choice, review.score) == ("skillclaw", "builder", "ship", 88)
    assert (review.take, review.at) == ("It works.", datetime(2026, 4, 20, tzinfo=UTC))
    assert (review.reviewer, review.drafted_by, review.tried, review.conflicts) == (
        "Ann",
        "person",
        False,
        "none",
    )
    assert [item.source for item in review.evidence] == SOURCES[:1]
    assert folder.left_blank == (skeptic,)


def test_a_take_without_any_known_source_can_be_filled_too(tmp_path: Path) -> None:
    _, builder, _ = write(tmp_path, sources=[]).written
    fill(builder, choice="skip", score="0")
    (review,) = read_review_folder(tmp_path).reviews.records
    assert (review.score, review.evidence) == (0, ())


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"choice": "ship"}, ("score", 5)),
        ({"score": "88"}, ("choice", 4)),
        ({"choice": "maybe", "score": "88"}, ("choice", 4)),
        ({"choice": "ship", "score": "88.5"}, ("score", 5)),
        ({"choice": "ship", "score": "-1"}, ("score", 5)),
    ],
)
def test_a_half_filled_take_is_refused_at_the_line_of_its_key(
    tmp_path: Path, fields: dict[str, str], problem: tuple[str, int]
) -> None:
    _, builder, _ = write(tmp_path).written
    fill(builder, **fields)
    folder = read_review_folder(tmp_path)
    assert [(bad.file, bad.field, bad.line) for bad in problems(folder)] == [(str(builder), *problem)]
    assert folder.reviews.records == ()


def test_a_take_filled_in_without_a_text_is_refused(tmp_path: Path) -> None:
    _, builder, _ = write(tmp_path).written
    text = builder.read_text(encoding="utf-8")
    builder.write_text(
        text.replace("choice:", "choice: ship").replace("score:", "score: 9"), encoding="utf-8"
    )
    assert [bad.field for bad in problems(read_review_folder(tmp_path))] == ["take"]


def test_facts_filled_in_are_read_and_empty_ones_say_nothing(tmp_path: Path) -> None:
    (tool, *_) = write(tmp_path, ToolSheet(slug="a", name="A")).written
    text = tool.read_text(encoding="utf-8")
    text = text.replace("pricing:", "pricing: $20 a month").replace("job_tags: []", "job_tags: [agents]")
    tool.write_text(text.replace("pricing_checked_at:", "pricing_checked_at: 2026-04-19"), encoding="utf-8")
    (record,) = read_review_folder(tmp_path).tools.records
    assert record == ToolRecord(
        file=str(tool), line=1, slug="a", name="A", job_tags=("agents",), pricing="$20 a month",
        pricing_checked_at=datetime(2026, 4, 19, tzinfo=UTC),
    )  # fmt: skip


def test_a_bad_fact_is_refused_with_the_takes_problems(tmp_path: Path) -> None:
    tool, builder, _ = write(tmp_path, ToolSheet(slug="a", name="A")).written
    tool.write_text(tool.read_text().replace("homepage:", "homepage: somewhere"))
    fill(builder, choice="ship", score="101")
    assert [bad.field for bad in problems(read_review_folder(tmp_path))] == ["score", "homepage"]


def test_what_an_editor_has_written_is_never_overwritten(tmp_path: Path) -> None:
    first = write(tmp_path)
    fill(first.written[1], choice="ship", score="88")
    first.written[2].unlink()
    before = first.written[1].read_bytes()
    second = write(tmp_path, msgspec.structs.replace(FACTS, name="Other"))
    assert second == WrittenFolder(written=(first.written[2],), kept=first.written[:2])
    assert first.written[1].read_bytes() == before


names = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp", "Zs"]), min_size=1, max_size=40)
moments = st.datetimes(datetime(1971, 1, 1), datetime(2990, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(name=names, text=st.none() | names, checked=st.none() | moments)
def test_any_facts_survive_being_written_and_read_back(
    tmp_path: Path, name: str, text: str | None, checked: datetime | None
) -> None:
    facts = ToolSheet(slug="a", name=name, best_for=text, entry="Free", pricing_checked_at=checked)
    (tmp_path / "a" / "tool.md").unlink(missing_ok=True)
    write(tmp_path, facts)
    folder = read_review_folder(tmp_path)
    assert problems(folder) == ()
    assert folder.reviews.records == ()
    (record,) = folder.tools.records
    assert (record.name, record.best_for, record.pricing_checked_at) == (name, text, checked)
    assert record.job_tags is None
