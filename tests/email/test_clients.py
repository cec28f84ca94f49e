"""What caniemail.com's data say of the mail: clients that must know all of it, and what others may lack."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from digest.email.render import render
from tests.email.npm import with_package

if TYPE_CHECKING:
    from collections.abc import Callable

    from digest.issue.model import Issue

pytestmark = pytest.mark.slow

PACKAGE = "caniemail@1.0.5"
#: By client pattern, features that it may lack, each with the reason.
ALLOWED: dict[str, dict[str, str]] = tomllib.loads(
    Path(__file__).with_name("clients-allowed.toml").read_text(encoding="utf-8")
)
#: Gmail in a phone's browser drops every style sheet and is not among them.
MUST = [
    *("gmail.desktop-webmail", "gmail.ios", "gmail.android", "apple-mail.macos", "apple-mail.ios"),
    *("samsung-email.android", "outlook.ios", "outlook.android"),
]
FIXTURES = ("plain", "votes", "long", "empty")
_SCRIPT = """
import { caniemail } from "caniemail";
import { readFileSync } from "node:fs";
const { pages, clients } = JSON.parse(readFileSync(0, "utf8"));
console.log(JSON.stringify(pages.map((html) => {
  const found = {};
  for (const [client, issues] of caniemail({ clients, html }).issues.errors)
    found[client] = [...new Set(issues.map((issue) => issue.title))];
  return found;
})));
"""


@pytest.fixture(scope="session")
def lacking(npm_folder: Path) -> Callable[[list[str], list[str]], dict[str, set[str]]]:
    """Features of the pages that each of the clients lacks."""
    run = with_package(npm_folder, PACKAGE)

    def ask(pages: list[str], clients: list[str]) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for page in run(_SCRIPT, {"pages": pages, "clients": clients}):
            for client, features in page.items():
                found.setdefault(client, set()).update(features)
        return found

    return ask


@pytest.fixture(scope="session")
def mails(read_issue: Callable[[str], Issue], templates: Path) -> list[str]:
    return [
        "https://mail.example/u/abc".join(render(read_issue(name), [templates]).html) for name in FIXTURES
    ]


def test_the_large_clients_know_all_that_a_mail_uses(
    lacking: Callable[[list[str], list[str]], dict[str, set[str]]], mails: list[str]
) -> None:
    assert lacking(mails, MUST) == {}


@pytest.mark.parametrize("clients", ALLOWED)
def test_other_clients_lack_only_what_is_listed_with_a_reason(
    lacking: Callable[[list[str], list[str]], dict[str, set[str]]], mails: list[str], clients: str
) -> None:
    found = set().union(*lacking(mails, [clients]).values())
    assert found == set(ALLOWED[clients])


def test_a_feature_that_a_client_lacks_is_found(
    lacking: Callable[[list[str], list[str]], dict[str, set[str]]],
) -> None:
    found = lacking(["<p style='display:grid'>x</p>"], ["outlook.windows"])
    assert any("grid" in feature for feature in found["outlook.windows"])
