"""The MJML of every mail by the rules of npm's mjml, beside those of :mod:`digest.email.lint`."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

import pytest

from digest.delivery.letters import Kind
from digest.email.letter import mjml_of_letter
from digest.email.render import mjml_of
from digest.pipeline.letter_sample import BRAND, SENDER, sample
from tests.email.npm import with_package

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from digest.issue.model import Issue

    Faults = Callable[[dict[str, str]], dict[str, list[str]]]

pytestmark = pytest.mark.slow

PACKAGE = "mjml@5.4.1"
_SCRIPT = """
import mjml from "mjml";
import { readFileSync } from "node:fs";
const found = {};
for (const [name, source] of Object.entries(JSON.parse(readFileSync(0, "utf8")))) {
  try {
    await mjml(source, { validationLevel: "strict", fonts: {} });
    found[name] = [];
  } catch (error) {
    const all = error.errors ?? [error];
    found[name] = all.map(({ line, tagName, message }) => `line ${line}, ${tagName}: ${message}`);
  }
}
console.log(JSON.stringify(found));
"""


@pytest.fixture(scope="session")
def faults(npm_folder: Path) -> Faults:
    """What a strict validation says of each text of MJML, by name."""
    run = with_package(npm_folder, PACKAGE)
    return lambda sources: run(_SCRIPT, sources)


@pytest.fixture(scope="session")
def issues(read_issue: Callable[[str], Issue], templates: Path) -> dict[str, str]:
    names = sorted(path.stem for path in (templates / "fixtures").glob("*.json"))
    return {name: mjml_of(read_issue(name), [templates]) for name in names}


@pytest.fixture(scope="session")
def letters(templates: Path) -> dict[str, str]:
    about = sample(BRAND, SENDER.public_url)
    return {kind: mjml_of_letter(kind, about, [templates]) for kind in get_args(Kind)}


def test_every_fixture_is_mjml_without_a_fault(faults: Faults, issues: dict[str, str]) -> None:
    assert {"plain", "votes", "long", "empty"} <= issues.keys()
    assert faults(issues) == {name: [] for name in issues}


def test_every_letter_is_mjml_without_a_fault(faults: Faults, letters: dict[str, str]) -> None:
    assert faults(letters) == {kind: [] for kind in letters}


@pytest.mark.parametrize("mail", ["issue", "letter"])
def test_a_fault_in_a_mail_is_found(
    faults: Faults, issues: dict[str, str], letters: dict[str, str], mail: str
) -> None:
    good = issues["plain"] if mail == "issue" else letters["welcome"]
    mutants = {
        "mj-text: Attribute colour is illegal": ('<mj-text padding="0"', '<mj-text colour="#000000"'),
        "mj-column: Attribute colour is illegal": ("<mj-column>", '<mj-column colour="#000000">'),
        "mj-column: Attribute width has invalid value": ("<mj-column>", '<mj-column width="half">'),
        "mj-txt: Element mj-txt doesn't exist": ("<mj-column>", "<mj-column><mj-txt>x</mj-txt>"),
        "mj-text: mj-text cannot be used inside mj-body": ("</mj-body>", "<mj-text>x</mj-text></mj-body>"),
    }
    found = faults({name: good.replace(old, new, 1) for name, (old, new) in mutants.items()})
    assert [(name, found[name]) for name in mutants if not any(name in fault for fault in found[name])] == []
