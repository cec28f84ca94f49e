from __future__ import annotations

from pathlib import Path

import pytest
from email_validator import EmailNotValidError, validate_email
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from digest.errors import BadRecord, DigestError
from digest.pipeline.import_files import (
    one_subscriber,
    read_csv,
    read_json_lines,
    read_reviews,
    read_subscribers,
    read_tools,
    read_votes,
)

VOTE = '{"tool": "a", "voter": "r1", "choice": "ship", "at": "2026-04-20"}'
HEADER = "email,name,confirmed_at,consent_source,consent_text\n"


def places(bad: tuple[BadRecord, ...]) -> list[tuple[int, str]]:
    return [(problem.line, problem.field) for problem in bad]


def written(folder: Path, content: bytes | str, name: str = "in.jsonl") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def test_each_line_is_a_record_and_blank_lines_are_none(tmp_path: Path) -> None:
    read = read_votes(written(tmp_path, f"\ufeff{VOTE}\r\n\n  \n{VOTE}"))
    assert read.bad == ()
    assert [record.line for record in read.records] == [1, 4]


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (b'{"tool": "a"', "Expecting"),
        (b"[1]", "not an object"),
        (b'{"tool": "a", "tool": "b"}', "a key stands twice"),
        (b'{"evidence": [{"source": "a", "source": "b"}]}', "a key stands twice"),
        (b'{"score": NaN}', "NaN is no JSON"),
        (b'{"score": ' + b"9" * 5_000 + b"}", "digits"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"take": "caf\xe9"}', "byte 14 is not UTF-8"),
        (b"\xff\xfe{\x00}\x00", "byte 1 is not UTF-8"),
    ],
)
def test_a_line_that_is_no_record_is_refused_and_the_others_are_read(
    tmp_path: Path, line: bytes, why: str
) -> None:
    read = read_votes(written(tmp_path, VOTE.encode() + b"\n" + line + b"\n" + VOTE.encode()))
    assert [record.line for record in read.records] == [1, 3]
    assert places(read.bad) == [(2, "record")]
    assert why in read.bad[0].allowed
    assert len(str(read.bad[0])) < 400


def test_brackets_inside_a_text_are_no_nesting(tmp_path: Path) -> None:
    assert read_json_lines(written(tmp_path, '{"take": "\\"' + "[" * 50 + '"}')).bad == ()


def test_every_problem_of_a_file_is_named_with_its_line(tmp_path: Path) -> None:
    path = written(tmp_path, '{"tool": "a", "score": "88"}\nnonsense\n')
    read = read_reviews(path)
    assert places(read.bad) == [
        (1, "persona"), (1, "choice"), (1, "score"), (1, "take"), (1, "at"), (2, "record"),
    ]  # fmt: skip
    assert {problem.file for problem in read.bad} == {str(path)}


def test_a_name_of_10_000_characters_is_taken_and_a_longer_one_refused(tmp_path: Path) -> None:
    lines = [f'{{"slug": "a", "name": "{"x" * length}"}}' for length in (10_000, 10_001)]
    read = read_tools(written(tmp_path, "\n".join(lines)))
    assert len(read.records) == 1
    assert places(read.bad) == [(2, "name")]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
@given(content=st.binary(max_size=80) | st.text('{}[]":,ab1\\\n ').map(str.encode))
def test_any_bytes_are_read_or_refused(tmp_path: Path, content: bytes) -> None:
    path = written(tmp_path, content)
    for problem in read_votes(path).bad + read_subscribers(path).bad:
        str(problem).encode()


def test_a_file_that_is_not_there_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(DigestError, match="no such file"):
        read_votes(tmp_path / "votes.jsonl")


def test_a_row_is_a_record_and_its_line_is_where_it_begins(tmp_path: Path) -> None:
    rows = 'ann@example.org,Ann,2026-01-02,form,"I agree\nto mail"\n\nbob@example.org,,,,\n'
    read = read_subscribers(written(tmp_path, HEADER + rows))
    assert read.bad == ()
    assert [(record.line, record.email) for record in read.records] == [
        (2, "ann@example.org"), (5, "bob@example.org"),
    ]  # fmt: skip
    assert read.records[0].consent_text == "I agree\nto mail"
    assert read.records[1].confirmed_at is None


def test_columns_may_come_in_any_order_and_be_left_out(tmp_path: Path) -> None:
    read = read_subscribers(written(tmp_path, "\ufeffName,Email\r\nAnn,ann@Example.org\r\n"))
    assert [(record.name, record.email) for record in read.records] == [("Ann", "ann@example.org")]


@pytest.mark.parametrize(
    ("rows", "place"),
    [
        ("not-an-address,,,,\n", (2, "email")),
        (",Ann,,,\n", (2, "email")),
        ("ann@example.org,,soon,,\n", (2, "confirmed_at")),
        ("ann@example.org,Ann\n", (2, "record")),
        ('ann@example.org,"Ann,,,\n', (2, "record")),
    ],
)
def test_a_bad_row_is_refused_by_name(tmp_path: Path, rows: str, place: tuple[int, str]) -> None:
    read = read_subscribers(written(tmp_path, HEADER + rows))
    assert (read.records, places(read.bad)) == ((), [place])


@pytest.mark.parametrize("content", ["", "\n", "ann@example.org,Ann\n", "email,email\na@example.org,b\n"])
def test_a_table_without_its_header_is_refused(tmp_path: Path, content: str) -> None:
    read = read_csv(written(tmp_path, content), columns=("email", "name"))
    assert [problem.field for problem in read.bad] == ["record"]
    assert "a header line: email,name" in read.bad[0].allowed


def test_a_table_that_is_not_utf_8_is_refused_at_the_line(tmp_path: Path) -> None:
    read = read_subscribers(written(tmp_path, HEADER.encode() + b"jos\xe9@example.org,,,,\n"))
    assert places(read.bad) == [(2, "record")]


def test_an_unknown_column_is_refused(tmp_path: Path) -> None:
    read = read_subscribers(written(tmp_path, "email,phone\nann@example.org,1\n"))
    assert places(read.bad) == [(2, "phone")]


odd_domains = st.sampled_from(
    [
        "Example.ORG",
        "xn--bcher-kva.example.com",
        "localhost",
        "a.test",
        "-x.org",
        "x..org",
        "1.2.3.4",
        "org",
        "xn--a.org",
    ]
)
addresses = st.one_of(
    st.emails(),
    st.builds(
        "{}@{}".format,
        st.sampled_from(["a", "A.b+c", ".a", "a..b", "x" * 64, "x" * 65, "=?x?="]),
        odd_domains,
    ),
)


@given(addresses)
def test_a_domain_that_is_checked_once_makes_no_difference_to_any_address(address: str) -> None:
    def told(address: str) -> str:
        try:
            return validate_email(address, check_deliverability=False).normalized
        except EmailNotValidError:
            return "refused"

    (taken,) = one_subscriber(address).records or (None,)
    assert (taken.email if taken else "refused") == told(address)
