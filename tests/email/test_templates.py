"""Folders of templates, and the packaged ones themselves."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from digest.email.render import render

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from digest.issue.model import Issue


def test_templates_take_colours_from_the_theme_and_keep_escaping_on(templates: Path) -> None:
    files = sorted(templates.rglob("*.j2"))
    assert len(files) > 10
    for file in files:
        text = file.read_text(encoding="utf-8")
        assert not re.search(r"#[0-9A-Fa-f]{6}\b|\|\s*safe|autoescape|=\s*'[^']*'\s*/?>", text), file


def test_a_folder_overrides_single_files(
    plain_issue: Issue, templates: Path, own_templates: Callable[[str, Callable[[str], str]], list[Path]]
) -> None:
    folders = own_templates("theme.toml", lambda text: text.replace("#F3F1EC", "#FAFAFA"))
    own, packaged = render(plain_issue, folders), render(plain_issue, [templates])
    assert own.html != packaged.html
    assert "#FAFAFA" in own.html[0]
    assert own.text == packaged.text


def test_the_fingerprint_of_templates_follows_their_bytes(
    plain_issue: Issue, templates: Path, own_templates: Callable[[str, Callable[[str], str]], list[Path]]
) -> None:
    packaged = render(plain_issue, [templates])
    assert re.fullmatch("[0-9a-f]{64}", packaged.templates)
    folders = own_templates("partials/shelf.mjml.j2", lambda text: text + "{# no change to the mail #}\n")
    own = render(plain_issue, folders)
    assert own.html == packaged.html
    assert own.templates != packaged.templates


def test_an_edit_between_two_renders_shows_in_the_second(
    plain_issue: Issue, templates: Path, own_templates: Callable[[str, Callable[[str], str]], list[Path]]
) -> None:
    folders = own_templates("partials/footer.mjml.j2", lambda text: text.replace("w.unsubscribe", "'Leave'"))
    first = render(plain_issue, folders)
    own = folders[0] / "partials/footer.mjml.j2"
    own.write_text(own.read_text(encoding="utf-8").replace("Leave", "Go away"), encoding="utf-8")
    second = render(plain_issue, folders)
    own.unlink()

    assert "Leave</a>" in first.html[-1]
    assert "Go away</a>" in second.html[-1]
    assert len({first.templates, second.templates}) == 2
    assert render(plain_issue, folders) == render(plain_issue, [templates])


def test_an_empty_folder_changes_nothing(plain_issue: Issue, templates: Path, tmp_path: Path) -> None:
    assert render(plain_issue, [tmp_path, templates]) == render(plain_issue, [templates])
