"""Readers by command: evidence or pending, gone means gone, and one person has one address."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from digest.pipeline.newsletter import Newsletter
    from tests.conftest import Digest, World

EVIDENCE = "2026-04-01,signup form,Send me the weekly"


def csv(
    world: World, *rows: str, header: str = "email,name,confirmed_at,consent_source,consent_text"
) -> Path:
    path = world.folder / "readers.csv"
    path.write_text("\n".join((header, *rows)) + "\n", encoding="utf-8")
    return path


def counted(digest: Digest) -> dict[str, int]:
    counts: dict[str, int] = digest("subscribers", "count", "--json").json
    return counts


def test_without_evidence_of_consent_a_reader_stays_pending_and_is_not_mailed(
    digest: Digest, ready: Newsletter, world: World
) -> None:
    path = csv(
        world, f"ada@example.org,Ada,{EVIDENCE}", "bo@example.org,Bo,,,", "cy@example.org,Cy,2026-04-01,,"
    )
    said = digest("subscribers", "import", path)
    assert said.out == "1 subscriber confirmed, 2 pending, 0 unchanged\n"
    assert counted(digest) == {"confirmed": 4, "pending": 2, "unsubscribed": 0, "erased": 0}
    world.run(ready, auto_approve=True)
    mails = b"".join(world.mails().values())
    assert b"ada@example.org" in mails
    assert b"bo@example.org" not in mails
    assert b"cy@example.org" not in mails
    assert len(world.mails()) == 4


def test_evidence_that_comes_later_confirms_who_was_pending(digest: Digest, world: World) -> None:
    digest("subscribers", "import", csv(world, "bo@example.org,Bo,,,"))
    said = digest("subscribers", "import", csv(world, f"bo@example.org,Bo,{EVIDENCE}"))
    assert said.out == "1 subscriber confirmed, 0 pending, 0 unchanged\n"
    assert counted(digest) == {"confirmed": 1, "pending": 0, "unsubscribed": 0, "erased": 0}
    again = digest("subscribers", "import", csv(world, "bo@example.org,Bo,,,"))
    assert again.out.startswith("nothing changed")
    assert counted(digest)["confirmed"] == 1, "a row without evidence takes none away"


def test_an_address_in_other_letters_is_the_same_person(digest: Digest, world: World) -> None:
    digest("subscribers", "add", "Ada@Example.org", "--consent-source", "form")
    said = digest("subscribers", "import", csv(world, f"ADA@example.ORG,Ada,{EVIDENCE}"))
    assert said.out.startswith("nothing changed")
    assert sum(counted(digest).values()) == 1
    twice = digest(
        "subscribers", "import", csv(world, f"bo@example.org,,{EVIDENCE}", f"BO@example.org,,{EVIDENCE}")
    )
    assert twice.code == 1
    assert ":3: email is 'bo@example.org'; allowed: each only once" in twice.err


def test_whoever_left_is_not_brought_back_by_an_import(digest: Digest, world: World) -> None:
    path = csv(world, f"ada@example.org,Ada,{EVIDENCE}")
    digest("subscribers", "import", path)
    assert digest("subscribers", "unsubscribe", "ADA@example.org").out == "unsubscribed\n"
    assert digest("subscribers", "unsubscribe", "ada@example.org").out == "had left already\n"
    again = digest("subscribers", "import", path)
    assert again.code == 0
    assert "1 had unsubscribed and stay so" in again.out
    assert counted(digest) == {"confirmed": 0, "pending": 0, "unsubscribed": 1, "erased": 0}


def test_nobody_of_that_address_cannot_be_unsubscribed(digest: Digest) -> None:
    assert digest("init", "home").code == 0
    refused = digest("subscribers", "unsubscribe", "nobody@example.org")
    assert refused.code == 1
    assert "check the spelling" in refused.err


@pytest.mark.parametrize(
    "address", ["ada", "ada@", "a b@example.org", "ada@example.org\r\nBcc: x@y.org", "@"]
)
def test_what_is_no_address_is_refused(digest: Digest, address: str) -> None:
    refused = digest("subscribers", "add", address)
    assert refused.code == 1
    assert "email" in refused.err
    assert sum(counted(digest).values()) == 0


def test_a_bad_row_is_named_and_nothing_of_the_file_is_taken_unless_skipped(
    digest: Digest, world: World
) -> None:
    path = csv(world, f"ada@example.org,Ada,{EVIDENCE}", "nonsense,,,,", "bo@example.org,Bo,soon,form,Yes")
    refused = digest("subscribers", "import", path)
    assert refused.code == 1
    assert f"{path}:3: email is 'nonsense'; allowed: an e-mail address" in refused.err
    assert f"{path}:4: confirmed_at is 'soon'; allowed: an ISO date" in refused.err
    assert sum(counted(digest).values()) == 0
    taken = digest("subscribers", "import", path, "--skip-bad")
    assert taken.out == "1 subscriber confirmed, 0 pending, 0 unchanged, 2 bad records left out\n"


def test_addresses_names_and_consent_live_in_the_vault_and_nowhere_in_the_log(
    digest: Digest, ready: Newsletter, world: World
) -> None:
    digest("subscribers", "import", csv(world, f"ada@example.org,Ada Lovelace,{EVIDENCE}"))
    world.run(ready, auto_approve=True)
    with sqlite3.connect(world.home / "digest.db") as connection:
        rows = connection.execute("SELECT stream || payload || meta FROM event").fetchall()
        others = connection.execute("SELECT body FROM content").fetchall()
    connection.close()
    for (text,) in [*rows, *others]:
        for secret in ("ada@example.org", "Lovelace", "signup form", "reader-0@"):
            assert secret not in str(text)


def test_an_export_is_a_file_that_an_import_takes_to_the_same_list(digest: Digest, world: World) -> None:
    rows = (
        f'ada@example.org,"Ada, ""Countess""",{EVIDENCE}',
        "bo@example.org,,,,",
        f"cy@example.org,Cy,{EVIDENCE}",
    )
    digest("subscribers", "import", csv(world, *rows))
    digest("subscribers", "unsubscribe", "cy@example.org")
    assert digest("subscribers", "export", "--out", "list.csv").out == "2 subscribers in list.csv\n"
    assert digest("subscribers", "import", "list.csv", home="other").out.startswith(
        "1 subscriber confirmed, 1 pending"
    )
    assert digest("subscribers", "export", home="other").out == digest("subscribers", "export").out


def test_a_list_with_bad_lines_gives_the_good_ones_and_a_report_of_the_bad(
    digest: Digest, world: World
) -> None:
    path = csv(world, f"ada@example.org,Ada,{EVIDENCE}", "no address,Bo,,,", "cy@example.org,Cy,soon,,")
    said = digest("subscribers", "import", path, "--skip-bad", "--report", "bad.csv")
    assert said.out.startswith("1 subscriber confirmed")
    assert said.err == ""
    report = (world.folder / "bad.csv").read_text(encoding="utf-8").splitlines()
    assert report[0] == "file,line,field,value,allowed"
    assert [line.split(",")[1:4] for line in report[1:]] == [
        ["3", "email", "no address"],
        ["4", "confirmed_at", "soon"],
    ]


def test_show_says_where_a_subscriber_stands(digest: Digest, world: World) -> None:
    digest("subscribers", "import", csv(world, f"ada@example.org,Ada,{EVIDENCE}"))
    assert digest("subscribers", "show", "ADA@example.org").out.startswith(
        "ADA@example.org: confirmed, weekly, html ("
    )
    found = digest("subscribers", "show", "ada@example.org", "--json").json
    assert found["reader"]["consent_text"] == "Send me the weekly"
    assert digest("subscribers", "show", "bo@example.org").code == 1


@pytest.mark.slow
def test_of_100_000_lines_every_good_one_is_taken_and_every_bad_one_named(
    digest: Digest, world: World
) -> None:
    bad = {
        number: (f"reader-{number}", f"reader {number}@example.org", f"r{number}@x@example.org", "")[
            number // 100 % 4
        ]
        for number in range(50, 100_000, 100)
    }
    rows = (f"{bad.get(number, f'reader-{number}@example.org')},,{EVIDENCE}" for number in range(100_000))
    said = digest("subscribers", "import", csv(world, *rows), "--skip-bad", "--report", "bad.csv")
    assert said.out == "99000 subscribers confirmed, 0 pending, 0 unchanged, 1000 bad records left out\n"
    assert counted(digest)["confirmed"] == 99_000
    report = (world.folder / "bad.csv").read_text(encoding="utf-8").splitlines()[1:]
    # The header is line 1.
    assert [(int(line.split(",")[1]), line.split(",")[3]) for line in report] == [
        (number + 2, address) for number, address in bad.items()
    ]
