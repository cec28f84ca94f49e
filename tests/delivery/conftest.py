"""One issue, its readers in a real vault, and the pieces of a delivery."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import msgspec
import pytest
from sqlalchemy import insert

from digest import db
from digest.delivery import outbox
from digest.delivery.message import Body, Letter, compile_letter
from digest.delivery.send import Post
from digest.links import KeyRing, message_id
from digest.log.schema import subscriber_vault

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Engine

    from digest.delivery.transport import Transport

WEEK = "2026-W17"
KEY = b"k" * 32


@pytest.fixture(scope="session")
def letter() -> Letter:
    return Letter(
        subject="SmolVLM2 or Moondream: one ships",
        from_name="Ship or Skip",
        from_address="weekly@example.org",
        list_id="weekly.example.org",
        sent_at=datetime(2026, 11, 19, 6, 30, tzinfo=UTC),
        text=Body(segments=("Two tools – one call.\n\nLeave: ", "\n"), slots=("unsubscribe",)),
        html=Body(
            segments=('<p>Two tools &ndash; one “call” = 50 %.</p>\n<a href="', '">Leave</a>\n'),
            slots=("unsubscribe",),
        ),
        public_url="https://digest.example.org",
    )


@pytest.fixture
def readers() -> list[str]:
    """Subscriber ids in the order in which the outbox takes them."""
    return sorted(str(uuid.uuid5(uuid.NAMESPACE_OID, str(number))) for number in range(44))


@pytest.fixture
def freeze(readers: list[str]) -> Callable[[Engine], None]:
    """Put the readers into a database's vault and freeze them as the audience."""

    def into(engine: Engine) -> None:
        rows = [
            {"subscriber_id": reader, "address": f"reader{number}@example.net", "name": f"Reader {number}"}
            for number, reader in enumerate(readers)
        ]
        ids = {reader: message_id(KEY, WEEK, reader, "example.org") for reader in readers}
        with db.writing(engine) as connection:
            connection.execute(insert(subscriber_vault), rows)
            outbox.freeze_audience(connection, WEEK, ids)

    return into


@pytest.fixture
def post(letter: Letter) -> Callable[..., Post]:
    """A delivery through a transport; any other piece of it can be replaced by name."""

    def through(transport: Transport, **changes: object) -> Post:
        plain = Post(
            week=WEEK,
            template=compile_letter(letter),
            ring=KeyRing(current=1, keys={1: KEY}),
            transport=transport,
            is_deliverable=lambda _connection, _subscriber_id: True,
            is_suppressed=lambda _connection, _address: False,
            is_paused=lambda _connection: False,
            worker="test",
            now=lambda: datetime(2026, 11, 19, 6, 30, tzinfo=UTC),
        )
        return msgspec.structs.replace(plain, **changes)

    return through
