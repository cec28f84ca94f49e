"""Folders of templates, and the packaged ones themselves."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING

import pytest

from digest.email.render import render

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from digest.issue.model import Issue

#: Text on its ground, as the templates put it.
PAIRS = [
    ("ink", "card"),
    ("ink", "canvas"),
    ("muted", "card"),
    ("muted", "canvas"),
    ("link", "card"),
    ("link", "canvas"),
    *((verdict, "card") for verdict in ("ship", "skip")),
    *((verdict, f"{verdict}_tint") for verdict in ("ship", "mixed", "skip", "none")),
    *(
        (text, f"{verdict}_tint")
        for verdict in ("ship", "mixed", "skip", "none")
        for text in ("ink", "muted")
    ),
    *(("badge_ink", verdict) for verdict in ("ship", "mixed", "skip", "none")),
]


def luminance(colour: str) -> float:
    """Relative luminance, 0 to 1 (WCAG 2.2)."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_text_can_be_read_on_its_ground(templates: Path, scheme: str, text: str, ground: str) -> None:
    palette = tomllib.loads((templates / "theme.toml").read_text(encoding="utf-8"))[scheme]
    assert contrast(palette[text], palette[ground]) >= 4.5


def test_contrast_is_measured_as_wcag_does() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.005)


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
