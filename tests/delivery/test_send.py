from __future__ import annotations

import hashlib
from collections import Counter
from email import message_from_bytes, policy
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import delete, select, update

from digest import db
from digest.delivery import outbox, recipients
from digest.delivery.audience import Skip
from digest.delivery.folder import FolderTransport
from digest.delivery.recipients import Counts
from digest.delivery.send import drain
from digest.delivery.transport import Accepted, Envelope, Outcome, Unknowable
from digest.errors import DatabaseFull, DigestError, MessageRejected
from digest.log.schema import subscriber_vault

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from sqlalchemy import Connection, Engine

    from digest.delivery.message import Format
    from digest.delivery.mishaps import Mishap
    from digest.delivery.send import Post

    Freeze = Callable[[Engine], None]
    Through = Callable[..., Post]

WEEK = "2026-W17"


def counts(engine: Engine) -> Counts:
    with db.reading(engine) as connection:
        return recipients.counts(connection, WEEK)


def rows(engine: Engine) -> dict[str, tuple[str, str | None]]:
    with db.reading(engine) as connection:
        return {
            row.subscriber_id: (row.state, row.detail) for row in connection.execute(select(outbox.outbox))
        }


class Moody:
    """Rejects whom it is told to, fails for whom it is told to, and never knows afterwards."""

    name = "moody"

    def __init__(self, rejects: frozenset[str] = frozenset(), fails: frozenset[str] = frozenset()) -> None:
        self.rejects, self.fails, self.took = rejects, fails, list[str]()

    def send(self, envelope: Envelope) -> Accepted:
        if envelope.recipient in self.rejects:
            raise MessageRejected(envelope.message_id, "550 no such reader")
        if envelope.recipient in self.fails:
            raise OSError("the line went dead")
        self.took.append(envelope.recipient)
        return Accepted(detail="250 taken")

    def lanes(self) -> tuple[Moody]:
        return (self,)

    def outcome(self, message_id: str, sha256: str) -> Outcome:
        return Unknowable()

    def close(self) -> None: ...


def test_everybody_gets_one_mail_addressed_to_them_alone(
    engine: Engine, readers: list[str], freeze: Freeze, post: Through, tmp_path: Path
) -> None:
    freeze(engine)
    ends = Counter(drain(engine, post(FolderTransport(tmp_path / "outbox"))))

    assert ends == {"accepted": len(readers)}
    mails = [
        message_from_bytes(file.read_bytes(), policy=policy.default)
        for file in (tmp_path / "outbox").iterdir()
    ]
    assert sorted(mail["To"].addresses[0].addr_spec for mail in mails) == sorted(
        f"reader{number}@example.net" for number in range(len(readers))
    )
    assert counts(engine) == Counts(accepted=len(readers))


def test_each_row_names_the_bytes_that_were_sent(
    engine: Engine, freeze: Freeze, post: Through, tmp_path: Path
) -> None:
    freeze(engine)
    list(drain(engine, post(FolderTransport(tmp_path / "outbox"))))

    with db.reading(engine) as connection:
        for row in connection.execute(select(outbox.outbox)):
            sent = (tmp_path / "outbox" / row.detail).read_bytes()
            assert hashlib.sha256(sent).hexdigest() == row.sha256
            assert row.message_id.encode() in sent


def test_a_second_run_sends_nothing(engine: Engine, freeze: Freeze, post: Through) -> None:
    freeze(engine)
    transport = Moody()
    list(drain(engine, post(transport)))
    took = len(transport.took)

    assert list(drain(engine, post(transport))) == []
    assert len(transport.took) == took


def test_freezing_the_audience_again_changes_no_row(
    engine: Engine, readers: list[str], freeze: Freeze, post: Through
) -> None:
    freeze(engine)
    list(drain(engine, post(Moody())))
    before = rows(engine)
    with db.writing(engine) as connection:
        outbox.freeze_audience(connection, WEEK, dict.fromkeys(readers, "<other@example.org>"))
    assert rows(engine) == before


def test_whoever_cannot_be_mailed_any_more_is_skipped_by_name(
    engine: Engine, readers: list[str], freeze: Freeze, post: Through
) -> None:
    freeze(engine)
    left, erased, foreign, broken = readers[0], readers[1], readers[20], readers[-1]
    with db.writing(engine) as connection:
        vault = subscriber_vault.c.subscriber_id
        connection.execute(delete(subscriber_vault).where(vault == erased))
        connection.execute(update(subscriber_vault).where(vault == foreign).values(address="ünï@example.net"))
        connection.execute(update(subscriber_vault).where(vault == broken).values(address="a@b\r\nBcc: c@d"))

    def wish(_connection: Connection, reader: str) -> Format | Skip:
        return Skip(reason="not_subscribed") if reader == left else "html"

    ends = list(drain(engine, post(Moody(), wish=wish)))

    found = rows(engine)
    assert found[left] == ("skipped", "not_subscribed")
    assert found[erased] == ("skipped", "no_address")
    assert found[foreign] == ("skipped", "needs_smtputf8")
    assert found[broken] == ("skipped", "bad_address")
    assert Counter(ends) == {"skipped": 4, "accepted": len(readers) - 4}
    assert counts(engine).frozen == len(readers)


def test_a_rejected_mail_is_recorded_and_the_others_go_on(
    engine: Engine, readers: list[str], freeze: Freeze, post: Through
) -> None:
    freeze(engine)
    list(drain(engine, post(Moody(rejects=frozenset({"reader3@example.net"})))))

    assert rows(engine)[readers[3]] == ("rejected", "550 no such reader")
    assert counts(engine) == Counts(accepted=len(readers) - 1, rejected=1)


def test_what_the_log_does_not_take_is_not_settled_either(
    engine: Engine, readers: list[str], freeze: Freeze, post: Through
) -> None:
    freeze(engine)

    def full(_connection: object, mishaps: Sequence[Mishap]) -> None:
        if mishaps:
            raise DatabaseFull("no room")

    with pytest.raises(DatabaseFull):
        list(drain(engine, post(Moody(rejects=frozenset({"reader3@example.net"})), record=full)))
    assert rows(engine)[readers[3]][0] == "claimed"


def test_a_failure_in_mid_send_leaves_one_uncertain_reader_who_is_never_mailed_again(
    engine: Engine, readers: list[str], freeze: Freeze, post: Through
) -> None:
    freeze(engine)
    with pytest.raises(OSError, match="went dead"):
        list(drain(engine, post(Moody(fails=frozenset({"reader3@example.net"})))))
    assert counts(engine).claimed == 1

    mended = Moody()
    list(drain(engine, post(mended)))
    assert "reader3@example.net" not in mended.took
    assert rows(engine)[readers[3]][0] == "uncertain"
    assert counts(engine) == Counts(accepted=len(readers) - 1, uncertain=1)


def test_a_row_that_somebody_else_settled_is_not_settled_twice(
    engine: Engine, readers: list[str], freeze: Freeze, post: Through
) -> None:
    freeze(engine)
    delivery = drain(engine, post(Moody()))
    next(delivery)
    with db.writing(engine) as connection:
        outbox.recover(connection, WEEK, Moody(), post(Moody()).now())

    with pytest.raises(DigestError, match="another process took it over"):
        next(delivery)


def test_the_root_changes_with_any_recipients_record(
    engine: Engine, readers: list[str], freeze: Freeze, post: Through
) -> None:
    freeze(engine)
    list(drain(engine, post(Moody())))
    changes = {"state": "uncertain", "sha256": "0" * 64, "message_id": "<x@y>", "detail": "?"}
    with db.writing(engine) as connection:
        roots = {recipients.root(connection, WEEK)}
        for column, value in changes.items():
            connection.execute(
                update(outbox.outbox)
                .where(outbox.outbox.c.subscriber_id == readers[7])
                .values({column: value})
            )
            roots.add(recipients.root(connection, WEEK))
    assert len(roots) == 5


def test_an_issue_that_was_never_frozen_counts_nothing(engine: Engine) -> None:
    assert counts(engine) == Counts()


def test_a_pause_stops_it_before_the_next_claim_and_whoever_was_claimed_is_settled(
    engine: Engine, readers: list[str], freeze: Freeze, post: Through, tmp_path: Path
) -> None:
    freeze(engine)
    asked = 0

    def after_two(_connection: object) -> bool:
        nonlocal asked
        asked += 1
        return asked > 2

    folder = FolderTransport(tmp_path / "outbox")
    assert list(drain(engine, post(folder, is_paused=after_two))) == ["accepted", "accepted"]
    assert counts(engine) == Counts(accepted=2, pending=len(readers) - 2)
    assert list(drain(engine, post(folder))) == ["accepted"] * (len(readers) - 2)
