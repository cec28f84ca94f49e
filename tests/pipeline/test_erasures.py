"""The ledger of erasures: what it holds, how it is read, and that it forgets again after a restore."""

from __future__ import annotations

import itertools
import uuid
from dataclasses import replace
from typing import TYPE_CHECKING

import msgspec
import pytest
from sqlalchemy import select

from digest import db
from digest.errors import BadRecord, DigestError
from digest.intake.suppression import address_hash
from digest.log.content import removals
from digest.log.schema import content, subscriber_vault
from digest.pipeline.erase import erase, reapply
from digest.pipeline.erasures import note, read_ledger
from digest.pipeline.import_files import one_subscriber
from digest.pipeline.project import check
from digest.pipeline.redact import redact
from digest.pipeline.subscribe import counts_by_status, subscribe

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from digest.pipeline.newsletter import Newsletter
    from tests.conftest import World

    Leftovers = Callable[..., list[str]]

WEEK = "2026-W17"
TEXT = "The Zyzzogeton looked at beta and says ship. It took an afternoon."


def numbered() -> Callable[[], str]:
    """Ids that come out the same in every database."""
    numbers = itertools.count(1)
    return lambda: str(uuid.UUID(int=next(numbers)))


def grown(world: World, url: str) -> Newsletter:
    """A newsletter with three readers and a delivered issue, the same in every database."""
    newsletter = replace(world.open(database_url=url), new_id=numbered())
    world.reviewed(newsletter, "alpha", "beta")
    world.take_in(newsletter, world.take("beta", "skeptic", take=TEXT, at="2026-04-21"))
    world.readers(newsletter, 3)
    world.run(newsletter, auto_approve=True)
    return newsletter


def text_hash(newsletter: Newsletter) -> str:
    with db.reading(newsletter.engine) as connection:
        return str(connection.execute(select(content.c.hash).where(content.c.body == TEXT)).scalar_one())


def addresses(newsletter: Newsletter) -> set[str]:
    with db.reading(newsletter.engine) as connection:
        return set(connection.execute(select(subscriber_vault.c.address)).scalars())


def ledger(world: World) -> Path:
    return world.home / "erasures.jsonl"


def test_the_ledger_names_persons_and_texts_by_hash_and_id_and_holds_neither(
    world: World, new_database: Callable[[], str]
) -> None:
    newsletter = grown(world, new_database())
    hash_ = text_hash(newsletter)
    erase(newsletter, "reader-1@example.org", via="operator")
    redact(newsletter, [hash_], reason="told in confidence")

    lines = ledger(world).read_bytes()
    first, *others = [msgspec.json.decode(line) for line in lines.splitlines()]
    assert first == {
        "at": "2026-04-23T07:00:00.000000Z",
        "address_hash": address_hash(newsletter.content_key, "reader-1@example.org"),
        "subscriber_id": str(uuid.UUID(int=2)),
    }
    assert others[0] == {
        "at": "2026-04-23T07:00:00.000000Z",
        "content": hash_,
        "reason": "told in confidence",
    }
    assert len(others) > 1, "the issue's parts are texts as well"
    for secret in (b"reader-1", b"Reader 1", b"Zyzzogeton"):
        assert secret not in lines
    newsletter.engine.dispose()


def test_what_a_restored_backup_brought_back_is_forgotten_again_once(
    world: World, new_database: Callable[[], str], leftovers: Leftovers
) -> None:
    newsletter = grown(world, new_database())
    erase(newsletter, "reader-1@example.org", via="operator")
    redact(newsletter, [text_hash(newsletter)], reason="told in confidence")
    newsletter.engine.dispose()
    restored = grown(world, new_database())
    assert "reader-1@example.org" in addresses(restored)
    lines = len(read_ledger(ledger(world)))

    assert reapply(restored, ledger(world)) == lines

    assert addresses(restored) == {"reader-0@example.org", "reader-2@example.org"}
    assert leftovers(restored, "reader-1@", "reader 1", "zyzzogeton") == []
    assert world.mails() == {}, "each carried the text"
    assert all(one.equal for one in check(restored.log))
    stood = world.position(restored)
    assert reapply(restored, ledger(world)) == 0
    assert world.position(restored) == stood
    assert len(read_ledger(ledger(world))) == lines
    restored.engine.dispose()


def test_what_a_restored_backup_never_knew_is_kept_from_coming(
    world: World, new_database: Callable[[], str]
) -> None:
    newsletter = grown(world, new_database())
    erase(newsletter, "reader-1@example.org", via="operator")
    hash_ = text_hash(newsletter)
    redact(newsletter, [hash_], reason="told in confidence")
    newsletter.engine.dispose()
    elsewhere = world.folder / "elsewhere.jsonl"
    ledger(world).rename(elsewhere)
    empty = world.open(database_url=new_database())

    assert reapply(empty, elsewhere) == len(read_ledger(elsewhere))
    assert reapply(empty, elsewhere) == 0
    world.reviewed(empty, "alpha", "beta")
    world.take_in(empty, world.take("beta", "skeptic", take=TEXT, at="2026-04-21"))
    assert "1 suppressed" in world.readers(empty, 3)

    with db.reading(empty.engine) as connection:
        assert removals(connection, [hash_])[hash_].reason == "told in confidence"
        assert TEXT not in connection.execute(select(content.c.body)).scalars().all()
    assert {line.__class__.__name__ for line in read_ledger(ledger(world))} == {"PersonErased", "TextRemoved"}
    empty.engine.dispose()


def test_a_home_that_was_given_another_key_knows_the_person_by_id(
    world: World, new_database: Callable[[], str]
) -> None:
    newsletter = grown(world, new_database())
    erase(newsletter, "reader-1@example.org", via="operator")
    newsletter.engine.dispose()
    restored = replace(grown(world, new_database()), content_key=b"another key" * 3)

    assert reapply(restored, ledger(world)) == 1

    assert "reader-1@example.org" not in addresses(restored)
    again = subscribe(restored, one_subscriber("reader-1@example.org"), via="operator")
    assert again.suppressed == 1
    with db.reading(restored.engine) as connection:
        assert counts_by_status(connection)["erased"] == 1
    restored.engine.dispose()


GOOD = f'{{"at":"2026-04-23T07:00:00Z","address_hash":"{"ab" * 32}","subscriber_id":"{uuid.UUID(int=1)}"}}'


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ('{"at":', r"2: record is '\{\"at\":'; allowed: one JSON object"),
        ("{}", "2: at is missing; allowed: an ISO date"),
        (GOOD.replace("ab", "AB"), "2: address_hash is 'ABAB.*; allowed: 64 hexadecimal digits"),
        (GOOD.replace("0000-0000", "0000"), "2: subscriber_id is '.*; allowed: a UUID"),
        (GOOD.replace('"at"', '"when"'), "2: when is '2026.*; allowed: no such field"),
        ('{"at":"2026-04-23","content":"abc","reason":"r"}', "2: content is 'abc'; allowed: 64 hex"),
        (f'{{"at":"2026-04-23","content":"{"ab" * 32}","reason":""}}', "2: reason is ''; allowed: text"),
    ],
)
def test_a_bad_line_is_refused_by_file_line_field_and_value_and_nothing_is_done(
    ready: Newsletter, world: World, line: str, says: str
) -> None:
    path = world.folder / "given.jsonl"
    known = address_hash(ready.content_key, "reader-0@example.org")
    path.write_text(GOOD.replace("ab" * 32, known) + "\n" + line + "\n")
    with pytest.raises(BadRecord, match=f"given.jsonl:{says}"):
        reapply(ready, path)
    assert len(addresses(ready)) == 3


def test_a_ledger_that_is_not_there_is_refused(ready: Newsletter, world: World) -> None:
    with pytest.raises(DigestError, match="there is no such file"):
        reapply(ready, world.folder / "nowhere.jsonl")


def test_a_line_that_a_death_left_half_written_gives_way_to_the_next(world: World) -> None:
    world.home.mkdir()
    one, other = "ab" * 32, "cd" * 32
    note(world.home, {one: {"content": one}})
    with ledger(world).open("ab") as file:
        file.write(b'{"content":"' + other.encode()[:20])
    note(world.home, {one: {"content": one}, other: {"content": other}})
    assert ledger(world).read_text().splitlines() == [f'{{"content":"{one}"}}', f'{{"content":"{other}"}}']
