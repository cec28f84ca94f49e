"""What the theme says is in the template before a mail is written, and means the same there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import jinja2
import pytest

from digest.email.folding import FoldingEnvironment
from digest.email.markup import environment
from digest.email.render import render
from digest.email.templates import TemplateFolders
from digest.email.theme import load_theme
from digest.errors import TemplateError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from digest.issue.model import Issue

    Edited = Callable[[str, Callable[[str], str]], list[Path]]

SHELF, UI = "partials/shelf.mjml.j2", "macros/ui.mjml.j2"


def written(source: str, templates: Path, **values: object) -> str:
    return environment(TemplateFolders([templates])).from_string(source).render(**values)


def test_a_folded_mail_is_the_one_that_looks_everything_up(
    issue: Issue, templates: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    folded = render(issue, [templates])
    # Another list of folders has environments of its own, made while nothing is folded.
    with monkeypatch.context() as patched:
        patched.setattr(FoldingEnvironment, "compile", jinja2.Environment.compile)
        patched.setattr("digest.email.markup._Compiled._code", {})
        looked_up = render(issue, [tmp_path, templates])
    assert looked_up == folded


@pytest.mark.parametrize(
    "source",
    [
        "{{ t.ink }}",
        "{{ t['ink'] }}",
        "{{ t.ink|lower }}",
        "{{ t.card if solid else t.ink }}",
        "{{ m.side - m.gutter }}px",
        "{{ m.side }}{{ m.side }}",
        "{{ type.body }}",
        "{{ type.body ~ t.ink }}",
        "{{ type['body'].size + type.small.line }}",
        "{{ font.serif }}",
        "{% for tone in ['ship', 'skip'] %}{{ t[tone] }}{{ t[tone ~ '_tint'] }}{% endfor %}",
        "{{ v.t.ink }}",
        "{{ t }}",
        "{% macro a(of=t.ink) %}{{ of }}{{ caller() }}{% endmacro %}{% call a() %}{{ t.rule }}{% endcall %}",
        "{% if m.width > 500 and type.body.size is number %}wide{% endif %}",
        "{{ dict(ink=t.ink)|items|list }}",
    ],
)
def test_a_constant_prints_what_a_value_prints(source: str, templates: Path) -> None:
    values = {"solid": False, "v": {"t": {"ink": "<other>"}}}
    plain = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined)
    plain.globals.update(load_theme(TemplateFolders([templates])).values())
    assert written(source, templates, **values) == plain.from_string(source).render(**values)


def test_a_constant_with_markup_in_it_is_escaped() -> None:
    jinja = FoldingEnvironment(autoescape=True)
    jinja.constants = {"font": {"sans": '"Segoe" & <b>'}}
    assert jinja.from_string("{{ font.sans }}").render() == "&#34;Segoe&#34; &amp; &lt;b&gt;"


def test_a_constant_is_part_of_the_text_around_it(templates: Path) -> None:
    code = environment(TemplateFolders([templates])).compile("<p style='color:{{ t.ink }};'>", raw=True)
    assert "color:#16181D;" in code
    assert "getattr" not in code


@pytest.mark.parametrize(
    "binds",
    [
        "{% set t = v %}",
        "{% for type in v.tools %}{% endfor %}",
        "{% macro m() %}{% endmacro %}",
        "{% macro one(dark) %}{% endmacro %}",
        '{% import "macros/ui.mjml.j2" as font %}',
        '{% from "macros/ui.mjml.j2" import link as t %}',
        "{% with m = 1 %}{% endwith %}",
        "{% set t %}ink{% endset %}",
    ],
)
def test_a_template_cannot_take_a_name_of_the_theme(
    plain_issue: Issue, own_templates: Edited, binds: str
) -> None:
    folders = own_templates(SHELF, lambda text: f"\n{binds}\n{text}")
    with pytest.raises(TemplateError, match="is the theme's; take another name") as caught:
        render(plain_issue, folders)
    assert (caught.value.file, caught.value.line) == (str(folders[0] / SHELF), 2)


def test_a_colour_that_the_theme_lacks_is_named_with_its_line(
    plain_issue: Issue, own_templates: Edited
) -> None:
    folders = own_templates(UI, lambda text: text.replace("color:{{ t.muted }}", "color:{{ t.mutde }}", 1))
    with pytest.raises(TemplateError, match="no attribute 'mutde'") as caught:
        render(plain_issue, folders)
    lines = (folders[0] / UI).read_text(encoding="utf-8").splitlines()
    assert caught.value.line is not None
    assert "mutde" in lines[caught.value.line - 1]


def test_a_theme_that_changes_between_two_mails_shows_in_the_second(
    plain_issue: Issue, templates: Path, own_templates: Edited
) -> None:
    folders = own_templates("theme.toml", lambda text: text.replace('ink = "#16181D"', 'ink = "#111111"'))
    first = render(plain_issue, folders)
    own = folders[0] / "theme.toml"
    own.write_text(own.read_text(encoding="utf-8").replace("#111111", "#222222"), encoding="utf-8")
    second = render(plain_issue, folders)

    assert "#111111" in "".join(first.html)
    assert "#222222" in "".join(second.html)
    assert "#111111" not in "".join(second.html)
    assert render(plain_issue, [templates]).html[0].count("#16181D") > 10


def test_what_an_import_imports_is_asked_for_again_in_each_mail(
    plain_issue: Issue, own_templates: Edited
) -> None:
    folders = own_templates(
        "partials/next_up.mjml.j2",
        lambda text: (
            '{% import "macros/outer.mjml.j2" as outer %}' + text.replace("v.next_up }}", "outer.said() }}")
        ),
    )
    inner = folders[0] / "macros" / "inner.mjml.j2"
    inner.parent.mkdir()
    (inner.parent / "outer.mjml.j2").write_text(
        '{% import "macros/inner.mjml.j2" as inner %}{% macro said() %}{{ inner.said() }}{% endmacro %}'
    )
    inner.write_text("{% macro said() %}Early{% endmacro %}")
    first = render(plain_issue, folders)
    again = render(plain_issue, folders)
    inner.write_text("{% macro said() %}Late{% endmacro %}")
    second = render(plain_issue, folders)

    assert first == again, "the second mail counts the same files"
    assert ">Early</p>" in "".join(first.html)
    assert ">Late</p>" in "".join(second.html)
