"""Tools that may be one, from what feeds showed to an editor's word."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from digest import db
from digest.errors import DigestError
from digest.pipeline.facts import load_tools
from digest.pipeline.ingest import Outcome, current_polls, ingest
from digest.pipeline.merge_tools import merge_tools, split_tool
from digest.pipeline.proposals import hold_apart, load_proposals
from tests.sources.bodies import rss

if TYPE_CHECKING:
    from digest.pipeline.newsletter import Newsletter
    from tests.conftest import Digest, Web, World

SAID = {"reason": "looked at both", "actor": "ed"}
PAIR = ("kestrel", "kestrel-py")


def two_alike(world: World, *takes: str) -> Newsletter:
    """Two tools of one name that an editor brought; of ``takes`` a reviewer has spoken."""
    newsletter = world.open()
    world.take_in(
        newsletter,
        world.tool("kestrel", name="Kestrel", homepage="https://github.com/lab/kestrel"),
        world.tool("kestrel-py", name="Kestrel", homepage="https://pypi.org/project/kestrel"),
    )
    if takes:
        world.take_in(newsletter, *(world.take(slug, "builder") for slug in takes))
    return newsletter


def show_both(world: World, web: Web) -> Outcome:
    """A feed shows an item about the repository, with a link to the package."""
    linked = "&lt;a href='https://pypi.org/project/kestrel'&gt;the package&lt;/a&gt;"
    entry = (
        "<title>Kestrel: how it is built</title><link>https://github.com/lab/kestrel</link>"
        f"<guid>k-1</guid><description>{linked}</description>"
    )
    world.settings(("news", "feed", web.says("/feed", rss(entry))))
    newsletter = world.open()
    (outcome,) = ingest(
        newsletter, current_polls(newsletter.sources, asked=True), on_outcome=lambda _outcome: None
    )
    return outcome


def proposed(newsletter: Newsletter) -> list[tuple[tuple[str, str], str]]:
    with db.reading(newsletter.engine) as connection:
        return [(one.tools, one.strength) for one in load_proposals(connection)]


def slugs(newsletter: Newsletter) -> list[str]:
    with db.reading(newsletter.engine) as connection:
        return sorted(tool.slug for tool in load_tools(connection))


def test_an_item_that_names_two_tools_merges_what_nobody_spoke_of(world: World, web: Web) -> None:
    newsletter = two_alike(world, "kestrel-py")
    outcome = show_both(world, web)
    assert (outcome.linked, outcome.merged) == (1, 1)
    assert slugs(newsletter) == ["kestrel-py"]
    assert proposed(newsletter) == []


def test_of_two_tools_that_were_both_reviewed_an_editor_decides(world: World, web: Web) -> None:
    newsletter = two_alike(world, "kestrel", "kestrel-py")
    assert show_both(world, web).merged == 0
    assert proposed(newsletter) == [(PAIR, "strong")]
    assert merge_tools(newsletter.log, "kestrel-py", "kestrel", **SAID)
    assert proposed(newsletter) == []


def test_what_an_editor_split_is_neither_merged_nor_proposed_again(world: World, web: Web) -> None:
    newsletter = two_alike(world)
    merge_tools(newsletter.log, "kestrel-py", "kestrel", **SAID)
    split_tool(newsletter.log, "kestrel-py", **SAID)
    assert show_both(world, web).merged == 0
    assert slugs(newsletter) == list(PAIR)
    assert proposed(newsletter) == []


def test_two_tools_held_apart_are_proposed_again_once_more_speaks_for_it(world: World, web: Web) -> None:
    newsletter = two_alike(world)
    assert proposed(newsletter) == [(PAIR, "weak")]
    assert hold_apart(newsletter.log, *PAIR, **SAID)
    assert proposed(newsletter) == []
    assert not hold_apart(newsletter.log, *PAIR, **SAID)
    assert show_both(world, web).merged == 0
    assert proposed(newsletter) == [(PAIR, "strong")]
    assert hold_apart(newsletter.log, *reversed(PAIR), **SAID)
    assert proposed(newsletter) == []


def test_one_tool_cannot_be_held_apart_from_itself(world: World) -> None:
    newsletter = two_alike(world)
    merge_tools(newsletter.log, "kestrel-py", "kestrel", **SAID)
    with pytest.raises(DigestError, match="digest tools split"):
        hold_apart(newsletter.log, *PAIR, **SAID)


def test_an_editor_sees_the_pairs_and_says_that_they_are_two(world: World, digest: Digest) -> None:
    two_alike(world)
    (found,) = digest("tools", "proposals", "--json").json
    assert found == {"tools": list(PAIR), "strength": "weak", "evidence": ["name:kestrel"]}
    assert "kestrel and kestrel-py" in digest("tools", "proposals").out
    assert "are two tools" in digest("tools", "apart", *PAIR, "--reason", "one is a wrapper").out
    assert digest("tools", "proposals").out == "no two tools look like one\n"
    assert digest("rebuild", "--check").code == 0
