"""Merging two tools that are one, and splitting them again: what is shown, counted, kept and refused."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from digest import db
from digest.errors import DigestError
from digest.issue.facts import ToolFacts
from digest.pipeline.facts import find_tools, load_history, load_listed, load_tools
from digest.pipeline.merge_tools import merge_tools, split_tool
from digest.pipeline.new_reviews import source_links
from digest.pipeline.select import pin, select_pair

if TYPE_CHECKING:
    from digest.pipeline.newsletter import Newsletter
    from tests.conftest import Digest, Web, World
    from tests.stages import Stages

WEEK = "2026-W17"


def merge(newsletter: Newsletter, slug: str, into: str) -> bool:
    return merge_tools(newsletter.log, slug, into, reason="one thing", actor="ed")


def split(newsletter: Newsletter, slug: str) -> None:
    split_tool(newsletter.log, slug, reason="two things", actor="ed")


def shelf(newsletter: Newsletter) -> tuple[ToolFacts, ...]:
    with db.reading(newsletter.engine) as connection:
        return load_tools(connection)


def named(newsletter: Newsletter, slug: str) -> ToolFacts:
    with db.reading(newsletter.engine) as connection:
        return find_tools(connection, [slug])[0]


def vote(tool: str, voter: str, choice: str, at: str = "2026-04-20") -> dict[str, Any]:
    return {"tool": tool, "voter": voter, "choice": choice, "at": at}


@pytest.fixture
def three(stages: Stages, world: World) -> Newsletter:
    """Three reviewed tools with readers who voted on several of them."""
    return stages.at_home(world, three_tools)


def three_tools(world: World, newsletter: Newsletter) -> None:
    world.reviewed(newsletter, "alpha", "beta", "gamma")
    world.take_in(
        newsletter,
        vote("alpha", "r1", "ship"),
        vote("beta", "r1", "skip", "2026-04-21"),
        vote("beta", "r2", "skip"),
        vote("gamma", "r3", "ship"),
    )


def test_a_merged_tool_is_shown_and_counted_as_the_one_that_stays(three: Newsletter) -> None:
    assert merge(three, "beta", "alpha")
    assert sorted(tool.slug for tool in shelf(three)) == ["alpha", "gamma"]
    both = named(three, "beta")
    assert (both.slug, both.merged) == ("alpha", ("beta",))
    assert (both.votes_ship, both.votes_skip) == (0, 2), "r1 is one reader, whose later vote counts"


def test_a_vote_on_one_part_gives_way_to_a_later_one_on_another(three: Newsletter, world: World) -> None:
    merge(three, "beta", "alpha")
    said = world.take_in(three, vote("alpha", "r2", "ship", "2026-04-22"))
    assert said.startswith("0 votes cast, 1 changed")
    assert (named(three, "alpha").votes_ship, named(three, "alpha").votes_skip) == (1, 1)
    split(three, "beta")
    assert (named(three, "alpha").votes_ship, named(three, "alpha").votes_skip) == (2, 0)
    assert (named(three, "beta").votes_ship, named(three, "beta").votes_skip) == (0, 2)


def test_a_split_gives_back_exactly_what_was(three: Newsletter, world: World) -> None:
    before = shelf(three)
    merge(three, "gamma", "beta")
    merge(three, "beta", "alpha")
    assert [tool.slug for tool in shelf(three)] == ["alpha"]
    split(three, "beta")
    assert named(three, "gamma").slug == "beta", "what was merged into it before goes along"
    split(three, "gamma")
    assert shelf(three) == before


def test_the_same_files_are_no_news_while_their_tools_are_merged_nor_after(
    three: Newsletter, world: World
) -> None:
    tools = [world.tool(slug) for slug in ("alpha", "beta", "gamma")]
    votes = [vote("beta", "r1", "skip", "2026-04-21"), vote("beta", "r2", "skip")]
    take = world.take("beta", "builder")
    merge(three, "beta", "alpha")
    for records in (tools, votes, [take]):
        assert world.take_in(three, *records).startswith("nothing changed")
    split(three, "beta")
    for records in (tools, votes, [take]):
        assert world.take_in(three, *records).startswith("nothing changed")


def test_of_a_persona_on_both_tools_the_later_take_is_shown(world: World) -> None:
    newsletter = world.open()
    world.take_in(newsletter, world.tool("alpha"), world.tool("beta"))
    world.take_in(
        newsletter,
        world.take("alpha", "builder", "ship", at="2026-04-21"),
        world.take("beta", "builder", "skip", at="2026-04-20"),
        world.take("alpha", "skeptic", "ship", at="2026-04-19"),
        world.take("beta", "skeptic", "skip", at="2026-04-20"),
        world.take("beta", "founder", "skip"),
    )
    merge(newsletter, "beta", "alpha")
    takes = {take.persona: take.choice for take in named(newsletter, "alpha").takes}
    assert takes == {"builder": "ship", "skeptic": "skip", "founder": "skip"}


def test_a_take_on_a_merged_tool_is_its_own_and_shown_if_it_is_the_latest(
    three: Newsletter, world: World
) -> None:
    merge(three, "beta", "alpha")
    world.take_in(three, world.take("beta", "builder", "skip", at="2026-04-22"))
    shown = {take.persona: take.choice for take in named(three, "alpha").takes}
    assert shown["builder"] == "skip"
    split(three, "beta")
    assert {take.choice for take in named(three, "alpha").takes if take.persona == "builder"} == {"ship"}


@pytest.mark.parametrize(
    ("slug", "into", "why"),
    [
        ("alpha", "alpha", "cannot be merged with itself"),
        ("beta", "gamma", "beta is part of alpha; name alpha instead"),
        ("gamma", "beta", "beta is part of alpha; .*digest tools split beta"),
        ("alpha", "beta", "alpha and beta are one tool already"),
        ("alpha", "delta", "no tool is called delta"),
    ],
)
def test_a_merge_that_makes_no_sense_is_refused_in_words(
    three: Newsletter, world: World, slug: str, into: str, why: str
) -> None:
    merge(three, "beta", "alpha")
    stood = world.position(three)
    with pytest.raises(DigestError, match=why):
        merge(three, slug, into)
    assert world.position(three) == stood


def test_the_same_merge_twice_is_one_and_a_split_of_what_stands_alone_is_refused(
    three: Newsletter, world: World
) -> None:
    merge(three, "beta", "alpha")
    stood = world.position(three)
    assert merge(three, "beta", "alpha") is False
    with pytest.raises(DigestError, match="gamma is not part of another tool"):
        split(three, "gamma")
    with pytest.raises(DigestError, match="alpha is not part of another tool"):
        split(three, "alpha")
    assert world.position(three) == stood


def test_tools_may_be_merged_split_and_merged_again(three: Newsletter) -> None:
    for _ in range(3):
        assert merge(three, "beta", "alpha")
        assert (named(three, "alpha").votes_ship, named(three, "alpha").votes_skip) == (0, 2)
        split(three, "beta")
        assert (named(three, "alpha").votes_ship, named(three, "alpha").votes_skip) == (1, 0)


def test_a_pin_on_a_tool_that_was_merged_names_what_it_is_part_of(three: Newsletter) -> None:
    pin(three, WEEK, ("beta", "gamma"), "they were asked for")
    merge(three, "beta", "alpha")
    selection, knowledge = select_pair(three, WEEK)
    names = {tool.tool_id: tool.slug for tool in knowledge.tools}
    assert [names[tool_id] for tool_id in selection.tools or ()] == ["alpha", "gamma"]


def test_a_pin_on_two_tools_that_became_one_cannot_stand(three: Newsletter) -> None:
    pin(three, WEEK, ("alpha", "beta"), "they were asked for")
    merge(three, "beta", "alpha")
    with pytest.raises(DigestError, match="a tool cannot be compared with itself"):
        select_pair(three, WEEK)


def test_what_was_compared_and_listed_under_another_name_is_not_new(world: World) -> None:
    newsletter = world.open()
    world.reviewed(newsletter, "alpha", "beta")
    world.take_in(newsletter, world.tool("fresh", launched_at="2026-04-21"))
    world.run(newsletter, auto_approve=True)
    world.take_in(newsletter, world.tool("gamma"), world.tool("newer", launched_at="2026-04-22"))
    merge(newsletter, "beta", "gamma")
    merge(newsletter, "fresh", "newer")
    gamma, newer = named(newsletter, "gamma").tool_id, named(newsletter, "newer").tool_id
    with db.reading(newsletter.engine) as connection:
        (past,) = load_history(connection, before="2026-W18")
        assert gamma in past.tools
        assert load_listed(connection, besides="2026-W18") == {newer}


def test_a_pair_that_became_one_tool_has_no_call_of_its_readers_any_more(
    ready: Newsletter, world: World
) -> None:
    world.take_in(ready, vote("alpha", "r1", "ship"))
    world.run(ready, auto_approve=True)
    merge(ready, "beta", "alpha")
    world.clock.now += timedelta(days=7)
    later = [world.tool(slug, launched_at="2026-04-28") for slug in ("gamma", "delta")]
    world.take_in(ready, *later)
    world.reviewed(ready, "gamma", "delta", launched_at="2026-04-28")
    result = world.run(ready, "2026-W18")
    assert result.issue is not None
    assert result.issue.last_week is None


def test_its_sources_are_those_of_every_part(world: World) -> None:
    newsletter = world.open()
    page = "https://beta.example/product"
    world.take_in(newsletter, world.tool("alpha"), world.tool("beta", homepage=page))
    merge(newsletter, "beta", "alpha")
    with db.reading(newsletter.engine) as connection:
        (tool,) = find_tools(connection, ["alpha"])
        assert page in source_links(connection, tool)


FEED = (
    "<rss version='2.0'><channel><item><title>{title}</title><link>{link}</link><guid>{guid}</guid>"
    "<pubDate>Mon, 20 Apr 2026 08:00:00 GMT</pubDate></item></channel></rss>"
)


def test_an_item_of_a_merged_tool_is_no_second_launch_and_stays_its_own(world: World, web: Web) -> None:
    first = FEED.format(title="Thing One", link="https://github.com/maker/one", guid="1")
    feed = web.says("/feed", first)
    world.settings(("maker", "feed", feed))
    newsletter = world.open()
    world.run(newsletter)
    world.take_in(newsletter, world.tool("alpha"))
    merge(newsletter, "thing-one", "alpha")
    again = FEED.format(title="Thing One, renamed", link="https://github.com/maker/one/releases", guid="2")
    web.says("/feed", again)
    world.run(newsletter)
    assert [tool.slug for tool in shelf(newsletter)] == ["alpha"]
    split(newsletter, "thing-one")
    assert sorted(tool.slug for tool in shelf(newsletter)) == ["alpha", "thing-one"]


def test_a_new_slug_takes_over_the_whole_of_what_a_feed_alone_has_named(world: World, web: Web) -> None:
    both = [
        FEED.format(title=f"Thing {name}", link=f"https://github.com/maker/{name}", guid=name)
        for name in ("one", "two")
    ]
    feeds = [web.says(f"/{number}", body) for number, body in enumerate(both)]
    world.settings(("first", "feed", feeds[0]), ("second", "feed", feeds[1]))
    newsletter = world.open()
    world.run(newsletter)
    merge(newsletter, "thing-two", "thing-one")
    said = world.take_in(newsletter, world.tool("proper", homepage="https://github.com/maker/two"))
    assert said.startswith("0 tools added, 1 revised")
    (tool,) = shelf(newsletter)
    assert (tool.slug, tool.merged) == ("proper", ("thing-two",))


def test_the_commands_say_what_they_did(digest: Digest, world: World) -> None:
    digest("tools", "import", world.file(*(world.tool(slug) for slug in ("alpha", "beta", "gamma"))))
    said = digest("tools", "merge", "beta", "alpha", "--reason", "one thing")
    assert (said.code, said.out) == (0, "beta is merged into alpha\n")
    said = digest("tools", "merge", "beta", "alpha", "--reason", "one thing")
    assert said.out == "nothing changed: beta was merged into alpha before\n"
    assert "  merged into it: beta\n" in digest("tools", "show", "beta").out
    digest("tools", "merge", "alpha", "gamma", "--reason", "one thing")
    said = digest("tools", "split", "alpha", "--reason", "two things")
    assert said.out == "alpha is split from gamma, with beta\n"
    refused = digest("tools", "split", "alpha", "--reason", "two things")
    assert (refused.code, refused.out) == (1, "")
    assert digest("tools", "merge", "beta", "alpha").code == 2, "a reason is asked for"
