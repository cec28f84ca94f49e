"""A broken template is refused with the file and the line that its author has to look at."""

from __future__ import annotations

from typing import TYPE_CHECKING

import mjml
import pytest

from digest.email.compile import compile_mjml, refusals
from digest.email.lint import check
from digest.email.render import render
from digest.email.source_map import Mapped
from digest.errors import TemplateError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from digest.issue.model import Issue

    Edited = Callable[[str, Callable[[str], str]], list[Path]]

FOOTER = "partials/footer.mjml.j2"


def line_of(path: Path, text: str) -> int:
    lines = path.read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if text in line)


@pytest.mark.parametrize(
    "edit",
    [
        (FOOTER, "{{ v.reason }}", "{{ v.reason", "unexpected|expected token"),
        (FOOTER, "{{ v.reason }}", "{{ v.raeson }}", "no attribute 'raeson'"),
        (FOOTER, "{{ v.reason }}", "{{ nobody }}", "'nobody' is undefined"),
        (FOOTER, "{{ v.reason }}", "{{ v.reason|safe }}", "No filter named 'safe'"),
        (FOOTER, "{{ v.reason }}", "{{ 1 // 0 }}", "ZeroDivisionError"),
        (FOOTER, "<mj-text>", "<mj-txt>", "mj-txt.*did you mean mj-text"),
        (FOOTER, "<mj-text>", "<mj-include path='x' />\n<mj-text>", "use {% include %}"),
        (FOOTER, "<mj-text>", "<mj-text colour='#000000'>", "no attribute colour; did you mean color"),
        ("partials/decision.mjml.j2", "<mj-table>", '<mj-table role="none">', "no attribute role"),
        (FOOTER, "<mj-text>", '<mj-text padding="1em">', r'padding="1em".*16px'),
        (FOOTER, "<mj-text>", '<mj-text color="banana">', "six digits"),
        (FOOTER, "<mj-text>", "hello <mj-text>", "text directly in <mj-column>"),
        (FOOTER, "</mj-text>", "</mj-text> hello", "text directly in <mj-column>"),
        (FOOTER, "<br />", "<b><mj-spacer /></b>", "<mj-spacer> stands in <b>; it belongs in <mj-column>"),
        (FOOTER, "<br />", "<br>", "mismatched tag: <br> is still open"),
        (FOOTER, "<br />", '<br />{{ "\\ud800" }}', "lone surrogate"),
        (FOOTER, "<br />", "<br /> a < b", "not well-formed"),
        (FOOTER, "<br />", "<br />&bogus;", "&bogus;"),
        ("partials/next_up.mjml.j2", "<mj-text", "<mj-section /><mj-text", "belongs in <mj-body>"),
        ("partials/takes.mjml.j2", "<mj-column><mj-text>\n{{ ui", "<p><mj-text>\n{{ ui", "<p> is not a tag"),
        ("macros/ui.mjml.j2", "{{ text }}</h2>", "{{ text }}</h3>", "mismatched tag: <h2>"),
        ("comparison.mjml.j2", '<mjml lang="{{ v.language }}" dir="{{ v.direction }}">', "<mjml >", "lang"),
        ("comparison.mjml.j2", "partials/shelf.mjml.j2", "partials/shelves.mjml.j2", "no such template"),
        ("comparison.txt.j2", "{{ v.dek|wrap }}", "{{ v.deck|wrap }}", "'deck'"),
        ("comparison.txt.j2", "{% for cell in line.cells %}", "{% for cell of line.cells %}", "expected"),
    ],
)
def test_a_broken_template_names_its_file_and_line(
    read_issue: Callable[[str], Issue], own_templates: Edited, edit: tuple[str, str, str, str]
) -> None:
    name, old, new, why = edit
    folders = own_templates(name, lambda text: text.replace(old, new, 1))
    with pytest.raises(TemplateError, match=why) as caught:
        render(read_issue("votes"), folders)
    error = caught.value
    path = folders[0] / name
    assert error.file == str(path)
    assert error.line is not None
    assert abs(error.line - line_of(path, new.splitlines()[0])) <= (1 if "mismatched" in why else 0)
    assert str(error).startswith(f"{path}:{error.line}")


def test_a_tag_that_follows_only_template_text_is_named_with_its_column(
    plain_issue: Issue, own_templates: Edited
) -> None:
    folders = own_templates(FOOTER, lambda text: text.replace("<mj-text>", "  <mj-txt>", 1))
    with pytest.raises(TemplateError) as caught:
        render(plain_issue, folders)
    assert (caught.value.line, caught.value.column) == (line_of(folders[0] / FOOTER, "mj-txt"), 3)


def test_a_template_that_includes_itself_names_its_file(plain_issue: Issue, own_templates: Edited) -> None:
    folders = own_templates(FOOTER, lambda text: text + f'{{% include "{FOOTER}" %}}')
    with pytest.raises(TemplateError, match="recursion") as caught:
        render(plain_issue, folders)
    own = folders[0] / FOOTER
    assert (caught.value.file, caught.value.line) == (str(own), line_of(own, "include"))


def test_a_template_without_the_unsubscribe_link_is_refused(
    plain_issue: Issue, own_templates: Edited
) -> None:
    folders = own_templates(
        "comparison.txt.j2", lambda text: text.replace("{{ slots.unsubscribe }}", "nowhere")
    )
    with pytest.raises(TemplateError, match=r"comparison\.txt\.j2: prints no {{ slots\.unsubscribe }}"):
        render(plain_issue, folders)


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ('ink = "#16181D"', 'ink = "black"', r"light\.ink"),
        ("radius = 12", 'radius = "wide"', r"measures\.radius"),
        ("[fonts]", "[fonts", "line"),
    ],
)
def test_a_broken_theme_names_its_line(
    plain_issue: Issue, own_templates: Edited, old: str, new: str, why: str
) -> None:
    folders = own_templates("theme.toml", lambda text: text.replace(old, new, 1))
    with pytest.raises(TemplateError, match=why) as caught:
        render(plain_issue, folders)
    assert caught.value.line == line_of(folders[0] / "theme.toml", new)


def test_a_file_that_is_not_utf8_names_its_line(plain_issue: Issue, templates: Path, tmp_path: Path) -> None:
    (tmp_path / "partials").mkdir()
    (tmp_path / FOOTER).write_bytes(b"one\ntwo \xff\n")
    with pytest.raises(TemplateError, match=r"footer\.mjml\.j2:2: is not UTF-8"):
        render(plain_issue, [tmp_path, templates])


def mapped(text: str) -> Mapped:
    return Mapped(text=text, marked=lambda: f"\ufdd0a.mjml.j2:7:1\ufdd1{text}")


def test_what_the_compiler_refuses_is_a_template_error_too() -> None:
    with pytest.raises(TemplateError, match=r"a\.mjml\.j2:7:\d+: the MJML compiler refused it"):
        compile_mjml(mapped('<mjml><mj-head><mj-class name="x"><b/></mj-class></mj-head></mjml>'))
    with pytest.raises(TemplateError, match=r"a\.mjml\.j2:7:16: a lone surrogate"):
        compile_mjml(mapped("<mjml><mj-body>\ud800</mj-body></mjml>"))
    with pytest.raises(TemplateError, match=r"a\.mjml\.j2: the MJML compiler refused it"):
        compile_mjml(mapped("<mjml><mj-body><mj-text></mj-body></mjml>"))


def test_a_panic_of_the_compiler_is_a_template_error_too(capfd: pytest.CaptureFixture[str]) -> None:
    source = mapped('<mjml><mj-head><mj-include type="html" path="x"/></mj-head><mj-body/></mjml>')
    with pytest.raises(TemplateError, match="the MJML compiler broke down"), refusals(source):
        mjml.mjml2html(source.text, include_loader=lambda _path: "<p>x</p>")
    capfd.readouterr()


def test_an_interrupt_is_no_template_error() -> None:
    with pytest.raises(KeyboardInterrupt), refusals(mapped("")):
        raise KeyboardInterrupt


def test_a_character_is_told_by_the_mark_before_it() -> None:
    marked = "\ufdd0a:1:1\ufdd1one\n\ufdd0a:2:1\ufdd1tw\ufdd0b:9:0\ufdd1o"
    source = Mapped(text="one\ntwo", marked=lambda: marked)
    where = [source.error(offset, "why") for offset in (0, 5, 6)]
    assert [(error.file, error.line, error.column) for error in where] == [
        ("a", 1, 1),
        ("a", 2, 2),
        ("b", 9, None),
    ]


def test_good_mjml_passes_in_silence() -> None:
    check(mapped('<mjml lang="en"><mj-body><mj-section padding="0 4px"/></mj-body></mjml>'))


def test_a_missing_main_template_is_named_with_the_folders(plain_issue: Issue, tmp_path: Path) -> None:
    with pytest.raises(TemplateError, match=f"theme.toml: no such template in {tmp_path}"):
        render(plain_issue, [tmp_path])
