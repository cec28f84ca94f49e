"""What a letter tells somebody who is nobody: invented values for whoever looks at its templates."""

from __future__ import annotations

from datetime import UTC, datetime

from digest.email.letter import About
from digest.issue.model import Brand
from digest.pipeline.letters import VALID_FOR
from digest.pipeline.newsletter import Sender

#: Who sends where there is no newsletter, and under which name.
SENDER = Sender(
    address="weekly@example.org",
    name="Ship or Skip",
    list_id="weekly.example.org",
    public_url="https://digest.example.org",
)
BRAND = Brand(
    name="Ship or Skip",
    postal_address="1 Example Street, 12345 Exampletown",
    reason="You get this mail because you signed up at digest.example.org and confirmed it.",
)
#: To whom, and when.
READER_NAME, READER_ADDRESS = "A Reader", "reader@example.org"
ASKED_AT = datetime(2026, 11, 19, 7, tzinfo=UTC)


def sample(brand: Brand, public_url: str) -> About:
    """A letter's values; the links that would be the reader's own lead nowhere."""
    return About(
        brand=brand.name,
        postal_address=brand.postal_address,
        asked_at=ASKED_AT,
        days=VALID_FOR.days,
        link=f"{public_url}/preview/confirm",
        preferences=f"{public_url}/preview/preferences",
        unsubscribe=f"{public_url}/preview/unsubscribe",
        sign_up=f"{public_url}/sign-up",
    )
