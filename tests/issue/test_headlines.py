from collections.abc import Callable, Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.events import Choice
from digest.issue.comparison import compare
from digest.issue.facts import Persona, ToolFacts
from digest.issue.headlines import dek, preheader, subject
from digest.issue.model import Comparison

Panel = tuple[Persona, ...]
Tool = Callable[..., ToolFacts]
Takes = Mapping[str, tuple[int, Choice]]

REVIEWERS = ("builder", "skeptic", "futurist", "founder", "creator")


def takes(ship: int, skip: int) -> dict[str, tuple[int, Choice]]:
    choices: list[Choice] = ["ship" if n < ship else "skip" for n in range(ship + skip)]
    return {
        persona: (80 if choice == "ship" else 70, choice)
        for persona, choice in zip(REVIEWERS, choices, strict=False)
    }


@pytest.fixture
def pair(tool: Tool, panel: Panel) -> Callable[..., Comparison]:
    def build(a: Takes, b: Takes, names: tuple[str, str] = ("Alpha", "Beta")) -> Comparison:
        left = tool("alpha", a, name=names[0], entry="Free")
        right = tool("beta", b, name=names[1], entry="Paid")
        return compare(left, right, panel, brand_name="Ship or Skip")

    return build


Pair = Callable[..., Comparison]


def test_the_seed_pair_gets_its_news_in_three_lines(
    smolvlm2: ToolFacts, skillclaw: ToolFacts, panel: Panel
) -> None:
    comparison = compare(smolvlm2, skillclaw, panel, brand_name="Ship or Skip")
    assert subject(comparison) == "SmolVLM2 vs SkillClaw: 4–0 beats a split panel"
    assert preheader(comparison) == (
        "SmolVLM2 ships 4–0 and is free. SkillClaw splits the panel 2–2. A 37-point gap."
    )
    assert dek(comparison) == "SmolVLM2 ships, 4–0. SkillClaw splits the panel, 2–2."


@pytest.mark.parametrize(
    ("a", "b", "line"),
    [
        ((3, 0), (2, 2), "Alpha vs Beta: 3–0 beats a split panel"),
        ((2, 2), (4, 0), "Alpha vs Beta: 4–0 beats a split panel"),
        ((4, 0), (3, 1), "Alpha vs Beta: the panel ships both"),
        ((0, 4), (1, 3), "Alpha vs Beta: the panel skips both"),
        ((4, 0), (0, 4), "Ship Alpha, skip Beta"),
        ((1, 3), (3, 0), "Ship Beta, skip Alpha"),
        ((2, 2), (2, 2), "Alpha vs Beta: ship or skip?"),
        ((1, 0), (4, 0), "Alpha vs Beta: ship or skip?"),
    ],
)
def test_the_subject_says_the_news(pair: Pair, a: tuple[int, int], b: tuple[int, int], line: str) -> None:
    assert subject(pair(takes(*a), takes(*b))) == line


def test_without_a_clear_verdict_the_widest_gap_is_the_news(pair: Pair) -> None:
    a: Takes = {"builder": (90, "ship"), "skeptic": (88, "skip")}
    b: Takes = {"builder": (80, "ship"), "skeptic": (40, "skip")}
    assert subject(pair(a, b)) == "Alpha vs Beta: 48 points apart (Skeptic)"


def test_a_line_that_does_not_fit_gives_way_to_a_shorter_one(pair: Pair) -> None:
    names = ("A" * 16, "B" * 16)
    assert subject(pair(takes(4, 0), takes(2, 2), names)) == f"{names[0]} vs {names[1]}"
    names = ("A" * 14, "B" * 14)
    assert subject(pair(takes(4, 0), takes(2, 2), names)) == f"{names[0]} vs {names[1]}: ship or skip?"


def test_names_too_long_for_any_line_are_cut_and_both_stay_readable(pair: Pair) -> None:
    line = subject(pair(takes(4, 0), takes(2, 2), ("A" * 10_000, "Beta")))
    assert line == "A" * 41 + "… vs Beta"
    assert len(subject(pair(takes(4, 0), takes(2, 2), ("A" * 99, "B" * 99)))) == 50


@pytest.mark.parametrize(
    ("ship", "skip", "sentence"),
    [
        (4, 0, "Alpha ships, 4–0."),
        (1, 3, "Alpha is a skip, 1–3."),
        (2, 2, "Alpha splits the panel, 2–2."),
        (1, 1, "Alpha has only 2 takes so far, 1–1."),
        (0, 1, "Alpha has only 1 take so far, 0–1."),
        (0, 0, "Alpha has no panel verdict yet."),
    ],
)
def test_the_dek_has_a_wording_for_every_label(pair: Pair, ship: int, skip: int, sentence: str) -> None:
    assert dek(pair(takes(ship, skip), takes(3, 0))) == f"{sentence} Beta ships, 3–0."


def test_a_name_cannot_add_a_header_or_turn_the_line_around(pair: Pair) -> None:
    comparison = pair(takes(4, 0), takes(2, 2), ("Al\r\nBcc: x@example.org", "\u202eateB\u0000"))
    assert subject(comparison).startswith("Al Bcc: x@example.org vs ateB")


names = st.one_of(
    st.text(max_size=120),
    st.text(alphabet="e\u0301\u200d\U0001f469\U0001f680", max_size=80),
    st.sampled_from(["", " ", "\r\n", "<b>{{x}}</b>", "W" * 10_000, "\u202e" * 30, "أداة ذكية"]),
)
tallies = st.integers(0, 5).flatmap(lambda n: st.tuples(st.just(n), st.integers(0, 5 - n)))


@given(st.tuples(names, names), st.tuples(tallies, tallies))
def test_no_name_breaks_the_limits(
    tool: Tool, panel: Panel, named: tuple[str, str], counts: tuple[tuple[int, int], tuple[int, int]]
) -> None:
    alpha, beta = (
        tool(slug, takes(*count), name=name)
        for slug, count, name in zip(("alpha", "beta"), counts, named, strict=True)
    )
    comparison = compare(alpha, beta, panel, brand_name="B")
    lines = subject(comparison), preheader(comparison), dek(comparison)
    assert 0 < len(lines[0]) <= 50
    assert 40 <= len(lines[1]) <= 90
    assert len(lines[2]) <= 200
    assert lines[0] not in lines[1]
    for line in lines:
        assert line.splitlines() == [line]
        assert line == line.strip()
