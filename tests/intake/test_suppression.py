from __future__ import annotations

import pytest

from digest.intake.suppression import address_hash

KEY = bytes(range(32))


def test_a_hash_stays_what_it_is_for_as_long_as_databases_hold_it() -> None:
    # HMAC-SHA256 over "suppression", a zero byte and the folded address, computed elsewhere.
    expected = "4f82a4d89843171d48f3f6e0cb86f4c180c96b9094f475638df76bea954e52ff"
    assert address_hash(KEY, "ada@example.org") == expected


@pytest.mark.parametrize("spelling", ["ADA@example.org", "Ada@Example.ORG"])
def test_spellings_of_one_address_have_one_hash(spelling: str) -> None:
    assert address_hash(KEY, spelling) == address_hash(KEY, "ada@example.org")


def test_another_address_or_another_key_gives_another_hash() -> None:
    hashes = {
        address_hash(KEY, "ada@example.org"),
        address_hash(KEY, "ada@example.net"),
        address_hash(KEY[::-1], "ada@example.org"),
    }
    assert len(hashes) == 3
