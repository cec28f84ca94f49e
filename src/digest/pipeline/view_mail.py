"""The mail of a sent issue for a browser: the stored segments, with links that act for nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digest import db
from digest.pipeline.freeze import filled, load_frozen, removal_of
from digest.pipeline.issue_stream import SENT, issue_row

if TYPE_CHECKING:
    from digest.pipeline.newsletter import Newsletter


def view_mail(newsletter: Newsletter, week: str) -> str | None:
    """The HTML part; null if the issue has not been sent, or a text of it was removed.

    Every link of one reader leads to the page to sign up with: whoever looks at it here is no reader yet.
    """
    with db.reading(newsletter.engine) as connection:
        row = issue_row(connection, week)
        if row is None or row.state not in SENT or removal_of(connection, row) is not None:
            return None
    frozen = load_frozen(newsletter, week)
    return filled(frozen.html, frozen.html_slots, lambda _slot: f"{newsletter.sender.public_url}/sign-up")
