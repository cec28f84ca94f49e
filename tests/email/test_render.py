"""What every rendered issue holds to, whatever is in it."""

from __future__ import annotations

import itertools
import re
import subprocess
import sys
from html import unescape
from typing import TYPE_CHECKING

import html5lib
import msgspec
from msgspec.structs import replace

from digest.email.render import SLOTS, Rendered, render

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from digest.issue.model import Issue

URL = "https://mail.example/u/abc"


def html_of(rendered: Rendered) -> str:
    return URL.join(rendered.html)


def text_of(rendered: Rendered) -> str:
    return URL.join(rendered.text)


def words_of(html: str) -> str:
    """What a reader sees: tags, styles and Outlook's comments taken out."""
    body = html[html.index("<body") :]
    seen = re.sub(r"</?span[^>]*>", "", body)
    seen = re.sub(r"<style.*?</style>|<!--.*?-->|<[^>]*>", " ", seen, flags=re.DOTALL)
    return " ".join(unescape(seen).split())


def test_the_html_is_valid_to_a_strict_parser(issue: Issue, templates: Path) -> None:
    parser = html5lib.HTMLParser(strict=True)
    parser.parse(html_of(render(issue, [templates])))
    assert parser.errors == []


def test_headings_descend_from_a_single_h1_without_gaps(issue: Issue, templates: Path) -> None:
    levels = [int(level) for level in re.findall(r"<h([1-6])", html_of(render(issue, [templates])))]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))


def test_every_score_and_choice_stands_in_both_parts(issue: Issue, templates: Path) -> None:
    rendered = render(issue, [templates])
    seen, text = words_of(html_of(rendered)), text_of(rendered)
    for row in issue.comparison.reviewers:
        for take in row.takes:
            if take is not None:
                assert take.header in seen
                assert f"{take.score} {take.choice}" in seen
                assert f"{take.score}/100 {take.choice.upper()}" in " ".join(text.split())


def test_a_missing_take_says_so_in_the_same_words_in_both_parts(plain_issue: Issue, templates: Path) -> None:
    rendered = render(plain_issue, [templates])
    missing = sum(take is None for row in plain_issue.comparison.reviewers for take in row.takes)
    # The HTML says it in the scorecard and among the takes.
    assert words_of(html_of(rendered)).count("No panel take") == 2 * missing
    assert text_of(rendered).count("No panel take") == missing


def test_every_number_and_address_of_the_html_stands_in_the_text(issue: Issue, templates: Path) -> None:
    rendered = render(issue, [templates])
    html, text = html_of(rendered), text_of(rendered)
    addresses = set(re.findall(r'href="([^"]+)"', html))
    assert {unescape(address) for address in addresses} <= set(re.findall(r"https?://\S+", text))
    unwrapped = "".join(text.split())
    # The scale of the scores is a caption of the bars, which only the HTML has.
    seen = words_of(html).replace("Scores out of 100.", "")
    numbers = set(re.findall(r"\d+%?", seen))
    assert [number for number in numbers if number not in unwrapped] == []


def test_every_name_and_verdict_of_the_html_stands_in_the_text(issue: Issue, templates: Path) -> None:
    rendered = render(issue, [templates])
    html, text = html_of(rendered), " ".join(text_of(rendered).split())
    names = {unescape(name) for name in re.findall(r'<h[12][^>]*>.*?<span dir="auto">([^<]+)</span>', html)}
    badges = set(re.findall(r'aria-hidden="true">[▲◆▼○]</span> ([^<]+)<', html))
    assert len(names) >= 2
    assert badges
    assert [name for name in names if " ".join(name.split()) not in text] == []
    assert [word for word in badges if f": {unescape(word).upper()}" not in text] == []


def test_verdicts_names_and_cells_of_the_html_stand_in_the_text(plain_issue: Issue, templates: Path) -> None:
    text = " ".join(text_of(render(plain_issue, [templates])).split())
    assert "SmolVLM2: SHIP" in text
    assert "SkillClaw: MIXED" in text
    for row in plain_issue.comparison.rows:
        assert all(cell in text for cell in row.cells)


def test_a_verdict_is_told_by_sign_and_word_and_not_by_colour_alone(
    plain_issue: Issue, templates: Path
) -> None:
    seen = words_of(html_of(render(plain_issue, [templates])))
    assert "▲ Ship SmolVLM2 100% panel ship, 4–0" in seen
    assert "◆ Mixed SkillClaw 50% panel ship, 2–2" in seen


def test_a_tool_without_a_verdict_is_neutral(read_issue: Callable[[str], Issue], templates: Path) -> None:
    html = html_of(render(read_issue("empty"), [templates]))
    seen = words_of(html)
    assert "○ Provisional Solo 50% panel ship, 1–1 2 of 5 reviewers" in seen
    assert "○ No panel verdict yet Duo — no panel takes 0 of 5 reviewers" in seen
    assert html.count('class="tint-none"') == 2


def test_nothing_of_the_machinery_shows(plain_issue: Issue, templates: Path) -> None:
    rendered = render(plain_issue, [templates])
    for part in (html_of(rendered), text_of(rendered)):
        assert not re.search(r"{{|{%|\bNone\b|slot\.invalid|[\ufdd0-\ufdef]", part)


def test_the_mail_asks_no_server_for_anything(issue: Issue, templates: Path) -> None:
    html = html_of(render(issue, [templates]))
    assert not re.search(r"<img|<script|<link|<iframe|<form|<svg|@import|@font-face|url\(|\ssrc=", html)


def test_outlooks_conditional_comments_survive(plain_issue: Issue, templates: Path) -> None:
    html = html_of(render(plain_issue, [templates]))
    assert html.count("<!--[if ") == html.count("<![endif]-->") > 50
    assert "<!--[if mso]><style>table,td" in html


def test_the_segments_of_both_parts_are_joined_by_the_same_links(issue: Issue, templates: Path) -> None:
    rendered = render(issue, [templates])
    assert rendered.html_slots == rendered.text_slots
    assert sorted(rendered.html_slots) == sorted(SLOTS if issue.brand.pages_url else ["unsubscribe"])
    assert len(rendered.html) == len(rendered.text) == len(rendered.html_slots) + 1
    assert f'<a class="link" href="{URL}"' in html_of(rendered)
    assert f"\nUnsubscribe: {URL}\n" in text_of(rendered)


def filled(segments: tuple[str, ...], slots: tuple[str, ...]) -> str:
    """The part with each slot's name as its link."""
    return segments[0] + "".join(f"[{slot}]{rest}" for slot, rest in zip(slots, segments[1:], strict=True))


def test_each_button_and_link_stands_for_its_own_tool_and_choice(plain_issue: Issue, templates: Path) -> None:
    rendered = render(plain_issue, [templates])
    html = filled(rendered.html, rendered.html_slots)
    text = filled(rendered.text, rendered.text_slots)
    for side, tool in zip(("left", "right"), ("SmolVLM2", "SkillClaw"), strict=True):
        for choice, words in (("ship", "vote for"), ("skip", "vote against")):
            shown = f"{choice.title()} it"
            link = rf'href="\[vote-{side}-{choice}\]" aria-label="{shown}: {words} {tool}"'
            button = rf'<a class="[a-z-]+" {link}[^>]*>{shown}</a>'
            assert len(re.findall(button, html)) == 1
        bookmark = rf'href="\[bookmark-{side}\]"[^>]*>Bookmark <span dir="auto">{tool}</span></a>'
        assert len(re.findall(bookmark, html)) == 1
        assert (
            f"\n{tool}\n  Ship it:\n  [vote-{side}-ship]\n  Skip it:\n  [vote-{side}-skip]\n"
            f"  Bookmark:\n  [bookmark-{side}]\n"
        ) in text
    assert re.search(r'href="\[preferences\]"[^>]*>Email preferences</a>', html)
    assert "\nPreferences: [preferences]\n" in text


def test_the_pages_of_the_issue_are_linked_in_both_parts(plain_issue: Issue, templates: Path) -> None:
    rendered = render(plain_issue, [templates])
    page = f"https://shiporskip.example/issues/{plain_issue.week}"
    assert re.search(rf'href="{page}/mail"[^>]*>View in browser</a>', html_of(rendered))
    assert re.search(rf'href="{page}"[^>]*>Read the full comparison</a>', html_of(rendered))
    assert f"\nView in browser:\n{page}/mail\n" in text_of(rendered)
    assert f"\nFull comparison:\n{page}\n" in text_of(rendered)


def test_an_issue_that_was_frozen_when_there_were_no_pages_links_to_none(
    plain_issue: Issue, templates: Path
) -> None:
    old = replace(plain_issue, brand=replace(plain_issue.brand, pages_url=None))
    rendered = render(old, [templates])
    assert rendered.html_slots == rendered.text_slots == ("unsubscribe",)
    for part in (html_of(rendered), text_of(rendered)):
        assert not re.search(r"View in browser|[Ff]ull comparison|Ship it|Bookmark|[Pp]references", part)


def test_the_notice_stands_at_the_top_of_both_parts(plain_issue: Issue, templates: Path) -> None:
    notice = plain_issue.brand.notice
    assert notice is not None
    rendered = render(plain_issue, [templates])
    top = f"{plain_issue.brand.name} View in browser {notice} {plain_issue.title_line}"
    assert top in words_of(html_of(rendered))
    assert f"*** {notice}\n\n{plain_issue.title_line}" in text_of(rendered)


def test_parts_without_content_leave_no_heading_behind(
    read_issue: Callable[[str], Issue], templates: Path
) -> None:
    rendered = render(read_issue("empty"), [templates])
    for heading in ("Verdicts that moved", "Last week", "New on the shelf", "Next up"):
        assert heading not in html_of(rendered)
        assert heading.upper() not in text_of(rendered)


def test_the_text_part_is_narrow_and_signed_off(issue: Issue, templates: Path) -> None:
    text = text_of(render(issue, [templates]))
    lines = text.splitlines()
    assert [line for line in lines if len(line) > 78 and "http" not in line] == []
    assert lines.count("-- ") == 1
    assert issue.brand.postal_address in text[text.index("\n-- \n") :]
    assert "\n\n\n" not in text


def test_a_byline_that_all_takes_share_is_printed_once_and_others_each(
    plain_issue: Issue, templates: Path
) -> None:
    byline = "Drafted by example-model, approved by Robin Example"
    for part in (rendered := render(plain_issue, [templates])).html, rendered.text:
        assert " ".join("".join(part).split()).count(byline) == 1
    rows = plain_issue.comparison.reviewers
    first, second = rows[0].takes
    assert first is not None
    row = replace(rows[0], takes=(replace(first, byline="Written by Kim Example"), second))
    mixed = replace(plain_issue, comparison=replace(plain_issue.comparison, reviewers=(row, *rows[1:])))
    for part in (rendered := render(mixed, [templates])).html, rendered.text:
        said = " ".join("".join(part).split())
        assert said.count("Written by Kim Example") == 1
        assert said.count(byline) == 7


def test_a_description_goes_on_after_the_name_or_follows_a_dash(plain_issue: Issue, templates: Path) -> None:
    first, second = plain_issue.comparison.tools
    tools = (
        replace(first, description="SmolVLM2 reads pictures."),
        replace(second, description="For agents."),
    )
    issue = replace(plain_issue, comparison=replace(plain_issue.comparison, tools=tools))
    rendered = render(issue, [templates])
    seen, text = words_of(html_of(rendered)), " ".join(text_of(rendered).split())
    assert "SmolVLM2 reads pictures. SkillClaw — For agents." in seen
    assert "SmolVLM2 reads pictures." in text
    # The text part has just said the name, with the verdict.
    assert "Entry: Paid For agents. https://" in text


def test_an_address_in_the_text_stands_alone_on_its_line(issue: Issue, templates: Path) -> None:
    for line in text_of(render(issue, [templates])).splitlines():
        if "https://" in line and not line.startswith(("Preferences: ", "Unsubscribe: ")):
            assert re.fullmatch(r" *https://\S+", line)


def test_the_excerpts_of_both_parts_are_the_same(plain_issue: Issue, templates: Path) -> None:
    rendered = render(plain_issue, [templates])
    seen, text = words_of(html_of(rendered)), " ".join(text_of(rendered).split())
    for row in plain_issue.comparison.reviewers:
        for tool, take in zip(plain_issue.comparison.tools, row.takes, strict=True):
            if take is not None:
                assert take.text[:100] in seen
                assert f"{tool.name}: {take.text[:100]}" in text


def test_the_whole_head_stands_in_the_text(issue: Issue, templates: Path) -> None:
    assert f"\n{issue.method.head}\n" in text_of(render(issue, [templates]))


def test_an_ordinary_issue_fits_with_room_to_spare(plain_issue: Issue, templates: Path) -> None:
    rendered = render(plain_issue, [templates])
    assert rendered.html_bytes <= 88_000
    assert rendered.html_bytes == sum(len(segment.encode()) for segment in rendered.html)


def test_equal_issues_give_equal_bytes_in_any_process_time_zone_and_locale(templates: Path) -> None:
    script = (
        "import sys, msgspec; from pathlib import Path; from digest.email.render import render;"
        "from digest.issue.model import Issue; folder = Path(sys.argv[1]);"
        "issue = msgspec.json.decode((folder / 'fixtures/plain.json').read_bytes(), type=Issue);"
        "sys.stdout.buffer.write(msgspec.json.encode(render(issue, [folder])))"
    )

    def run(**differs: str) -> bytes:
        import os

        env = os.environ | {"PYTHONPATH": "src", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"} | differs
        command = [sys.executable, "-c", script, str(templates)]
        return subprocess.run(command, env=env, check=True, capture_output=True).stdout

    first = run(PYTHONHASHSEED="1", TZ="Pacific/Kiritimati", LC_ALL="C.UTF-8")
    assert first == run(PYTHONHASHSEED="2", TZ="America/Los_Angeles", LC_ALL="C")
    assert msgspec.json.decode(first)["html_slots"][-1] == "unsubscribe"
