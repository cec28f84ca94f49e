from __future__ import annotations

from datetime import UTC, datetime

import pytest

from digest.delivery.message import Body, Letter
from digest.links import KeyRing


@pytest.fixture(scope="session")
def ring() -> KeyRing:
    return KeyRing(current=1, keys={1: b"k" * 32})


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
