"""``digest issue lint``: a message's file, and the week's issue."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from digest.pipeline.newsletter import Newsletter
    from tests.conftest import Digest, World


def test_the_weeks_issue_and_every_mail_that_went_out_are_good(
    ready: Newsletter, world: World, digest: Digest
) -> None:
    world.run(ready, auto_approve=True)
    said = digest("issue", "lint", "2026-W17")
    assert (said.code, said.out, said.err) == (0, "2026-W17: nothing to mend\n", "")
    files = sorted((world.home / "outbox").glob("*.eml"))
    assert len(files) == 3
    for file in files:
        said = digest("issue", "lint", file)
        assert (said.code, said.out) == (0, f"{file}: nothing to mend\n")


def test_a_bad_message_exits_with_1_and_names_each_finding(
    ready: Newsletter, world: World, digest: Digest, tmp_path: Path
) -> None:
    world.run(ready, auto_approve=True)
    data = next(iter(world.mails().values())).replace(b"Precedence: bulk", b"Bcc: eve@example.org")
    bad = tmp_path / "bad.eml"
    bad.write_bytes(data)
    line = data.split(b"\r\n").index(b"Bcc: eve@example.org") + 1
    said = digest("issue", "lint", bad)
    assert (said.code, said.err) == (1, "")
    assert said.out.splitlines() == [
        "Precedence: header-missing: is missing; every issue's mail has it",
        f"line {line}: header-unknown: Bcc is none of ours; find what wrote it",
        f"{bad}: 2 findings",
    ]
    found = digest("issue", "lint", bad, "--json")
    assert found.code == 1
    assert [finding["code"] for finding in found.json["findings"]] == ["header-missing", "header-unknown"]


def test_a_part_in_an_encoding_that_nobody_knows_is_a_finding(digest: Digest, tmp_path: Path) -> None:
    odd = tmp_path / "odd.eml"
    odd.write_bytes(
        b"Subject: x\r\nContent-Type: text/plain; charset=nobody\r\n"
        b"Content-Transfer-Encoding: quoted-printable\r\n\r\nx=C3\r\n"
    )
    said = digest("issue", "lint", odd)
    assert (said.code, said.err) == (1, "")
    assert "text/plain: charset: nobody; write charset=utf-8" in said.out.splitlines()


def test_a_text_part_that_nobody_reads_to_its_end_is_found(
    ready: Newsletter, world: World, digest: Digest, tmp_path: Path
) -> None:
    world.run(ready, auto_approve=True)
    data = next(iter(world.mails().values()))
    before = data.index(b"\r\n\r\n", data.index(b"text/plain")) + 4
    long = tmp_path / "long.eml"
    long.write_bytes(data[:before] + b"one two three\r\n" * 800 + data[before:])
    found = digest("issue", "lint", long, "--json").json["findings"]
    assert [(finding["code"], finding["where"]) for finding in found] == [
        ("text-budget", "text/plain"),
        ("text-words", "text/plain"),
    ]


def test_a_file_of_html_alone_is_looked_at_by_its_name(
    ready: Newsletter, world: World, digest: Digest, tmp_path: Path
) -> None:
    world.run(ready, auto_approve=True)
    digest("issue", "render", "2026-W17", "--out", tmp_path)
    file = tmp_path / "issue.html"
    assert digest("issue", "lint", file).code == 0
    file.write_text(file.read_text(encoding="utf-8").replace("<h1", '<img src="a.png"><h1'), encoding="utf-8")
    found = digest("issue", "lint", file, "--json").json["findings"]
    assert [finding["code"] for finding in found] == ["image-alt", "loads", "loads"]
    file.write_bytes(b"\xff")
    assert "is not UTF-8 from octet 0 on" in digest("issue", "lint", file).err


def test_a_file_that_is_not_there_and_a_week_without_an_issue_are_refused(
    ready: Newsletter, digest: Digest
) -> None:
    assert "cannot be read" in digest("issue", "lint", "none.eml").err
    said = digest("issue", "lint", "2026-W16")
    assert said.code == 1
    assert "there is no frozen issue 2026-W16" in said.err
