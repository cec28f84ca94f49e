"""Restoring: what was backed up, nothing else, and nothing at all where a bit is not what it was."""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import pytest
from sqlalchemy import insert

from digest import db
from digest.bootstrap import open_from_environment, open_newsletter
from digest.errors import BadRecord, DigestError
from digest.links import Unsubscribe, read_token
from digest.log import store
from digest.log.codec import canonical_json
from digest.log.schema import content
from digest.log.verify import verify
from digest.migrations import HEAD, revision_of
from digest.pipeline import manifest as manifests
from digest.pipeline.backup import backup
from digest.pipeline.deliver import deliver
from digest.pipeline.erase import erase, reapply
from digest.pipeline.manifest import Manifest
from digest.pipeline.pause import Pause, resume
from digest.pipeline.project import check
from digest.pipeline.restore import Restored, restore
from digest.pipeline.send import due_weeks
from digest.sample.run import NOW, WEEK, open_sample
from tests.log.facts import url_of
from tests.pipeline.moving.conftest import files_of, mails_of, rows_of, send, silent

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Engine

    from digest.pipeline.newsletter import Newsletter


def opened(home: Path, url: str) -> Newsletter:
    return open_newsletter(home, database_url=url, now=lambda: NOW)


def restored(folder: Path, home: Path, url: str | None = None, erasures: Path | None = None) -> Restored:
    engine = db.open_engine(url or db.file_url(home / "digest.db"))
    try:
        return restore(
            folder,
            home,
            engine,
            open_at=lambda staged: opened(home, staged),
            erasures=erasures,
            on_step=silent,
            on_progress=silent,
        )
    finally:
        engine.dispose()


def backed_up(newsletter: Newsletter, folder: Path) -> Path:
    backup(newsletter, folder, on_step=silent, on_progress=silent)
    return folder


def own_files(home: Path) -> dict[str, bytes]:
    """The home's files without the database's."""
    return {name: data for name, data in files_of(home).items() if not name.startswith("digest.db")}


@pytest.fixture(scope="session")
def saved_sample(approved_sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup of the sample; to be copied."""
    folder = tmp_path_factory.mktemp("saved")
    newsletter = open_sample(Path(shutil.copytree(approved_sample, folder / "home")))
    backed_up(newsletter, folder / "backup")
    newsletter.engine.dispose()
    return folder / "backup"


@pytest.fixture
def saved(saved_sample: Path, tmp_path: Path) -> Path:
    """A backup of the sample, approved and not sent."""
    return Path(shutil.copytree(saved_sample, tmp_path / "backup"))


def test_on_each_engine_it_is_the_newsletter_that_was_backed_up(
    saved: Path, approved: Newsletter, empty_database: str, tmp_path: Path
) -> None:
    before, url = files_of(saved), empty_database
    done = restored(saved, tmp_path / "again", url)

    assert files_of(saved) == before, "the backup stays as it is"
    assert own_files(tmp_path / "again") == own_files(approved.home)
    there = opened(tmp_path / "again", url)
    wanted, got = rows_of(approved.engine), rows_of(there.engine)
    assert {name for name in wanted if wanted[name] != got[name]} == {"event", "log_head"}
    assert [row[4] for row in set(got["event"]) - set(wanted["event"])] == ["DeliveryPaused"]
    assert not set(wanted["event"]) - set(got["event"])
    assert (tmp_path / "again" / "keys.json").stat().st_mode & 0o777 == 0o600
    assert all(one.equal for one in check(there.log))
    assert done.made_at == NOW
    assert done.waiting == ("2026-W17 (approved)",)
    there.engine.dispose()


def test_a_link_in_an_old_mail_is_good_afterwards(delivered: Newsletter, tmp_path: Path) -> None:
    restored(backed_up(delivered, tmp_path / "backup"), tmp_path / "again")
    there = opened(tmp_path / "again", db.file_url(tmp_path / "again" / "digest.db"))
    for mail in mails_of(delivered.home).values():
        token = mail.decode().partition("List-Unsubscribe: <https://shiporskip.example/u/")[2]
        found = read_token(there.ring, token.partition(">")[0], Unsubscribe)
        assert str(found.subscriber_id) in {row[0] for row in rows_of(there.engine)["subscriber_vault"]}
    there.engine.dispose()


def test_what_was_sent_before_the_backup_is_known_to_be_sent(delivered: Newsletter, tmp_path: Path) -> None:
    done = restored(backed_up(delivered, tmp_path / "backup"), tmp_path / "again")
    there = opened(tmp_path / "again", db.file_url(tmp_path / "again" / "digest.db"))
    assert done.waiting == ()
    assert rows_of(there.engine)["outbox"] == rows_of(delivered.engine)["outbox"]
    assert send(there) == mails_of(delivered.home)
    there.engine.dispose()


def test_a_flipped_bit_in_any_file_is_refused_by_its_name_and_nothing_is_touched(
    saved: Path, tmp_path: Path
) -> None:
    names = list(files_of(saved))
    assert len(names) > 5
    for name in names:
        good = (saved / name).read_bytes()
        middle = len(good) // 2
        (saved / name).write_bytes(good[:middle] + bytes([good[middle] ^ 1]) + good[middle + 1 :])
        with pytest.raises(DigestError, match=name.replace(".", r"\.")):
            restored(saved, tmp_path / "again")
        (saved / name).write_bytes(good)
    assert not (tmp_path / "again").exists()
    restored(saved, tmp_path / "again")


def test_no_bit_of_the_manifest_can_be_flipped(saved: Path, tmp_path: Path) -> None:
    manifest = saved / "manifest.json"
    good = manifest.read_bytes()
    for place in range(len(good)):
        manifest.write_bytes(good[:place] + bytes([good[place] ^ 1]) + good[place + 1 :])
        with pytest.raises(DigestError, match=r"manifest\.json"):
            restored(saved, tmp_path / "again")


def test_missing_and_extra_files_are_named_together(saved: Path, tmp_path: Path) -> None:
    (saved / "keys.json").unlink()
    (saved / "bodies" / "note.txt").write_text("who put this here?")
    with pytest.raises(DigestError) as refused:
        restored(saved, tmp_path / "again")
    assert "keys.json is missing" in str(refused.value)
    assert "bodies/note.txt does not belong to it" in str(refused.value)
    assert not (tmp_path / "again").exists()


def test_a_folder_without_a_manifest_is_no_backup(approved: Newsletter, saved: Path, tmp_path: Path) -> None:
    (saved / "manifest.json").unlink()
    for folder in (saved, approved.home, tmp_path / "nowhere"):
        with pytest.raises(DigestError, match=r"has no manifest\.json, so it is no backup"):
            restored(folder, tmp_path / "again")


def retold(saved: Path, **changes: object) -> None:
    """Write a manifest anew that says something else, sealed as it should be."""
    told = json.loads((saved / "manifest.json").read_text()) | changes | {"seal": None}
    told["seal"] = hashlib.sha256(canonical_json(told).encode()).hexdigest()
    (saved / "manifest.json").write_bytes(msgspec.json.encode(told))


def test_a_backup_by_a_newer_release_is_refused_by_its_name(saved: Path, tmp_path: Path) -> None:
    retold(saved, schema="9999", software="digest/7.0")
    with pytest.raises(DigestError, match=r"was made by digest/7\.0; install that release"):
        restored(saved, tmp_path / "again")
    assert not (tmp_path / "again").exists()


def test_a_log_that_is_not_the_manifests_is_refused(saved: Path, tmp_path: Path) -> None:
    retold(saved, hash="0" * 64)
    with pytest.raises(DigestError, match=f"its manifest says 142 \\({'0' * 64}\\)"):
        restored(saved, tmp_path / "again")
    assert not (tmp_path / "again" / "digest.db").exists()


@pytest.mark.parametrize("name", ["letter.txt", "bodies/more", "digest.toml", "digest.db"])
def test_a_home_with_anything_else_in_it_is_refused_and_left_alone(
    name: str, saved: Path, new_postgres: Callable[[], str], tmp_path: Path
) -> None:
    home = tmp_path / "again"
    (home / name).parent.mkdir(parents=True)
    (home / name).write_text("mine")
    with pytest.raises(DigestError, match=f"again is not empty: {name} is not the backup's"):
        restored(saved, home, new_postgres())
    assert files_of(home) == {name: b"mine"}


def test_a_database_with_anything_in_it_is_refused_and_no_home_is_made(
    saved: Path, engine: Engine, tmp_path: Path
) -> None:
    with db.writing(engine) as connection:
        connection.execute(insert(content).values(hash="h", salt=b"", body="b"))
    before = rows_of(engine)
    with pytest.raises(DigestError, match="is not empty: content has 1 row"):
        restored(saved, tmp_path / "again", url_of(engine))
    assert rows_of(engine) == before
    assert not (tmp_path / "again").exists()


def test_a_home_within_the_backup_is_refused(saved: Path) -> None:
    before = files_of(saved)
    with pytest.raises(DigestError, match="lies in the backup"):
        restored(saved, saved / "home")
    assert files_of(saved) == before


def test_over_exactly_its_own_files_it_goes_on(saved: Path, approved: Newsletter, tmp_path: Path) -> None:
    home = tmp_path / "again"
    shutil.copytree(saved, home)
    (home / "manifest.json").unlink()
    (home / "digest.db").unlink()
    restored(saved, home)
    assert own_files(home) == own_files(approved.home)


def test_a_database_that_was_only_migrated_is_empty(
    saved: Path, new_database: Callable[[], str], tmp_path: Path
) -> None:
    home = tmp_path / "again"
    home.mkdir()
    for url in (new_database(), db.file_url(home / "digest.db")):
        engine = db.open_engine(url)
        db.migrate(engine)
        engine.dispose()
        restored(saved, home, url)
        shutil.rmtree(home)
        home.mkdir()


def test_neither_a_backup_nor_half_a_home_can_be_opened(saved: Path, tmp_path: Path) -> None:
    before = files_of(saved)
    with pytest.raises(DigestError, match=r"backup is a backup, not a home; run: digest --home NEW restore"):
        open_from_environment(saved)
    assert files_of(saved) == before
    (tmp_path / "half").mkdir()
    (tmp_path / "half" / ".restoring").touch()
    with pytest.raises(DigestError, match="half is half restored; run the same digest restore again"):
        open_from_environment(tmp_path / "half")


def test_a_run_that_was_killed_in_its_last_moment_is_only_finished(
    saved: Path, new_database: Callable[[], str], tmp_path: Path
) -> None:
    home, url = tmp_path / "again", new_database()
    done = restored(saved, home, url)
    (home / ".restoring").write_text(done.head.hash)
    (home / ".restore").mkdir()
    assert restored(saved, home, url) == done
    assert not list(home.glob(".restor*"))
    with pytest.raises(DigestError, match="is not empty"):
        restored(saved, home, url)


def test_a_mark_does_not_open_another_newsletters_database(
    saved: Path, approved: Newsletter, tmp_path: Path
) -> None:
    home = tmp_path / "again"
    home.mkdir()
    before = rows_of(approved.engine)
    for mark in ("", "0" * 64):
        (home / ".restoring").write_text(mark)
        with pytest.raises(DigestError, match="is not empty"):
            restored(saved, home, url_of(approved.engine))
    assert rows_of(approved.engine) == before


def test_the_restored_log_is_the_manifests(saved: Path, tmp_path: Path) -> None:
    told = json.loads((saved / "manifest.json").read_text())
    restored(saved, tmp_path / "again")
    engine = db.open_engine(db.file_url(tmp_path / "again" / "digest.db"))
    with db.reading(engine) as connection:
        assert store.head_at(connection, told["position"]).hash == told["hash"]
    engine.dispose()


def test_nothing_is_sent_until_a_person_says_so(
    saved: Path, approved: Newsletter, new_database: Callable[[], str], tmp_path: Path
) -> None:
    url = new_database()
    assert restored(saved, tmp_path / "again", url).waiting == ("2026-W17 (approved)",)
    there = opened(tmp_path / "again", url)
    assert due_weeks(there) == (WEEK,)
    held = deliver(there, WEEK, on_progress=silent)
    assert held.paused == Pause(week=None, reason="restored from a backup of 2026-04-23 07:00 UTC")
    assert mails_of(there.home) == {}
    assert resume(there, None)
    assert send(there) == send(approved)
    assert len(mails_of(there.home)) == 6
    there.engine.dispose()


def test_mails_that_left_since_are_not_repeated_once_they_are_put_back(
    saved: Path, approved: Newsletter, tmp_path: Path
) -> None:
    sent = send(approved)
    restored(saved, tmp_path / "again")
    shutil.copytree(approved.home / "outbox", tmp_path / "again" / "outbox")
    there = opened(tmp_path / "again", db.file_url(tmp_path / "again" / "digest.db"))
    before = {path.name: path.stat().st_mtime_ns for path in (there.home / "outbox").iterdir()}
    resume(there, None)
    assert send(there) == sent
    assert {path.name: path.stat().st_mtime_ns for path in (there.home / "outbox").iterdir()} == before
    there.engine.dispose()


def has(newsletter: Newsletter, address: str) -> bool:
    return any(address in row for row in rows_of(newsletter.engine)["subscriber_vault"])


def test_who_was_forgotten_after_the_backup_stays_forgotten(
    delivered: Newsletter,
    new_database: Callable[[], str],
    tmp_path: Path,
    leftovers: Callable[..., list[str]],
) -> None:
    saved, url = backed_up(delivered, tmp_path / "backup"), new_database()
    reader = rows_of(delivered.engine)["subscriber_vault"][0][1]
    erase(delivered, reader, via="operator")
    ledger = delivered.home / "erasures.jsonl"

    restored(saved, tmp_path / "again", url, erasures=ledger)

    there = opened(tmp_path / "again", url)
    assert not has(there, reader)
    assert leftovers(there, reader) == []
    assert mails_of(there.home) == mails_of(delivered.home)
    assert len(mails_of(there.home)) == 5
    assert rows_of(there.engine)["suppression"] == rows_of(delivered.engine)["suppression"]
    assert (there.home / "erasures.jsonl").read_bytes() == ledger.read_bytes()
    assert reapply(there, ledger) == 0
    there.engine.dispose()


def test_who_is_forgotten_while_the_backup_is_made_is_in_its_own_ledger(
    delivered: Newsletter, tmp_path: Path
) -> None:
    reader = rows_of(delivered.engine)["subscriber_vault"][0][1]
    impatient = open_newsletter(delivered.home, busy_timeout_s=0.1, now=lambda: NOW)
    copied: list[str] = []

    def forget_at_the_end(_name: str, line: str) -> None:
        copied.append(line)
        if line.startswith("suppression"):
            # The backup's snapshot keeps the old bytes on this disk for a while.
            with pytest.raises(DigestError, match="another process is still reading an older state"):
                erase(impatient, reader, via="operator")

    backup(delivered, tmp_path / "backup", on_step=forget_at_the_end, on_progress=silent)
    assert any(line.startswith("suppression") for line in copied)
    restored(tmp_path / "backup", tmp_path / "again")
    there = opened(tmp_path / "again", db.file_url(tmp_path / "again" / "digest.db"))
    assert not has(there, reader)
    impatient.engine.dispose()
    there.engine.dispose()


def test_a_text_that_was_removed_after_the_backup_stays_removed(
    saved: Path, approved: Newsletter, tmp_path: Path
) -> None:
    hash_, _salt, body = rows_of(approved.engine)["content"][0]
    ledger = tmp_path / "later.jsonl"
    line = {"at": "2026-04-24T08:00:00.000000Z", "content": hash_, "reason": "asked to"}
    ledger.write_text(json.dumps(line) + "\n")
    restored(saved, tmp_path / "again", erasures=ledger)
    there = opened(tmp_path / "again", db.file_url(tmp_path / "again" / "digest.db"))
    assert hash_ not in {row[0] for row in rows_of(there.engine)["content"]}
    assert body.encode() not in (tmp_path / "again" / "digest.db").read_bytes()
    there.engine.dispose()


def test_a_ledger_that_is_none_is_refused_before_anything_is_touched(saved: Path, tmp_path: Path) -> None:
    (tmp_path / "later.jsonl").write_text('{"at": "yesterday"}\n')
    with pytest.raises(BadRecord, match=r"later\.jsonl:1"):
        restored(saved, tmp_path / "again", erasures=tmp_path / "later.jsonl")
    assert not (tmp_path / "again").exists()


def test_a_ledger_that_was_being_written_is_read_up_to_its_last_line(
    delivered: Newsletter, tmp_path: Path
) -> None:
    reader = rows_of(delivered.engine)["subscriber_vault"][0][1]
    erase(delivered, reader, via="operator")
    with (delivered.home / "erasures.jsonl").open("a") as ledger:
        ledger.write('{"at": "2026-04-')
    restored(backed_up(delivered, tmp_path / "backup"), tmp_path / "again")
    there = opened(tmp_path / "again", db.file_url(tmp_path / "again" / "digest.db"))
    assert not has(there, reader)
    there.engine.dispose()


def test_a_newer_ledger_already_in_the_home_is_kept_and_applied(
    delivered: Newsletter, tmp_path: Path
) -> None:
    first, second = (row[1] for row in rows_of(delivered.engine)["subscriber_vault"][:2])
    erase(delivered, first, via="operator")
    saved = backed_up(delivered, tmp_path / "backup")
    erase(delivered, second, via="operator")
    newer = (delivered.home / "erasures.jsonl").read_bytes()
    (tmp_path / "again").mkdir()
    (tmp_path / "again" / "erasures.jsonl").write_bytes(newer)
    restored(saved, tmp_path / "again")
    there = opened(tmp_path / "again", db.file_url(tmp_path / "again" / "digest.db"))
    assert not has(there, first)
    assert not has(there, second)
    assert (there.home / "erasures.jsonl").read_bytes() == newer
    there.engine.dispose()


RELEASED = sorted((Path(__file__).parents[2] / "migrations").glob("*.sql"))


@pytest.mark.parametrize("dump", RELEASED, ids=lambda path: path.stem)
def test_a_backup_by_an_older_release_is_upgraded_and_stays_as_it_is(
    dump: Path, new_database: Callable[[], str], tmp_path: Path
) -> None:
    folder = tmp_path / "old"
    folder.mkdir()
    connection = sqlite3.connect(folder / "digest.db")
    connection.executescript(dump.read_text(encoding="utf-8"))
    ((position, chain_hash),) = connection.execute("SELECT position, chain_hash FROM log_head").fetchall()
    connection.close()
    digest = hashlib.sha256((folder / "digest.db").read_bytes()).hexdigest()
    old = Manifest(
        software="digest/0.0.1", schema=dump.stem, made_at=NOW, position=position, hash=chain_hash.hex(),
        rows={}, files={"digest.db": digest},
    )  # fmt: skip
    manifests.write(folder, old)
    before, url = files_of(folder), new_database()

    restored(folder, tmp_path / "again", url)

    assert files_of(folder) == before
    there = opened(tmp_path / "again", url)
    with db.reading(there.engine) as reading:
        assert revision_of(reading) == HEAD
        assert store.head_at(reading, position).hash == chain_hash.hex()
        assert verify(reading).ok
    assert all(one.equal for one in check(there.log))
    there.engine.dispose()
