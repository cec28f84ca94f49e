from collections.abc import Callable
from datetime import datetime, timedelta

from digest.issue.facts import ToolFacts
from digest.issue.shelf import shelf

Tool = Callable[..., ToolFacts]


def test_the_shelf_holds_what_the_window_launched_newest_first(tool: Tool, now: datetime) -> None:
    start, end = now - timedelta(days=7), now
    tools = [
        tool("before", launched_at=start - timedelta(seconds=1)),
        tool("first", launched_at=start),
        tool("last", launched_at=end - timedelta(seconds=1)),
        tool("after", launched_at=end),
    ]
    found = shelf(tools, start=start, end=end, already_listed=())
    assert [each.slug for each in found] == ["last", "first"]


def test_tools_shown_before_in_the_pair_or_retired_are_left_out(tool: Tool, now: datetime) -> None:
    tools = [tool(slug) for slug in ("alpha", "beta", "gamma")] + [tool("gone", active=False)]
    found = shelf(
        tools, start=now - timedelta(days=9), end=now, already_listed={"id-alpha"}, besides={"id-beta"}
    )
    assert [each.slug for each in found] == ["gamma"]


def test_the_shelf_holds_five(tool: Tool, now: datetime) -> None:
    tools = [tool(f"t{n}") for n in range(9)]
    found = shelf(tools, start=now - timedelta(days=9), end=now, already_listed=())
    assert [each.slug for each in found] == ["t0", "t1", "t2", "t3", "t4"]
