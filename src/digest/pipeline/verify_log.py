"""Verify the log, by itself or against the head that a mail carries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digest import db
from digest.email.stated_head import stated_head
from digest.log.verify import Verified, verify, verify_against

if TYPE_CHECKING:
    from pathlib import Path

    from digest.log.chain import OnProgress
    from digest.log.store import EventLog


def verify_log(log: EventLog, mail: Path | None, *, on_progress: OnProgress) -> Verified:
    """Read every row; with the file of a mail, also compare what it says of the log.

    Raises:
        DigestError: the file is no issue of ours.
    """
    stated = None if mail is None else stated_head(str(mail), mail.read_bytes())
    with db.reading(log.engine) as connection:
        if stated is None:
            return verify(connection, on_progress=on_progress)
        return verify_against(connection, stated.position, stated.digits, on_progress=on_progress)
