from __future__ import annotations

from datetime import UTC, datetime, timedelta

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from digest.events import (
    LaunchLinked,
    LaunchObserved,
    NewEvent,
    PopularityMeasured,
    ToolLaunched,
    ToolMerged,
)
from digest.intake.decided import Decided, Shown
from digest.intake.identity import tool_id, tool_stream
from digest.intake.items import facts_digest, item_stream
from digest.intake.known import Known, KnownItem, KnownTool, Measurement
from digest.intake.launches import decide_launches
from digest.intake.observations import Observation

NOW = datetime(2026, 4, 13, 6, tzinfo=UTC)
DAY = timedelta(days=1)


def an_item(native_id: str = "2604.08377", **changes: object) -> Observation:
    item = Observation(
        source="papers",
        native_id=native_id,
        title="SkillClaw: a title",
        name="SkillClaw",
        tagline="a title",
        summary="What the paper says.",
        url=f"https://huggingface.co/papers/{native_id}",
        keys=(f"arxiv:{native_id}",),
        published_at=NOW - 3 * DAY,
        evidence_at=NOW - 4 * DAY,
        launches=True,
        category="Developer Tools",
    )
    return msgspec.structs.replace(item, **changes)


def decide(
    *items: Observation, known: Known | None = None, body: str | None = None, at: datetime = NOW
) -> Decided:
    shown = Shown(observations=items, observed_at=at, body=body)
    return decide_launches([shown], known or Known(), content_key=b"key")


def after(decided: Decided, known: Known | None = None) -> Known:
    """Fold decided events as a log and its read models would."""
    known = known or Known()
    items, tools = dict(known.items), {tool.tool_id: tool for tool in known.tools}
    by_event = {item.event_id: name for name, item in items.items()}
    for event in decided.events:
        match event.data:
            case LaunchObserved() as seen:
                name = (seen.source, seen.native_id)
                old = items.get(name)
                items[name] = KnownItem(
                    event_id=str(event.event_id),
                    facts=facts_digest(seen),
                    version=old.version + 1 if old else 1,
                    keys=seen.keys,
                    tool_id=old.tool_id if old else None,
                    metrics=old.metrics if old else {},
                )
                by_event[str(event.event_id)] = name
            case ToolLaunched() as launch:
                tools[launch.tool_id] = KnownTool(
                    tool_id=launch.tool_id,
                    slug=launch.slug,
                    keys=launch.keys,
                    name=launch.name,
                    tagline=launch.tagline,
                    source=launch.source,
                    launched_at=launch.launched_at,
                    version=1,
                )
                assert launch.observed is not None
                name = by_event[launch.observed]
                items[name] = msgspec.structs.replace(items[name], tool_id=launch.tool_id)
            case LaunchLinked() as link:
                tool = tools[link.tool_id]
                keys = tuple(dict.fromkeys(tool.keys + link.keys))
                tools[link.tool_id] = msgspec.structs.replace(tool, keys=keys, version=tool.version + 1)
                name = by_event[link.observed]
                items[name] = msgspec.structs.replace(items[name], tool_id=link.tool_id)
            case ToolMerged() as merge:
                gone, stays = tools[merge.merged[0]], tools[merge.tool_id]
                tools[gone.tool_id] = msgspec.structs.replace(gone, merged_into=stays.tool_id)
                tools[stays.tool_id] = msgspec.structs.replace(stays, version=stays.version + 1)
            case PopularityMeasured() as count:
                name = (count.source, count.native_id)
                last = Measurement(event_id=str(event.event_id), value=count.value)
                metrics = {**items[name].metrics, count.metric: last}
                items[name] = msgspec.structs.replace(items[name], metrics=metrics)
                tool = tools[count.tool_id]
                tools[count.tool_id] = msgspec.structs.replace(tool, version=tool.version + 1)
    return msgspec.structs.replace(known, items=items, tools=tuple(tools.values()))


def of_type(decided: Decided, kind: type) -> list[NewEvent]:
    return [event for event in decided.events if isinstance(event.data, kind)]


def test_a_new_item_with_an_unknown_key_is_observed_and_launches_a_tool() -> None:
    decided = decide(an_item(), body="ab" * 32)
    observed, launched = decided.events
    assert isinstance(observed.data, LaunchObserved)
    assert isinstance(launched.data, ToolLaunched)
    assert observed.data.body == "ab" * 32
    assert launched.stream == tool_stream(tool_id("arxiv:2604.08377"))
    assert (launched.data.name, launched.data.slug) == ("SkillClaw", "skillclaw")
    assert launched.data.launched_at == launched.occurred_at == NOW - 3 * DAY
    assert launched.data.observed == str(observed.event_id)
    assert decided.expected == {observed.stream: 0, launched.stream: 0}
    assert (decided.counts[0].new, decided.counts[0].launched) == (1, 1)


def test_the_summary_is_content_and_its_words_stand_in_no_event() -> None:
    observed, launched = decide(an_item()).events
    assert [content.body for content in observed.contents] == ["What the paper says."]
    assert launched.contents == observed.contents
    assert isinstance(launched.data, ToolLaunched)
    assert launched.data.description == observed.contents[0].hash
    assert b"What the paper says" not in msgspec.json.encode([observed.data, launched.data])


def test_an_unchanged_item_adds_nothing() -> None:
    first = decide(an_item(metrics={"upvotes": 5}))
    again = decide(an_item(metrics={"upvotes": 5}), known=after(first), body="cd" * 32, at=NOW + DAY)
    assert again.events == ()
    assert again.counts[0].unchanged == 1


def test_an_item_that_changes_and_changes_back_is_three_facts() -> None:
    known, seen = Known(), []
    for title in ("A", "B", "A"):
        decided = decide(an_item(title=title), known=known)
        seen += of_type(decided, LaunchObserved)
        known = after(decided, known)
    assert len({event.event_id for event in seen}) == 3
    assert [event.data.supersedes for event in seen] == [None, str(seen[0].event_id), str(seen[1].event_id)]


def test_a_count_that_moves_and_moves_back_is_three_facts_and_no_revision() -> None:
    known, counts = Known(), []
    for upvotes in (5, 6, 6, 5):
        decided = decide(an_item(metrics={"upvotes": upvotes}), known=known)
        assert decided.counts[0].revised == 0
        counts += of_type(decided, PopularityMeasured)
        known = after(decided, known)
    assert [event.data.value for event in counts] == [5, 6, 5]
    assert len({event.event_id for event in counts}) == 3


def test_a_count_is_the_same_fact_as_when_its_first_version_was_written() -> None:
    (count,) = of_type(decide(an_item(metrics={"upvotes": 5})), PopularityMeasured)
    assert str(count.event_id) == "b3b3d916-f5a0-5712-9578-9404e38da709"


def test_two_items_of_one_tool_each_keep_their_own_count() -> None:
    pair = [
        an_item("1", keys=("gh:o/r",), metrics={"upvotes": 10}),
        an_item("2", keys=("gh:o/r",), metrics={"upvotes": 20}),
    ]
    first = decide(*pair)
    assert first.counts[0].launched == 1
    assert first.counts[0].measured == 2
    assert decide(*pair, known=after(first)).events == ()


def test_counts_of_an_item_without_a_tool_are_not_kept() -> None:
    assert decide(an_item(launches=False, metrics={"upvotes": 5})).counts[0].measured == 0


def test_two_items_of_one_tool_in_one_batch_make_one_tool() -> None:
    post = an_item("39672188", source="news", keys=("arxiv:2604.08377", "hn:39672188"))
    decided = decide(an_item(), post)
    assert (decided.counts[0].launched, decided.counts[0].linked) == (1, 1)
    (link,) = of_type(decided, LaunchLinked)
    assert link.data.keys == ("arxiv:2604.08377", "hn:39672188")
    assert len([event for event in decided.events if event.stream == link.stream]) == 2
    assert decided.expected[link.stream] == 0


def test_a_link_that_arrives_a_day_later_adds_its_key_to_the_tool() -> None:
    known = after(decide(an_item()))
    revised = decide(an_item(keys=("arxiv:2604.08377", "gh:amap-ml/skillclaw")), known=known)
    assert (revised.counts[0].revised, revised.counts[0].linked, revised.counts[0].launched) == (1, 1, 0)
    known = after(revised, known)
    repository = an_item("releases", source="code", keys=("gh:amap-ml/skillclaw",))
    assert decide(repository, known=known).counts[0].linked == 1


def test_the_expected_versions_are_those_before_the_append() -> None:
    known = after(decide(an_item()))
    revised = decide(an_item(keys=("arxiv:2604.08377", "gh:o/r")), known=known)
    assert revised.expected == {
        item_stream("papers", "2604.08377"): 1,
        tool_stream(tool_id("arxiv:2604.08377")): 1,
    }


def test_two_papers_in_one_repository_are_two_tools() -> None:
    one = an_item("2604.00001", name="One", keys=("arxiv:2604.00001", "gh:lab/research"))
    two = an_item("2604.00002", name="Two", keys=("arxiv:2604.00002", "gh:lab/research"))
    decided = decide(one, two)
    assert decided.counts[0].launched == 2
    keys = [event.data.keys for event in of_type(decided, ToolLaunched)]
    assert keys == [("arxiv:2604.00001", "gh:lab/research"), ("arxiv:2604.00002",)]


def test_an_item_whose_keys_belong_to_two_tools_is_linked_to_the_first_and_merges_the_other() -> None:
    known = after(decide(an_item("a", name="A", keys=("gh:o/a",)), an_item("b", name="B", keys=("pypi:b",))))
    decided = decide(an_item("c", keys=("gh:o/a", "pypi:b")), known=known)
    (link,) = of_type(decided, LaunchLinked)
    assert link.data.tool_id == tool_id("gh:o/a")
    assert link.data.keys == ("gh:o/a",)
    (merge,) = of_type(decided, ToolMerged)
    assert (merge.data.tool_id, merge.data.merged) == (tool_id("gh:o/a"), (tool_id("pypi:b"),))
    assert decide(an_item("c", keys=("gh:o/a", "pypi:b")), known=after(decided, known)).events == ()


def test_an_old_thing_is_not_launched_however_new_the_entry() -> None:
    assert decide(an_item(evidence_at=NOW - 64 * DAY)).counts[0].launched == 0
    assert decide(an_item(evidence_at=NOW - 63 * DAY)).counts[0].launched == 1


def test_the_age_of_a_launch_does_not_depend_on_the_clock_of_the_run() -> None:
    late = decide(an_item(), at=NOW + 900 * DAY)
    assert late.counts[0].launched == 1
    assert [event.event_id for event in late.events] == [event.event_id for event in decide(an_item()).events]


def test_an_item_of_a_source_that_launches_nothing_is_only_observed() -> None:
    decided = decide(an_item(launches=False))
    assert [type(event.data) for event in decided.events] == [LaunchObserved]


def test_an_item_seen_before_its_tool_is_linked_once_the_tool_is_there() -> None:
    news = an_item("9", source="news", keys=("arxiv:2604.08377",), launches=False)
    known = after(decide(news))
    decided = decide(an_item(), known=known)
    assert (decided.counts[0].launched, decided.counts[0].linked) == (1, 1)
    assert decide(news, known=after(decided, known)).events == ()


def test_an_item_without_a_date_is_dated_when_it_was_seen() -> None:
    decided = decide(an_item(published_at=None))
    assert {event.occurred_at for event in decided.events} == {NOW}
    assert decided.counts[0].launched == 1


def test_a_date_in_the_far_future_is_kept_as_said_and_not_believed() -> None:
    observed, launched = decide(an_item(published_at=NOW + 900 * DAY, evidence_at=None)).events
    assert isinstance(observed.data, LaunchObserved)
    assert observed.data.published_at == NOW + 900 * DAY
    assert observed.occurred_at == launched.occurred_at == NOW


def test_a_slug_that_is_taken_gets_a_number() -> None:
    known = Known(slugs=frozenset({"skillclaw"}))
    decided = decide(an_item("1", keys=("gh:a/x",)), an_item("2", keys=("gh:b/x",)), known=known)
    assert [event.data.slug for event in of_type(decided, ToolLaunched)] == ["skillclaw-2", "skillclaw-3"]


def test_a_tool_is_not_launched_without_a_key() -> None:
    assert decide(an_item(keys=())).counts[0].launched == 0


keys = st.lists(st.sampled_from(["arxiv:2604.1", "gh:o/r", "gh:o/s", "pypi:r", "url:e.org/x"]), unique=True)
items = st.builds(
    lambda number, chosen, launches, upvotes: an_item(
        str(number), keys=tuple(chosen), launches=launches, metrics={"upvotes": upvotes}
    ),
    st.integers(0, 5),
    keys,
    st.booleans(),
    st.integers(0, 3),
)


@given(st.lists(items, max_size=8, unique_by=lambda item: item.native_id))
def test_a_batch_taken_again_settles(batch: list[Observation]) -> None:
    known = Known()
    # Items linked by each other alone, in the wrong order, become one tool one after the other.
    for _ in range(len(batch) + 1):
        decided = decide(*batch, known=known)
        assert len({event.event_id for event in decided.events}) == len(decided.events)
        assert set(decided.expected) == {event.stream for event in decided.events}
        known = after(decided, known)
    assert decide(*batch, known=known).events == ()


@given(st.lists(items, max_size=6), st.lists(items, max_size=6))
def test_two_batches_decide_what_one_batch_of_both_decides(
    one: list[Observation], two: list[Observation]
) -> None:
    first = decide(*one)
    second = decide(*two, known=after(first))
    assert (*first.events, *second.events) == decide(*one, *two).events


def test_two_responses_that_show_one_thing_launch_it_once_and_each_has_its_own_counts() -> None:
    first = Shown(observations=(an_item(),), observed_at=NOW, body="a" * 64)
    again = Shown(observations=(an_item(), an_item("2604.09999")), observed_at=NOW + DAY, body="b" * 64)
    decided = decide_launches([first, again], Known(), content_key=b"key")
    assert [(one.new, one.unchanged, one.launched) for one in decided.counts] == [(1, 0, 1), (1, 1, 1)]
    bodies = [one.data.body for one in decided.events if isinstance(one.data, LaunchObserved)]
    assert bodies == ["a" * 64, "b" * 64]
