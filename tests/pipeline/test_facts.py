"""Loading facts: what a record names must still be there in the deciding transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from digest import db
from digest.errors import DigestError
from digest.issue.model import Value
from digest.pipeline.facts import tool_ids_by_slug, with_tool_ids

if TYPE_CHECKING:
    from tests.conftest import World


class Named(Value, frozen=True, kw_only=True):
    tool: str


def test_each_record_comes_with_the_id_of_its_tool(world: World) -> None:
    newsletter = world.open()
    world.take_in(newsletter, world.tool("alpha"), world.tool("beta"))
    with db.reading(newsletter.engine) as connection:
        ids = tool_ids_by_slug(connection)
        found = with_tool_ids(connection, [Named(tool="beta"), Named(tool="alpha"), Named(tool="beta")])
    assert [(record.tool, tool_id) for record, tool_id in found] == [
        ("beta", ids["beta"]),
        ("alpha", ids["alpha"]),
        ("beta", ids["beta"]),
    ]


def test_a_slug_that_was_given_up_meanwhile_is_refused_by_name(world: World) -> None:
    newsletter = world.open()
    world.take_in(newsletter, world.tool("alpha"))
    with (
        db.reading(newsletter.engine) as connection,
        pytest.raises(DigestError, match=r"^gone got another slug"),
    ):
        with_tool_ids(connection, [Named(tool="alpha"), Named(tool="gone")])
