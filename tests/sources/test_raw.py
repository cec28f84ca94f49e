from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from digest.sources.raw import BodyStore


def test_a_body_comes_back_by_its_hash(tmp_path: Path) -> None:
    store = BodyStore(tmp_path)
    body = b"<rss/>" * 1_000
    digest = store.put(body)
    assert digest == hashlib.sha256(body).hexdigest()
    assert store.get(digest) == body
    assert (tmp_path / "sha256" / digest[:2] / digest).stat().st_size < 100


def test_a_body_put_twice_is_kept_once_and_leaves_no_scraps(tmp_path: Path) -> None:
    store = BodyStore(tmp_path)
    assert store.put(b"x") == store.put(b"x")
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 1


def test_the_empty_body_can_be_kept(tmp_path: Path) -> None:
    store = BodyStore(tmp_path)
    assert store.get(store.put(b"")) == b""


def test_a_body_that_was_never_kept_is_not_found(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        BodyStore(tmp_path).get("ab" * 32)


def test_a_removed_body_is_gone_and_may_be_removed_again(tmp_path: Path) -> None:
    store = BodyStore(tmp_path)
    kept, gone = store.put(b"kept"), store.put(b"gone")
    assert store.digests() == sorted([kept, gone])
    store.remove(gone)
    store.remove(gone)
    assert store.digests() == [kept]
    with pytest.raises(FileNotFoundError):
        store.get(gone)
    assert store.put(b"gone") == gone


def test_a_store_that_was_never_used_keeps_nothing(tmp_path: Path) -> None:
    assert BodyStore(tmp_path / "nowhere").digests() == []
