"""Every fixture's mail, byte for byte. ``pytest tests/email/test_snapshots.py --update`` writes them anew."""

from __future__ import annotations

import difflib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from digest.email.render import render
from tests.email.conftest import FIXTURES

if TYPE_CHECKING:
    from collections.abc import Callable

    from digest.issue.model import Issue

FOLDER = Path(__file__).with_name("snapshots")


def by_tag(part: str) -> list[str]:
    """Lines short enough to read a difference in."""
    return part.replace("<", "\n<").splitlines()


@pytest.mark.parametrize("kind", ["html", "txt"])
@pytest.mark.parametrize("name", FIXTURES)
def test_a_mail_is_as_it_was(
    read_issue: Callable[[str], Issue], templates: Path, pytestconfig: pytest.Config, name: str, kind: str
) -> None:
    rendered = render(read_issue(name), [templates])
    now = "https://mail.example/u/abc".join(rendered.html if kind == "html" else rendered.text)
    file = FOLDER / f"{name}.{kind}"
    if pytestconfig.getoption("update"):
        file.write_bytes(now.encode())
    before = file.read_bytes().decode()
    if now != before:
        difference = difflib.unified_diff(by_tag(before), by_tag(now), "before", "now", n=1, lineterm="")
        pytest.fail("\n".join([f"{file.name} differs; --update if that is meant", *list(difference)[:60]]))
