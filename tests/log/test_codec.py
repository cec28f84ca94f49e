"""Rows and their hashes against a slow reference in the standard library."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from digest.log.codec import HASHED, event_hash

_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
_COLUMNS = st.tuples(
    *(st.integers(0, 2**63 - 1) if name in ("version", "schema_version") else _TEXT for name in HASHED)
)


@given(columns=_COLUMNS)
def test_an_events_hash_equals_a_slow_reference_over_sorted_json(columns: tuple[Any, ...]) -> None:
    stated = dict(zip(HASHED, columns, strict=True))
    canonical = json.dumps(stated, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert event_hash(columns) == hashlib.sha256(canonical.encode()).digest()
