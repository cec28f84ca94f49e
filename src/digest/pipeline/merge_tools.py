"""Merge two tools that are one, and undo it. Nothing is moved: what was stated of each stays its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from digest.errors import DigestError
from digest.intake.identity import tool_stream
from digest.intake.merges import DecidedMerge, decide_merge, decide_split
from digest.log.streams import stream_versions
from digest.pipeline.decide import append_decided
from digest.pipeline.facts import slugs_of, tool_ids_named
from digest.pipeline.groups import load_groups, votes_on_tools

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from digest.log.store import EventLog

NOTHING = DecidedMerge(events=(), expected={})


def merge_tools(log: EventLog, slug: str, into: str, *, reason: str, actor: str) -> bool:
    """Show and count a tool as another from now on; false if it was merged into that one before.

    Raises:
        DigestError: a slug is nobody's, both name one tool, or one of the two is merged already.
    """

    def decide(connection: Connection) -> DecidedMerge:
        tool_id, stays = tool_ids_named(connection, (slug, into))
        groups = load_groups(connection)
        if groups.into.get(tool_id) == stays:
            return NOTHING
        if tool_id == stays:
            raise DigestError(f"{slug} cannot be merged with itself; name two tools")
        if groups.root(stays) == groups.root(tool_id):
            raise DigestError(
                f"{slug} and {into} are one tool already; digest tools show {slug} names its parts"
            )
        for name, given in ((slug, tool_id), (into, stays)):
            if given in groups.into:
                (root,) = slugs_of(connection, [groups.root(given)])
                raise DigestError(
                    f"{name} is part of {root}; name {root} instead, or run first: digest tools split {name}"
                )
        return decide_merge(
            tool_id,
            into=stays,
            groups=groups,
            history=votes_on_tools(connection, (*groups.members(stays), *groups.members(tool_id))),
            version=stream_versions(connection, [tool_stream(stays)])[tool_stream(stays)],
            reason=reason,
            occurred_at=log.now(),
            actor=actor,
        )

    _, new = append_decided(log, decide)
    return new > 0


class Split(msgspec.Struct, frozen=True, kw_only=True):
    """A tool that stands for itself again: the slugs of what it left, and of what it took along."""

    left: str
    took: tuple[str, ...]


def split_tool(log: EventLog, slug: str, *, reason: str, actor: str) -> Split:
    """Undo the merge of a tool; what was merged into it before goes with it.

    Raises:
        DigestError: the slug is nobody's, or its tool is not merged.
    """
    done: list[Split] = []

    def decide(connection: Connection) -> DecidedMerge:
        (tool_id,) = tool_ids_named(connection, (slug,))
        groups = load_groups(connection)
        if tool_id not in groups.into:
            raise DigestError(
                f"{slug} is not part of another tool; digest tools show TOOL names what is part of one"
            )
        root = groups.root(tool_id)
        left, *took = slugs_of(connection, [root, *groups.parts(tool_id)[1:]])
        done.append(Split(left=left, took=tuple(took)))
        return decide_split(
            tool_id,
            groups=groups,
            history=votes_on_tools(connection, groups.members(root)),
            version=stream_versions(connection, [tool_stream(root)])[tool_stream(root)],
            reason=reason,
            occurred_at=log.now(),
            actor=actor,
        )

    append_decided(log, decide)
    return done[-1]
