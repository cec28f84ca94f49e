"""The path of a new user: from nothing to the first mail in six commands and two edited folders."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import digest.sample.run as sample

if TYPE_CHECKING:
    from tests.conftest import Digest, Said, Web, World

FEEDS = Path(sample.__file__).parent / "data" / "feeds"
TODAY = datetime.now(UTC).date()


def as_of_yesterday(payload: str) -> str:
    """A payload of April 2026, moved so that its newest items are of yesterday."""
    moved = TODAY - timedelta(days=1) - datetime(2026, 4, 23, tzinfo=UTC).date()
    return re.sub(
        r"2026-\d\d-\d\d(?=T)",
        lambda day: (datetime.fromisoformat(day[0]) + moved).date().isoformat(),
        payload,
    )


@pytest.fixture
def feeds(web: Web) -> dict[str, str]:
    """Each starter source's name, and where loopback serves a payload of its real shape."""
    return {
        path.stem.replace("_", "-"): web.says(f"/{path.name}", as_of_yesterday(path.read_text("utf-8")))
        for path in FEEDS.iterdir()
    }


def on_loopback(settings: Path, feeds: dict[str, str]) -> None:
    text = settings.read_text("utf-8")
    for name, url in feeds.items():
        text, found = re.subn(rf'(name = "{name}"\nkind = "[a-z-]+"\nurl = )"[^"]+"', rf'\1"{url}"', text)
        assert found == 1, name
    settings.write_text(text, "utf-8")


def fill(path: Path, take: str = "", **fields: str) -> None:
    """Type what an editor would: words after the colon of a field, and a text at the end."""
    text = path.read_text("utf-8")
    for name, value in fields.items():
        text, found = re.subn(rf"(?m)^{name}:.*(?:\n- .*)*$", f"{name}: {value}", text, count=1)
        assert found == 1, (path, name)
    path.write_text(f"{text}\n{take}\n", "utf-8")


def edit(folder: Path, *, skip: str) -> None:
    fill(
        folder / "tool.md",
        pricing="Open Source (Apache 2.0)",
        pricing_source="https://github.com/example/license",
        pricing_checked_at=TODAY.isoformat(),
        job_tags="[agents]",
        best_for="Teams that run agents every day",
    )
    for persona in ("builder", "skeptic", "founder"):
        fill(
            folder / f"{persona}.md",
            f"The {persona} ran it for a day: it does what it says.",
            choice="skip" if persona == skip else "ship",
            score="35" if persona == skip else "82",
        )


def test_six_commands_and_two_edited_folders_lead_from_nothing_to_the_first_mail(
    digest: Digest, world: World, feeds: dict[str, str]
) -> None:
    commands: list[Said] = []

    def run(*arguments: object) -> Said:
        commands.append(digest(*arguments))
        assert commands[-1].code == 0, commands[-1]
        assert commands[-1].err == ""
        return commands[-1]

    run("init", world.home)
    on_loopback(world.home / "digest.toml", feeds)

    week = run("weekly")
    assert re.search(r"hf-daily-papers: 11 items, 11 new", week.out)
    assert "The pairs closest to one:" in week.out
    assert "needs 3 more takes" in week.out
    assert "needs checked pricing" in week.out
    next_line = re.search(r"Next: digest --home home reviews new (\S+) (\S+)$", week.out.strip())
    assert next_line, "the last line says what to type next"
    first, second = next_line.groups()

    run("reviews", "new", first, second)
    edit(world.folder / "reviews" / first, skip="")
    edit(world.folder / "reviews" / second, skip="skeptic")

    taken = run("reviews", "import", "reviews")
    assert taken.out.startswith("6 takes published, 0 replaced, 0 unchanged\n")
    assert "2 revised" in taken.out
    assert "4 takes left blank" in taken.out

    readers = world.folder / "readers.csv"
    readers.write_text(
        "email,name,confirmed_at,consent_source,consent_text\n"
        f"ada@example.org,Ada,{TODAY},signup form,Send me the weekly\n"
        "bo@example.org,Bo,,,\n",
        encoding="utf-8",
    )
    assert run("subscribers", "import", readers).out.startswith("1 subscriber confirmed, 1 pending")

    sent = run("weekly", "--auto-approve")
    assert "1 recipients: 1 accepted" in sent.out
    assert len(commands) == 6
    (mail,) = world.mails().values()
    letter = message_from_bytes(mail, policy=policy.default)
    assert letter["To"] == "Ada <ada@example.org>"
    body = letter.get_body(("plain",))
    assert body is not None
    text = body.get_content()
    assert "Teams that run agents every day" in text
    assert "The skeptic ran it for a day" in text
    assert "Open Source (Apache 2.0)" in text
    assert digest("rebuild", "--check").code == 0


def test_the_form_says_which_sources_to_read_before_writing(
    digest: Digest, world: World, feeds: dict[str, str]
) -> None:
    digest("init", world.home)
    on_loopback(world.home / "digest.toml", feeds)
    digest("weekly")
    assert digest("reviews", "new", "skillclaw").code == 0
    folder = world.folder / "reviews" / "skillclaw"
    assert sorted(path.name for path in folder.iterdir()) == [
        "builder.md",
        "creator.md",
        "founder.md",
        "futurist.md",
        "skeptic.md",
        "tool.md",
    ]
    for path in folder.iterdir():
        assert "https://arxiv.org/abs/2604.08377" in path.read_text("utf-8")
    fill(folder / "builder.md", "Half a take.", choice="ship")
    again = digest("reviews", "new", "skillclaw")
    assert "6 kept as they are" in again.out
    refused = digest("reviews", "import", "reviews")
    assert refused.code == 1
    assert re.search(r"builder\.md:\d+: score is missing; allowed: ", refused.err)
    assert digest("reviews", "new", "nobody").code == 1


def test_the_desk_is_the_same_list_with_five_pairs_at_most(
    digest: Digest, world: World, feeds: dict[str, str]
) -> None:
    digest("init", world.home)
    on_loopback(world.home / "digest.toml", feeds)
    assert digest("desk").code == 0, "an empty desk is no error"
    digest("ingest")
    pairs = digest("desk", "--json").json
    assert len(pairs) == 5
    week = digest("weekly")
    for line in digest("desk").out.splitlines():
        assert line in week.out
    assert digest("select", "--explain").out.splitlines()[1].startswith("Nothing selected")
    dry = digest("weekly", "--dry-run")
    assert dry.code == 0
    assert "Nothing selected" in dry.out
