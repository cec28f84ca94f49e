from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from digest.errors import BadRecord, DigestError
from digest.intake.records import RawRecord
from digest.pipeline.front_matter import front_matter_text, read_markdown


def read_one(folder: Path, text: str | bytes) -> RawRecord | BadRecord:
    path = folder / "take.md"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    read = read_markdown(folder)
    (only,) = (*read.records, *read.bad)
    return only


def test_fields_stand_on_top_and_the_take_is_the_text_without_comments(tmp_path: Path) -> None:
    raw = read_one(
        tmp_path, "---\ntool: a\nscore: 88\n---\n<!-- say\nwhy -->\n\nIt works.\n---\nMost days.\n"
    )
    assert isinstance(raw, RawRecord)
    assert raw.fields == {"tool": "a", "score": "88", "take": "It works.\n---\nMost days."}
    assert raw.lines == {"tool": 2, "score": 3, "take": 8}


def test_scalars_are_the_words_the_editor_typed(tmp_path: Path) -> None:
    raw = read_one(
        tmp_path, "---\na: no\nb: 2048\nc: 2026-02-30\nd: 1:30\ne: 'x'\nf: \"y\"\ng:\nh: [1, b]\n---\n"
    )
    assert isinstance(raw, RawRecord)
    assert raw.fields == {
        "a": "no", "b": "2048", "c": "2026-02-30", "d": "1:30", "e": "x", "f": "y", "g": None,
        "h": ["1", "b"],
    }  # fmt: skip


def test_windows_line_ends_and_a_byte_order_mark_change_nothing(tmp_path: Path) -> None:
    raw = read_one(tmp_path, "\ufeff---\r\ntool: a\r\n---\r\nOne.\r\nTwo.\r\n")
    assert isinstance(raw, RawRecord)
    assert raw.fields == {"tool": "a", "take": "One.\nTwo."}


@pytest.mark.parametrize(
    "text",
    ["---\ntool: a\n---\n", "---\ntool: a\n---\n<!-- only\na prompt -->", "---\ntool: a\n---\n<!-- open"],
)
def test_a_comment_is_no_take_even_when_it_is_not_closed(tmp_path: Path, text: str) -> None:
    raw = read_one(tmp_path, text)
    assert isinstance(raw, RawRecord)
    assert "take" not in raw.fields


@pytest.mark.parametrize(
    ("text", "line", "field", "why"),
    [
        ("Just text.\n", 1, "record", "front matter"),
        ("", 1, "record", "front matter"),
        ("---\ntool: a\n", 1, "record", "front matter"),
        ("---\n- a\n---\n", 1, "record", "key: value"),
        ("---\ntool: a\nchoice: [\n---\n", 4, "record", "YAML"),
        ("---\ntool: a\nchoice: b: c\n---\n", 3, "record", "YAML"),
        ("---\ntool: a\ntool: b\n---\n", 2, "record", "a key stands twice"),
        ("---\ntool: &x [a]\nb: *x\n---\n", 1, "record", "aliases"),
        ("---\nscore: !!int x\n---\n", 1, "record", "YAML"),
        ("---\nscore: !!python/object:os.system x\n---\n", 2, "record", "YAML"),
        ("---\nevidence: " + "[" * 2_000 + "\n---\n", 1, "record", "YAML"),
        ("---\ntool: \x07\n---\n", 1, "record", "YAML"),
        ("---\ntake: A\n---\nB\n", 2, "take", "only as the text"),
        (b"---\ntool: \xe9\n---\n", 1, "record", "UTF-8"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_is_refused_with_its_line(
    tmp_path: Path, text: str | bytes, line: int, field: str, why: str
) -> None:
    bad = read_one(tmp_path, text)
    assert isinstance(bad, BadRecord)
    assert (bad.line, bad.field) == (line, field)
    assert why in bad.allowed


def test_files_below_the_folder_are_read_in_the_order_of_their_paths(tmp_path: Path) -> None:
    for name in ("b/x.md", "a/y.md", "a/x.md", "a/notes.txt"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("---\ntool: a\n---\n")
    names = [Path(raw.file).relative_to(tmp_path).as_posix() for raw in read_markdown(tmp_path).records]
    assert names == ["a/x.md", "a/y.md", "b/x.md"]


def test_a_folder_without_a_file_to_read_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DigestError, match=r"no \*\.md file"):
        read_markdown(tmp_path)


words = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp", "Zs"]) | st.just(" ")).map(
    lambda text: " ".join(text.split())
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(one=words, many=st.lists(words.filter(bool)))
def test_what_is_written_is_read_back(tmp_path: Path, one: str, many: list[str]) -> None:
    raw = read_one(tmp_path, front_matter_text({"a": one, "b": many, "c": None}, "The text."))
    assert isinstance(raw, RawRecord)
    assert raw.fields == {"a": one, "b": many, "c": None, "take": "The text."}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(matter=st.text("ab:-[]{}!&*#|>'\"\n \t1~?<%@", max_size=30))
def test_any_front_matter_is_read_or_refused(tmp_path: Path, matter: str) -> None:
    read_one(tmp_path, f"---\n{matter}\n---\nText.\n")
