"""Discounting and withdrawing by command: what counts, what is recorded, what is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.conftest import Digest, World

WHY = ("--reason", "a ring of accounts")


def vote(voter: str, choice: str, at: str = "2026-04-20") -> dict[str, Any]:
    return {"tool": "alpha", "voter": voter, "choice": choice, "at": at}


@pytest.fixture
def alpha(digest: Digest, world: World) -> Digest:
    """A tool on which two readers say ship and one says skip."""
    digest("tools", "import", world.file(world.tool("alpha")))
    digest("votes", "import", world.file(vote("r1", "ship"), vote("r2", "ship"), vote("r3", "skip")))
    return digest


def tally(digest: Digest) -> tuple[int, int]:
    rows = digest("votes", "tally", "--json").json
    return (rows[0]["ship"], rows[0]["skip"]) if rows else (0, 0)


def position(digest: Digest) -> int:
    return int(digest("log", "stats", "--json").json["position"])


def test_discounted_readers_do_not_count_until_they_are_reinstated(alpha: Digest, world: World) -> None:
    said = alpha("votes", "discount", "alpha", "--voter", "r1", "--voter", "r3", *WHY)
    assert (said.code, said.out) == (0, "2 readers discounted on alpha, 2 votes fewer\n")
    assert tally(alpha) == (1, 0)
    said = alpha("votes", "import", world.file(vote("r1", "skip", "2026-04-22")))
    assert said.out == "0 votes cast, 0 changed, 0 unchanged, 1 by discounted readers and not counted\n"
    assert tally(alpha) == (1, 0)
    said = alpha("votes", "reinstate", "alpha", "--voter", "r1", *WHY)
    assert said.out == "1 reader reinstated on alpha, 1 vote more\n"
    assert tally(alpha) == (1, 1)


def test_readers_may_stand_in_a_file(alpha: Digest, world: World) -> None:
    path = world.folder / "ring.txt"
    path.write_bytes("\ufeffr1\r\n\n  r2\n".encode())
    assert alpha("votes", "discount", "alpha", "--file", path, *WHY).out.startswith("2 readers discounted")
    assert tally(alpha) == (0, 1)


def test_the_same_discount_twice_changes_nothing_and_says_so(alpha: Digest) -> None:
    arguments = ("alpha", "--voter", "r1", *WHY)
    alpha("votes", "discount", *arguments)
    stood = position(alpha)
    said = alpha("votes", "discount", *arguments)
    assert said.out == "nothing changed: they were discounted on alpha before\n"
    alpha("votes", "reinstate", *arguments)
    assert position(alpha) == stood + 1
    said = alpha("votes", "reinstate", *arguments)
    assert said.out == "nothing changed: none of them was discounted on alpha\n"
    assert position(alpha) == stood + 1


def test_a_reader_whom_no_vote_can_name_is_refused_by_line(alpha: Digest, world: World) -> None:
    path = world.folder / "ring.txt"
    path.write_bytes(b"r1\nada@example.org\n")
    stood = position(alpha)
    said = alpha("votes", "discount", "alpha", "--file", path, *WHY)
    assert said.code == 1
    assert f"{path}:2: voter is 'ada@example.org'; allowed: an opaque id" in said.err
    path.write_bytes(b"r1\n\xff\n")
    said = alpha("votes", "discount", "alpha", "--file", path, *WHY)
    assert (said.code, f"{path}:2: record is" in said.err) == (1, True)
    assert position(alpha) == stood


@pytest.mark.parametrize("given", [(), ("--voter", "r1", "--file", "ring.txt")])
def test_readers_are_named_in_one_way(alpha: Digest, given: tuple[str, ...]) -> None:
    said = alpha("votes", "discount", "alpha", *given, *WHY)
    assert (said.code, "--voter, or their file with --file" in said.err) == (2, True)


def test_an_empty_file_of_readers_is_refused(alpha: Digest, world: World) -> None:
    path = world.folder / "ring.txt"
    path.write_text("\n")
    said = alpha("votes", "discount", "alpha", "--file", path, *WHY)
    assert (said.code, "no reader is named" in said.err) == (1, True)


def test_a_vote_is_withdrawn_by_a_record_and_cast_again_by_a_newer_one(alpha: Digest, world: World) -> None:
    path = world.file(vote("r1", "withdrawn", "2026-04-21"))
    said = alpha("votes", "import", path)
    assert (said.code, said.out) == (0, "0 votes cast, 0 changed, 1 withdrawn, 0 unchanged\n")
    assert tally(alpha) == (1, 1)
    assert alpha("votes", "import", path).out == "nothing changed: 1 vote recorded before\n"
    assert alpha("votes", "import", world.file(vote("r1", "ship"))).out.startswith("nothing changed")
    assert alpha("votes", "import", world.file(vote("r1", "skip", "2026-04-22"))).out.startswith(
        "1 vote cast"
    )
    assert tally(alpha) == (1, 2)


def test_a_choice_that_is_none_is_refused_with_those_that_are(alpha: Digest, world: World) -> None:
    said = alpha("votes", "import", world.file(vote("r1", "perhaps")))
    assert (said.code, "choice is 'perhaps'; allowed: ship, skip or withdrawn" in said.err) == (1, True)
