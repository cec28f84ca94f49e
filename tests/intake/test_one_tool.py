"""What is one tool, by whatever road its items came."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.events import LaunchLinked, ToolLaunched, ToolMerged
from digest.intake.groups import Groups
from digest.intake.identity import tool_id
from digest.intake.known import Known
from digest.intake.observations import Observation

from .test_launches import DAY, NOW, after, an_item, decide, of_type

A, B = an_item("a", name="A", keys=("gh:o/a",)), an_item("b", name="B", keys=("pypi:b",))
BOTH = an_item("c", name="C", keys=("gh:o/a", "pypi:b"))


def changed(known: Known, key: str, **changes: object) -> Known:
    """The tool that was launched by a key, otherwise."""
    tools = tuple(
        msgspec.structs.replace(tool, **changes) if tool.tool_id == tool_id(key) else tool
        for tool in known.tools
    )
    return msgspec.structs.replace(known, tools=tools)


def tools_of(known: Known) -> frozenset[frozenset[str]]:
    """The items of each tool, merged ones together."""
    groups = Groups({tool.tool_id: tool.merged_into for tool in known.tools if tool.merged_into})
    found: dict[str, set[str]] = {}
    for (_, native_id), item in known.items.items():
        if item.tool_id is not None:
            found.setdefault(groups.root(item.tool_id), set()).add(native_id)
    return frozenset(map(frozenset, found.values()))


def joined(items: list[Observation]) -> frozenset[frozenset[str]]:
    """The oracle: items that share a key are of one thing, and a thing that something launches is a tool."""
    parts = [({item.native_id}, set(item.keys), item.launches) for item in items]
    for at in range(len(parts)):
        for other in range(at):
            if parts[at][1] & parts[other][1]:
                parts[at] = tuple(a | b for a, b in zip(parts[at], parts[other], strict=True))  # type: ignore[assignment]
                parts[other] = (set(), set(), False)
    return frozenset(frozenset(names) for names, _, launches in parts if names and launches)


# A thing has one key of each type, so that no two keys speak against each other.
some_of_a_thing = st.integers(0, 2).flatmap(
    lambda thing: st.lists(
        st.sampled_from([f"arxiv:2604.{thing}", f"gh:o/{thing}", f"pypi:{thing}", f"url:e.org/{thing}"]),
        min_size=1,
        unique=True,
    )
)
feeds = st.lists(
    st.tuples(some_of_a_thing, st.booleans()).map(
        lambda made: an_item("x", keys=tuple(made[0]), launches=made[1])
    ),
    max_size=9,
).map(
    lambda items: [
        msgspec.structs.replace(item, native_id=str(at), name=f"N{at}") for at, item in enumerate(items)
    ]
)


@given(feeds, st.randoms(use_true_random=False), st.lists(st.integers(0, 9), max_size=3))
def test_the_order_of_arrival_does_not_decide_what_is_one_tool(
    items: list[Observation], random: object, cuts: list[int]
) -> None:
    shuffled = list(items)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    known = Known()
    for start, end in zip([0, *sorted(cuts)], [*sorted(cuts), len(items)], strict=True):
        known = after(decide(*shuffled[start:end], known=known), known)
    assert tools_of(known) == joined(items)


def test_a_tool_that_people_spoke_of_stays_whatever_its_keys() -> None:
    known = changed(after(decide(A, B)), "pypi:b", spoken_for=True)
    (merge,) = of_type(decide(BOTH, known=known), ToolMerged)
    assert (merge.data.tool_id, merge.data.merged) == (tool_id("pypi:b"), (tool_id("gh:o/a"),))


def test_two_tools_that_people_spoke_of_are_an_editors_to_merge() -> None:
    known = changed(changed(after(decide(A, B)), "pypi:b", spoken_for=True), "gh:o/a", spoken_for=True)
    assert of_type(decide(BOTH, known=known), ToolMerged) == []


def test_no_rule_merges_what_an_editor_holds_apart() -> None:
    apart = frozenset({tuple(sorted((tool_id("gh:o/a"), tool_id("pypi:b"))))})
    known = msgspec.structs.replace(after(decide(A, B)), apart=apart)
    assert of_type(decide(BOTH, known=known), ToolMerged) == []


def test_an_item_that_an_editor_took_from_a_tool_does_not_merge_it() -> None:
    known = after(decide(A, B))
    of_c = msgspec.structs.replace(
        next(iter(after(decide(BOTH)).items.values())), tool_id=None, rejected=frozenset({tool_id("pypi:b")})
    )
    known = msgspec.structs.replace(known, items={**known.items, ("papers", "c"): of_c})
    decided = decide(BOTH, known=known)
    assert of_type(decided, ToolMerged) == []
    assert [event.data.tool_id for event in of_type(decided, LaunchLinked)] == [tool_id("gh:o/a")]


def test_two_papers_that_one_item_names_with_their_repository_stay_two_tools() -> None:
    one = an_item("1", name="One", keys=("arxiv:2604.1", "pypi:one"))
    two = an_item("2", name="Two", keys=("arxiv:2604.2", "gh:lab/two"))
    both = an_item("3", name="Both", keys=("arxiv:2604.1", "gh:lab/two"))
    assert of_type(decide(one, two, both), ToolMerged) == []


def test_an_item_whose_tool_comes_after_it_brings_the_tool_its_keys() -> None:
    news = an_item("n", keys=("gh:o/a", "pypi:b"), launches=False)
    known = after(decide(news))
    decided = decide(A, known=known)
    (link,) = of_type(decided, LaunchLinked)
    assert link.data.keys == ("gh:o/a", "pypi:b")
    assert decide(B, known=after(decided, known)).counts[0].linked == 1


def test_a_repository_under_a_new_name_is_the_same_tool() -> None:
    old = an_item("1", source="releases", name="kestrel", keys=("ghid:77", "gh:lab/kestrel"))
    new = an_item("2", source="releases", name="falcon", keys=("ghid:77", "gh:lab/falcon"))
    found = decide(new, known=after(decide(old)))
    (link,) = of_type(found, LaunchLinked)
    assert link.data.keys == ("ghid:77", "gh:lab/falcon")


def test_another_repository_under_an_old_name_is_another_tool() -> None:
    old = an_item("1", source="releases", name="kestrel", keys=("ghid:77", "gh:lab/kestrel"))
    new = an_item("2", source="releases", name="kestrel", keys=("ghid:78", "gh:lab/kestrel"))
    assert decide(new, known=after(decide(old))).counts[0].launched == 1


@pytest.mark.parametrize(
    ("change", "launched"),
    [
        ({}, 0),
        ({"published_at": NOW - 2 * DAY}, 1),
        ({"tagline": "another"}, 1),
        ({"source": "news"}, 1),
        ({"published_at": None, "evidence_at": None}, 1),
    ],
)
def test_a_feed_whose_ids_and_links_all_change_launches_nothing_twice(
    change: dict[str, object], launched: int
) -> None:
    first = an_item("old", keys=("url:e.org/old",))
    known = after(decide(first))
    again = msgspec.structs.replace(an_item("new", keys=("url:example.com/new",)), **change)
    decided = decide(again, known=known)
    assert len(of_type(decided, ToolLaunched)) == launched
    if not launched:
        assert [event.data.rule for event in of_type(decided, LaunchLinked)] == ["same-entry-1"]
