"""Freeze the week's issue: what it says, from which position, in which bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from digest import db
from digest.email.render import Rendered, render
from digest.errors import DigestError
from digest.events import NewEvent, seal
from digest.intake.ballots import Ballots
from digest.issue.freeze import freeze, frozen_event
from digest.issue.model import Corrected, Issue, Turnout
from digest.issue.movers import Told
from digest.issue.shelf import shelf
from digest.issue.turnout import turnout
from digest.issue.weeks import previous, window
from digest.log.codec import canonical_json
from digest.log.content import Removal, removals, texts
from digest.log.streams import stream_versions
from digest.pipeline.corrections import corrections_between
from digest.pipeline.decide import Events, append_decided
from digest.pipeline.facts import load_claims, load_listed, load_panel_policy
from digest.pipeline.groups import load_groups, votes_on_tools
from digest.pipeline.issue_stream import issue_event, issue_row, require_frozen
from digest.pipeline.select import SETTLED, Knowledge, know

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from sqlalchemy import Connection, Row

    from digest.issue.facts import ToolFacts
    from digest.issue.selection import Selection
    from digest.pipeline.newsletter import Newsletter


class Frozen(msgspec.Struct, frozen=True, kw_only=True):
    """An issue and its two parts, as stored; ``hash`` names exactly this issue."""

    hash: str
    issue: Issue
    html: tuple[str, ...]
    html_slots: tuple[str, ...]
    text: tuple[str, ...]
    text_slots: tuple[str, ...]


def freeze_issue(newsletter: Newsletter, week: str) -> Frozen:
    """Select, freeze and render the week's issue as one fact; a frozen one stays as it is.

    Selection and issue are decided at one position of the log.

    Raises:
        DigestError: nothing is selected, or the mail is too long.
        TemplateError: a template is broken; nothing was recorded.
    """

    def decide(connection: Connection) -> Events:
        row = issue_row(connection, week)
        if row is not None and row.state in SETTLED:
            return Events(events=(), expected={})
        knowledge = know(connection, newsletter, week)
        issue, listed = _say(connection, newsletter, knowledge, knowledge.select())
        version = stream_versions(connection, [f"issue/{week}"]).get(f"issue/{week}", 0)
        rendered = render(issue, newsletter.templates)
        event = _event(newsletter, issue, listed, rendered, version)
        return Events(events=(event,), expected={f"issue/{week}": version})

    append_decided(newsletter.log, decide)
    return load_frozen(newsletter, week)


def load_frozen(newsletter: Newsletter, week: str) -> Frozen:
    """The stored issue and its stored segments, nothing rendered anew.

    Raises:
        DigestError: the week has no frozen issue, or a part of it has been removed.
    """
    with db.reading(newsletter.engine) as connection:
        row = require_frozen(connection, week)
        require_texts(connection, row)
        html: list[str] = msgspec.json.decode(row.html)
        text: list[str] = msgspec.json.decode(row.text)
        bodies = texts(connection, [row.issue, *html, *text])
    if not bodies.keys() >= {row.issue, *html, *text}:
        raise DigestError(
            f"texts of issue {week} are missing, and the log does not say that they were removed;"
            " put the database back from a backup"
        )
    return Frozen(
        hash=row.issue,
        issue=msgspec.json.decode(bodies[row.issue], type=Issue),
        html=tuple(bodies[hash_] for hash_ in html),
        html_slots=tuple(msgspec.json.decode(row.html_slots)),
        text=tuple(bodies[hash_] for hash_ in text),
        text_slots=tuple(msgspec.json.decode(row.text_slots)),
    )


def removal_of(connection: Connection, row: Row[Any]) -> Removal | None:
    """When and why texts of a frozen issue were removed; null while all of it is there."""
    parts = (row.issue, *msgspec.json.decode(row.html), *msgspec.json.decode(row.text))
    removed = removals(connection, parts).values()
    return min(removed, key=lambda removal: removal.at, default=None)


def require_texts(connection: Connection, row: Row[Any]) -> None:
    """Refuse a frozen issue whose texts are gone.

    Raises:
        DigestError: they were removed; the text says when, why, and what can still be done.
    """
    removal = removal_of(connection, row)
    if removal is None:
        return
    anew = f"digest weekly --week {row.week}"
    then = {
        "frozen": f"Send it back and freeze it anew: digest issue reject {row.week}, then: {anew}",
        "approved": f"Send it back and freeze it anew: digest issue reject {row.week}, then: {anew}",
        "rejected": f"Freeze it anew: {anew}",
    }.get(row.state, f"What it claimed is still known: digest issue show {row.week}")
    raise DigestError(
        f"issue {row.week} cannot be reproduced: texts of it were {removal} ({removal.reason}). {then}"
    )


def write_issue(frozen: Frozen, folder: Path, link: Callable[[str], str]) -> tuple[Path, Path, Path]:
    """Write issue.html, issue.txt and issue.json; ``link`` fills each per-reader slot by name."""
    folder.mkdir(parents=True, exist_ok=True)
    files = (folder / "issue.html", folder / "issue.txt", folder / "issue.json")
    contents = (
        filled(frozen.html, frozen.html_slots, link),
        filled(frozen.text, frozen.text_slots, link),
        msgspec.json.format(canonical_json(frozen.issue), indent=2) + "\n",
    )
    for path, content in zip(files, contents, strict=True):
        path.write_bytes(content.encode())
    return files


def preview_link(newsletter: Newsletter) -> Callable[[str], str]:
    """Fill slots with links that belong to no reader, for a look at the issue."""
    return lambda slot: f"{newsletter.sender.public_url}/preview/{slot}"


def filled(segments: tuple[str, ...], slots: tuple[str, ...], link: Callable[[str], str]) -> str:
    """A part with its links put in."""
    pieces = [segments[0]]
    for slot, segment in zip(slots, segments[1:], strict=True):
        pieces += [link(slot), segment]
    return "".join(pieces)


def _say(
    connection: Connection, newsletter: Newsletter, known: Knowledge, selection: Selection
) -> tuple[Issue, tuple[ToolFacts, ...]]:
    # Launches of the week before that came after its issue are still news; nothing is listed twice.
    start, _ = window(previous(known.week), newsletter.zone)
    listed = shelf(
        known.tools,
        start=start,
        end=known.cutoff,
        already_listed=load_listed(connection, besides=known.week),
        besides=selection.tools or (),
    )
    at = {past.week: past.at for past in known.history}
    groups = load_groups(connection)
    told = [
        Told(claim=claim, at=at[week])
        for claim, week in load_claims(connection, before=known.week).values()
        if week in at
    ]
    issue = freeze(
        selection,
        known.tools,
        personas=known.personas,
        told=told,
        last=known.history[-1] if known.history else None,
        shelf=listed,
        position=known.head.position,
        head=known.head.hash,
        brand=newsletter.brand,
        number=len(known.history) + 1,
        issued_at=newsletter.now(),
        zone=newsletter.zone,
        policy=load_panel_policy(connection),
        corrections=_corrections(connection, newsletter, known),
        turnout=_turnout(
            connection, newsletter, known.week, [groups.members(t) for t in selection.tools or ()]
        ),
    )
    return issue, listed


def _corrections(connection: Connection, newsletter: Newsletter, known: Knowledge) -> tuple[Corrected, ...]:
    """What was put right since the issue before was frozen."""
    before = issue_row(connection, known.history[-1].week) if known.history else None
    if before is None:
        return ()
    return corrections_between(
        connection, after=before.as_of_position, up_to=known.head.position, zone=newsletter.zone
    )


def _turnout(
    connection: Connection, newsletter: Newsletter, week: str, pair: Sequence[Sequence[str]]
) -> Turnout | None:
    if len(pair) < 2:
        return None
    first, second = (Ballots(votes_on_tools(connection, members)).cast(members) for members in pair)
    return turnout((first, second), week=week, zone=newsletter.zone)


def _event(
    newsletter: Newsletter, issue: Issue, listed: tuple[ToolFacts, ...], rendered: Rendered, version: int
) -> NewEvent:
    # Each freeze has hashes of its own: what is removed of one says nothing of the next.
    stream = f"issue/{issue.week}/{version}"
    whole = seal(newsletter.content_key, stream, canonical_json(issue))
    html = [seal(newsletter.content_key, stream, segment) for segment in rendered.html]
    text = [seal(newsletter.content_key, stream, segment) for segment in rendered.text]
    data = frozen_event(
        issue,
        shelf=listed,
        issue_hash=whole.hash,
        html=tuple(segment.hash for segment in html),
        html_slots=rendered.html_slots,
        text=tuple(segment.hash for segment in text),
        text_slots=rendered.text_slots,
        templates=rendered.templates,
        html_bytes=rendered.html_bytes,
        words=rendered.words,
    )
    return issue_event(
        issue.week,
        version,
        data,
        occurred_at=issue.issued_at,
        actor=newsletter.actor,
        contents=(whole, *html, *text),
    )
