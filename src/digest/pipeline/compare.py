"""What the panel and the readers say now: of one tool, or of two side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digest import db
from digest.issue.comparison import compare, tool_side
from digest.pipeline.facts import find_tools, load_panel_policy, load_personas

if TYPE_CHECKING:
    from digest.issue.model import Comparison, ToolSide
    from digest.pipeline.newsletter import Newsletter


def side_now(newsletter: Newsletter, slug: str) -> ToolSide:
    """One tool as an issue would show it now.

    Raises:
        DigestError: the slug is nobody's.
    """
    with db.reading(newsletter.engine) as connection:
        (tool,) = find_tools(connection, [slug])
        return tool_side(tool, load_personas(connection), policy=load_panel_policy(connection))


def compare_now(newsletter: Newsletter, first: str, second: str) -> Comparison:
    """Two tools as an issue would show them now, ``first`` left.

    Raises:
        DigestError: a slug is nobody's.
    """
    with db.reading(newsletter.engine) as connection:
        a, b = find_tools(connection, [first, second])
        return compare(
            a,
            b,
            load_personas(connection),
            brand_name=newsletter.brand.name,
            policy=load_panel_policy(connection),
        )
