"""The mail's HTML for the frames of the preview: each variant does what it says, and touches no text."""

from __future__ import annotations

import pytest

from digest.pipeline.preview import LETTERS, open_gallery, preview
from digest.web.preview.fault import lines_around
from digest.web.preview.variants import images_in, seen_as

DARK = "@media (prefers-color-scheme:dark){.card{color:#fff}}"
LIGHT = "@media screen and (prefers-color-scheme: light) {.card{color:#000}}"
MAIL = (
    '<html><head><meta name="color-scheme" content="light dark" />'
    f'<style type="text/css">{DARK}{LIGHT}</style></head>'
    "<body><p>(prefers-color-scheme:dark) is a condition.</p></body></html>"
)
ALWAYS, NEVER = "(min-width:0)", "(max-width:0)"


@pytest.mark.parametrize(
    ("variant", "dark", "light"),
    [
        ("light", NEVER, ALWAYS),
        ("imageless", NEVER, ALWAYS),
        ("forced", NEVER, ALWAYS),
        ("dark", ALWAYS, NEVER),
    ],
)
def test_rules_of_the_scheme_that_is_shown_hold_and_those_of_the_other_never_do(
    variant: str, dark: str, light: str
) -> None:
    html = seen_as(MAIL, variant)  # type: ignore[arg-type]
    assert f"@media {dark}{{.card{{color:#fff}}}}" in html
    assert f"@media screen and {light} {{.card{{color:#000}}}}" in html
    assert 'content="light dark"' not in html


def test_a_sentence_that_reads_like_a_condition_stays_as_it_is() -> None:
    assert "<p>(prefers-color-scheme:dark) is a condition.</p>" in seen_as(MAIL, "dark")


def test_only_forced_dark_inverts_colours() -> None:
    assert "invert(1) hue-rotate(180deg)" in seen_as(MAIL, "forced")
    assert not any("invert" in seen_as(MAIL, variant) for variant in ("light", "dark", "bare", "imageless"))


def test_without_styles_no_block_is_left_and_what_stands_in_the_tags_is() -> None:
    shown = preview(*open_gallery(None, "plain"))
    bare = seen_as(shown.html, "bare")
    assert "<style" in shown.html
    assert "<style" not in bare
    assert bare.count(' style="') == shown.html.count(' style="')


def test_the_mails_own_dark_rules_are_found_where_its_templates_put_them() -> None:
    shown = preview(*open_gallery(None, "plain"))
    assert "prefers-color-scheme" in shown.html
    assert "prefers-color-scheme" not in seen_as(shown.html, "light")


@pytest.mark.parametrize("name", ["plain", "votes", "long", "empty", *LETTERS])
def test_no_mail_of_ours_has_an_image(name: str) -> None:
    assert images_in(preview(*open_gallery(None, name)).html) == 0


def test_the_lines_around_a_fault_end_where_the_file_does() -> None:
    assert [line.number for line in lines_around("a\n" * 9, 1, None)] == [1, 2, 3, 4]
    assert [line.number for line in lines_around("a\n" * 9, 9, None)] == [6, 7, 8, 9]
    assert [line.number for line in lines_around("a\n" * 9, 5, None) if line.is_at_fault] == [5]
