"""The composition root: a folder becomes a newsletter, once, whoever opens it."""

from __future__ import annotations

import sqlite3
import stat
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from digest import db
from digest.bootstrap import init_home, load_keys, open_from_environment, open_newsletter
from digest.errors import DatabaseBusy, DigestError
from digest.links import Unsubscribe, read_token, sign
from digest.log import store
from digest.pipeline.facts import load_personas

if TYPE_CHECKING:
    from tests.conftest import Digest, World


def test_init_writes_settings_that_load_and_never_overwrites_them(digest: Digest, world: World) -> None:
    made = digest("init", "fresh", home="fresh")
    assert made.code == 0
    assert "fresh/digest.toml" in made.out
    path = world.folder / "fresh" / "digest.toml"
    text = path.read_text("utf-8")
    assert text.count("#") > 10, "the file explains itself"
    for setting in ("zone", "[brand]", "[sender]", "[[sources]]"):
        assert setting in text
    path.write_text(text + "# mine\n", "utf-8")
    again = digest("init", "fresh")
    assert again.code == 1
    assert "already there" in again.err
    assert path.read_text("utf-8").endswith("# mine\n")


def test_the_five_personas_are_there_without_a_command_and_only_once(tmp_path: Path) -> None:
    for _ in range(2):
        newsletter = open_newsletter(tmp_path)
    with db.reading(newsletter.engine) as connection:
        names = [persona.name for persona in load_personas(connection)]
        head = store.head(connection)
    assert names == ["Builder", "Skeptic", "Futurist", "Founder", "Creator"]
    assert head.position == 6


def test_keys_are_made_once_and_only_their_owner_reads_them(tmp_path: Path) -> None:
    first = load_keys(tmp_path / "keys.json")
    assert load_keys(tmp_path / "keys.json") == first
    assert stat.S_IMODE((tmp_path / "keys.json").stat().st_mode) == 0o600
    other = load_keys(tmp_path / "other.json")
    assert other.content != first.content
    assert other.ring.keys != first.ring.keys
    assert not list(tmp_path.glob(".keys*")), "no draft is left"


@pytest.mark.parametrize("text", ["", "{}", '{"content": "zz"}', "[]"])
def test_a_broken_key_file_is_named_with_what_to_do(tmp_path: Path, text: str) -> None:
    (tmp_path / "keys.json").write_text(text)
    with pytest.raises(DigestError, match=r"keys\.json"):
        load_keys(tmp_path / "keys.json")


def test_a_home_that_is_a_file_is_refused_by_name(digest: Digest, world: World) -> None:
    (world.folder / "home").write_text("not a folder")
    for command in (("log", "stats"), ("init", "home")):
        said = digest(*command)
        assert said.code == 1, said
        assert "home" in said.err
        assert "Traceback" not in said.err


def test_a_database_that_is_none_is_refused_by_name(digest: Digest, world: World) -> None:
    world.home.mkdir()
    (world.home / "digest.db").write_bytes(b"this is no database, only words" * 50)
    said = digest("log", "stats")
    assert said.code == 1
    assert "digest.db" in said.err


@pytest.mark.parametrize(
    "url", ["nonsense", "postgresql://nobody@127.0.0.1:9/x", "sqlite:////no/such/dir/x.db"]
)
def test_a_database_url_that_cannot_be_opened_is_refused_by_name(digest: Digest, url: str) -> None:
    said = digest("--db", url, "log", "stats")
    assert said.code == 1
    assert "database" in said.err


def test_init_home_says_where_it_wrote(tmp_path: Path) -> None:
    assert init_home(tmp_path / "a" / "b") == tmp_path / "a" / "b" / "digest.toml"


def test_a_database_that_another_process_holds_whole_is_said_to_be_busy(tmp_path: Path) -> None:
    holder = sqlite3.connect(tmp_path / "digest.db", isolation_level=None)
    holder.execute("CREATE TABLE t (x)")
    holder.execute("BEGIN EXCLUSIVE")
    with pytest.raises(DatabaseBusy, match=r"waited 0\.2 s"):
        open_newsletter(tmp_path, busy_timeout_s=0.2)
    holder.execute("ROLLBACK")
    holder.close()


def test_a_given_key_signs_and_the_key_files_still_verify(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = "6f1d3a52-8d0c-4c86-9d7a-2b1f6e0c4a17"
    before = open_newsletter(tmp_path).ring
    old = sign(before, Unsubscribe(subscriber_id=reader))
    monkeypatch.setenv("DIGEST_KEY", "ab" * 32)
    ring = open_from_environment(tmp_path).ring
    assert ring.keys[ring.current] == bytes.fromhex("ab" * 32)
    assert ring == open_from_environment(tmp_path).ring
    assert read_token(ring, old, Unsubscribe).subscriber_id == reader
    assert (
        read_token(ring, sign(ring, Unsubscribe(subscriber_id=reader)), Unsubscribe).subscriber_id == reader
    )

    monkeypatch.setenv("DIGEST_KEY", before.keys[before.current].hex())
    assert open_from_environment(tmp_path).ring == before
