"""What the panel and the readers say, now or at an earlier position: of one tool, or of two side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digest.issue.comparison import compare, tool_side
from digest.pipeline.as_of import knowing
from digest.pipeline.facts import find_tools, load_panel_policy, load_personas

if TYPE_CHECKING:
    from digest.issue.model import Comparison, ToolSide
    from digest.pipeline.newsletter import Newsletter


def side_now(newsletter: Newsletter, slug: str, *, as_of: str | None = None) -> ToolSide:
    """One tool as an issue would show it now, or at the position or moment ``as_of``.

    Raises:
        UnknownTool: the slug is nobody's.
        NoSuchMoment: ``as_of`` is no moment, or lies beyond the head.
    """
    with knowing(newsletter, as_of) as connection:
        (tool,) = find_tools(connection, [slug])
        return tool_side(tool, load_personas(connection), policy=load_panel_policy(connection))


def compare_now(newsletter: Newsletter, first: str, second: str, *, as_of: str | None = None) -> Comparison:
    """Two tools as an issue would show them now, or at ``as_of``, ``first`` left.

    Raises:
        UnknownTool: a slug is nobody's.
        NoSuchMoment: ``as_of`` is no moment, or lies beyond the head.
    """
    with knowing(newsletter, as_of) as connection:
        a, b = find_tools(connection, [first, second])
        return compare(
            a,
            b,
            load_personas(connection),
            brand_name=newsletter.brand.name,
            policy=load_panel_policy(connection),
        )
