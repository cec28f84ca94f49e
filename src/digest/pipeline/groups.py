"""Which tools are one now, and what readers have said of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digest import db
from digest.intake.discounts import discount_stream
from digest.intake.groups import Groups
from digest.intake.votes import vote_stream
from digest.log.streams import stream_events, streams_below
from digest.projections.live import live_tables

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection

    from digest.events import Recorded


def load_groups(connection: Connection) -> Groups:
    """The merges that hold now."""
    tool = live_tables(connection)["tool"].name
    merged = f'SELECT tool_id, merged_into FROM "{tool}" WHERE merged_into IS NOT NULL'  # noqa: S608
    return Groups(dict(db.run(connection, merged)))


def votes_of_readers(connection: Connection, ballots: Iterable[tuple[str, str]]) -> list[Recorded]:
    """What these readers have said of these tools, as (tool id, voter), and the discounts on the tools."""
    streams = {stream for tool_id, voter in ballots for stream in _streams(tool_id, voter)}
    return [event for events in stream_events(connection, streams).values() for event in events]


def votes_on_tools(connection: Connection, tool_ids: Iterable[str]) -> list[Recorded]:
    """What every reader has said of these tools, and the discounts on them."""
    history: list[Recorded] = []
    for tool_id in tool_ids:
        history += streams_below(connection, vote_stream(tool_id, ""))
        history += stream_events(connection, [discount_stream(tool_id)]).get(discount_stream(tool_id), [])
    return history


def _streams(tool_id: str, voter: str) -> tuple[str, str]:
    return vote_stream(tool_id, voter), discount_stream(tool_id)
