"""Withdrawing a take: it is gone from every tool of the group, and only a newer one comes after it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from digest.pipeline.merge_tools import merge_tools, split_tool
from digest.pipeline.withdraw_review import withdraw_review

if TYPE_CHECKING:
    from tests.conftest import Digest, World

WHY = ("--reason", "a conflict came out")


@pytest.fixture
def alpha(digest: Digest, world: World) -> Digest:
    """A tool that three reviewers say ship of."""
    digest("tools", "import", world.file(world.tool("alpha"), world.tool("beta")))
    takes = [world.take("alpha", persona) for persona in ("builder", "skeptic", "founder")]
    digest("reviews", "import", world.file(*takes))
    return digest


def cell(digest: Digest) -> str:
    return str(digest("verdict", "alpha", "--json").json["cell"])


def test_a_withdrawn_take_counts_no_more_and_is_not_listed(alpha: Digest) -> None:
    said = alpha("reviews", "withdraw", "alpha", "builder", *WHY)
    assert (said.code, said.out) == (0, "builder has no take on alpha any more\n")
    assert cell(alpha) == "Provisional · 2 ship / 0 skip"
    listed = alpha("reviews", "list", "--json").json
    assert {row["take"]["persona"] for row in listed} == {"skeptic", "founder"}


def test_a_withdrawal_twice_changes_nothing_and_says_so(alpha: Digest) -> None:
    alpha("reviews", "withdraw", "alpha", "builder", *WHY)
    stood = alpha("log", "stats", "--json").json["position"]
    said = alpha("reviews", "withdraw", "alpha", "builder", *WHY)
    assert said.out == "nothing changed: builder has no take on alpha\n"
    assert alpha("log", "stats", "--json").json["position"] == stood


def test_the_file_it_came_from_brings_it_not_back_and_a_newer_take_counts(
    alpha: Digest, world: World
) -> None:
    alpha("reviews", "withdraw", "alpha", "builder", *WHY)
    said = alpha("reviews", "import", world.file(world.take("alpha", "builder")))
    assert said.out == "nothing changed: 1 take as the file says\n"
    assert cell(alpha) == "Provisional · 2 ship / 0 skip"
    said = alpha("reviews", "import", world.file(world.take("alpha", "builder", "skip", at="2026-04-21")))
    assert said.out == "1 take published, 0 replaced, 0 unchanged\n"
    assert cell(alpha) == "Ship · 2 ship / 1 skip"


def test_an_unknown_tool_or_reviewer_is_refused_by_name(alpha: Digest) -> None:
    assert "no tool is called gamma" in alpha("reviews", "withdraw", "gamma", "builder", *WHY).err
    said = alpha("reviews", "withdraw", "alpha", "critic", *WHY)
    assert (said.code, "name one of builder, skeptic" in said.err) == (1, True)


def test_a_take_withdrawn_from_a_merged_tool_is_gone_from_each_part(world: World) -> None:
    newsletter = world.open()
    world.take_in(newsletter, world.tool("alpha"), world.tool("beta"))
    world.take_in(
        newsletter, world.take("alpha", "builder", at="2026-04-21"), world.take("beta", "builder", "skip")
    )
    given = {"reason": "x", "actor": "ed"}
    merge_tools(newsletter.log, "beta", "alpha", **given)
    assert withdraw_review(newsletter.log, "beta", "builder", **given)
    assert not withdraw_review(newsletter.log, "alpha", "builder", **given)
    split_tool(newsletter.log, "beta", **given)
    assert not withdraw_review(newsletter.log, "alpha", "builder", **given)
    assert not withdraw_review(newsletter.log, "beta", "builder", **given)
