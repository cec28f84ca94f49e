"""``digest weekly --sample``: offline, the same bytes everywhere, and every page says what it is."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from email import message_from_bytes, policy
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from digest.cli import main

if TYPE_CHECKING:
    from email.message import EmailMessage

VERDICT = "SmolVLM2 ships, 4–0. SkillClaw splits the panel, 2–2."
NOTICE = "Sample issue"
#: Run the command line in a process that dies if it looks up a name or connects anywhere.
OFFLINE = """
import sys
def refuse(event, arguments):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.sendto"):
        raise SystemExit(f"the sample reached for the network: {event} {arguments}")
sys.addaudithook(refuse)
from digest.cli import main
main()
"""


def files(folder: Path) -> dict[str, bytes]:
    """What the contract calls identical: issue.* and each mail."""
    found = [*folder.glob("issue.*"), *(folder / "outbox").iterdir()]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(found)}


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """One run of the sample in a process of its own, cut off from the network: its folder and words."""
    folder = tmp_path_factory.mktemp("sample") / "out"
    done = subprocess.run(
        [sys.executable, "-c", OFFLINE, "weekly", "--sample", "--out", folder],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "TZ": "Pacific/Auckland"},
    )
    assert (done.returncode, done.stderr) == (0, "")
    return folder, done.stdout


@pytest.fixture
def mails(run: tuple[Path, str]) -> list[EmailMessage]:
    paths = sorted((run[0] / "outbox").glob("*.eml"))
    return [message_from_bytes(path.read_bytes(), policy=policy.default) for path in paths]


def again(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> str:
    monkeypatch.setattr(sys, "argv", ["digest", "weekly", "--sample", "--out", str(folder)])
    with pytest.raises(SystemExit) as end:
        main()
    assert end.value.code == 0
    return capsys.readouterr().out


def test_the_sample_writes_its_files_and_says_where_they_are(run: tuple[Path, str]) -> None:
    folder, said = run
    names = {"digest.db", "issue.html", "issue.txt", "issue.json"}
    assert names <= {path.name for path in folder.iterdir()}
    said_last = [line.split(maxsplit=1)[-1] for line in said.splitlines() if line]
    for name in names:
        assert str(folder / name) in said_last
    assert f"{folder / 'outbox'} (6 recipients: 6 accepted)" in said_last
    assert len(list((folder / "outbox").iterdir())) == 6
    assert said.splitlines()[-1] == VERDICT


def test_another_run_into_another_folder_writes_the_same_bytes(
    run: tuple[Path, str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    other = tmp_path / "a folder of another name"
    again(other, monkeypatch, capsys)
    assert files(other) == files(run[0])
    assert len(files(other)) == 3 + 6
    stood = files(other)
    times = {name: (other / name).stat().st_mtime_ns for name in stood if name.startswith("outbox")}
    said = again(other, monkeypatch, capsys)
    assert files(other) == stood
    assert {name: (other / name).stat().st_mtime_ns for name in times} == times
    assert "6 recipients: 6 accepted" in said


def test_a_second_run_adds_nothing_to_the_log(
    run: tuple[Path, str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, _ = run
    stats = ["digest", "--home", str(folder), "log", "stats", "--json"]

    def head() -> dict[str, object]:
        monkeypatch.setattr(sys, "argv", stats)
        with pytest.raises(SystemExit):
            main()
        found: dict[str, object] = json.loads(capsys.readouterr().out)
        return found

    before = head()
    again(folder, monkeypatch, capsys)
    assert head() == before


def test_another_newsletters_folder_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "digest.toml").write_text('zone = "Asia/Tokyo"\n')
    monkeypatch.setattr(sys, "argv", ["digest", "weekly", "--sample", "--out", str(tmp_path)])
    with pytest.raises(SystemExit) as end:
        main()
    assert end.value.code == 1
    assert "another newsletter" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["digest.toml"]


def test_the_page_and_every_mail_say_that_they_are_a_sample(
    run: tuple[Path, str], mails: list[EmailMessage]
) -> None:
    folder, _ = run
    assert NOTICE in (folder / "issue.html").read_text("utf-8")
    assert NOTICE in (folder / "issue.txt").read_text("utf-8")
    assert NOTICE in json.loads((folder / "issue.json").read_text("utf-8"))["brand"]["notice"]
    for mail in mails:
        for part in mail.iter_parts():
            assert NOTICE in part.get_content()


def test_the_page_shows_the_seeds_comparison_within_its_budget(run: tuple[Path, str]) -> None:
    html = (run[0] / "issue.html").read_bytes()
    assert len(html) <= 88_000
    issue = json.loads((run[0] / "issue.json").read_text("utf-8"))
    assert issue["week"] == "2026-W17"
    assert issue["dek"] == VERDICT
    assert [side["slug"] for side in issue["comparison"]["tools"]] == ["smolvlm2", "skillclaw"]
    cells = {row["name"]: row["cells"] for row in issue["comparison"]["rows"]}
    assert cells["Panel verdict"] == ["Ship · 4 ship / 0 skip", "Mixed · 2 ship / 2 skip"]
    assert cells["Pricing"] == ["Free / Open Source (Apache 2.0)", "Open Source / Research"]
    assert len(issue["shelf"]) >= 2, "more was launched than the two compared"
    page = html.decode()
    assert not re.search(r"<(img|script|link|iframe|form)\b", page)
    assert "@import" not in page


def test_each_mail_has_the_headers_that_a_list_needs(mails: list[EmailMessage]) -> None:
    for mail in mails:
        assert mail["List-Id"] == "<weekly.shiporskip.example>"
        assert re.fullmatch(r"<https://shiporskip\.example/u/[A-Za-z0-9_-]+>", mail["List-Unsubscribe"])
        assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert re.fullmatch(r"<[a-z0-9]+@shiporskip\.example>", mail["Message-ID"])
        assert mail["Date"] == "Thu, 23 Apr 2026 07:00:00 +0000"
        assert mail["From"].addresses[0].addr_spec == "digest@shiporskip.example"
        assert 0 < len(mail["Subject"]) <= 50
        assert mail.defects == []
    assert len({mail["Message-ID"] for mail in mails}) == len({mail["To"] for mail in mails}) == 6
    assert len({mail["List-Unsubscribe"] for mail in mails}) == 6
    assert all(mail["To"].addresses[0].domain == "example.org" for mail in mails)


def test_each_mail_is_text_first_then_html_and_both_end_in_the_readers_own_link(
    mails: list[EmailMessage],
) -> None:
    for mail in mails:
        assert mail.get_content_type() == "multipart/alternative"
        assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]
        link = mail["List-Unsubscribe"].strip("<>")
        for part in mail.iter_parts():
            content = part.get_content()
            assert link in content
            assert "preview/unsubscribe" not in content
            assert "{{" not in content
            assert "{%" not in content


def test_the_samples_read_models_are_what_its_log_says(
    run: tuple[Path, str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["digest", "--home", str(run[0]), "rebuild", "--check", "--json"])
    with pytest.raises(SystemExit) as end:
        main()
    assert end.value.code == 0
    assert all(check["equal"] for check in json.loads(capsys.readouterr().out))
