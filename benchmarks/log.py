"""What an append costs beside the raw driver and beside eventsourcing; what hashes and verifying them add.

All append the same votes. The raw driver sends the statements that we send, with values made ready before.
CPU on SQLite, which runs in this process; wall time where a commit waits for a disk or a server.
"""

from __future__ import annotations

import sys
from functools import partial
from typing import TYPE_CHECKING
from unittest.mock import patch

from benchmarks import floors, peers
from benchmarks.appends import appending, batches
from benchmarks.claim import Claim, ratio_at_least, ratio_at_most, report
from benchmarks.filled import fill
from benchmarks.measure import ROUNDS, Turn, by_turns, in_rounds, micros, rates
from benchmarks.places import places
from benchmarks.votes import Readership
from digest import db
from digest.log import codec, store
from digest.log.schema import event
from digest.log.stats import stats
from digest.log.verify import verify

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Engine

    from benchmarks.places import Place

TOOLS = 1_000
#: Events of an append, how many such appends a round has, and the share of the raw driver's rate to reach.
SIZES = ((1, 200, 0.4), (1_000, 3, 0.5))
VERIFIED = 50_000
_NO_HASH = bytes(32)


def measure() -> list[Claim]:
    """The claims of every engine that is there."""
    with places() as found:
        claims = [claim for place in found for claim in _appends(place)]
        return [*claims, _hashes(found[0]), _verifying(found[0])]


def _appends(place: Place) -> list[Claim]:
    readership = Readership(TOOLS)
    ours, rehearsal, floor = (place.open() for _ in range(3))
    driver = floors.Driver(floor)
    claims = []
    with peers.application(place.database()) as peer:
        for size, repeats, share in SIZES:
            count = (ROUNDS + 1) * repeats
            said = batches(readership.votes(size * count), size, count)
            sent = floors.recorded(rehearsal, appending(rehearsal, said))
            turns: dict[str, Sequence[Turn]] = {
                "ours": appending(ours, said),
                "floor": [partial(driver.send, transaction) for transaction in sent],
            }
            with_peer = size == 1 or peers.takes_a_thousand(peer)
            if with_peer:
                facts = [[peers.peer_event(one) for one in batch] for batch in said]
                turns["peer"] = [partial(peer.save, *batch) for batch in facts]
            spent = by_turns(in_rounds(turns, repeats))
            _must_be_equal(ours, floor)
            what, events = f"append of {size:,} on {place.name}, events a second", size * repeats
            claims.append(
                ratio_at_least(
                    f"{what} ({place.clock}), beside the raw driver",
                    rates(spent["ours"], place.clock, events),
                    target=share,
                    peer=rates(spent["floor"], place.clock, events),
                )
            )
            if not with_peer:
                print(f"{what}, is not compared with eventsourcing: {peers.TOO_LITTLE_ROOM}", file=sys.stderr)
                continue
            claims.append(
                ratio_at_least(
                    f"{what} (wall), beside eventsourcing",
                    rates(spent["ours"], "wall", events),
                    target=1.0,
                    peer=rates(spent["peer"], "wall", events),
                )
            )
    return claims


def _hashes(place: Place) -> Claim:
    size, repeats, _ = SIZES[-1]
    count = (ROUNDS + 1) * repeats
    said = batches(Readership(TOOLS).votes(size * count), size, count)
    hashed, unhashed = place.open(), place.open()
    turns: dict[str, Sequence[Turn]] = {
        "with": appending(hashed, said),
        "without": [partial(_without_hashes, append) for append in appending(unhashed, said)],
    }
    spent = by_turns(in_rounds(turns, repeats))
    with db.reading(unhashed) as connection:
        if {row.event_hash for row in store.read_rows(connection)} != {_NO_HASH}:
            raise SystemExit("the append without hashes has hashed all the same: the claim says nothing")
    return ratio_at_most(
        f"append of {size:,} on {place.name}, microseconds an event (CPU), beside one whose hash is constant",
        micros(spent["with"], "CPU", size * repeats),
        target=1.25,
        peer=micros(spent["without"], "CPU", size * repeats),
    )


def _verifying(place: Place) -> Claim:
    engine = place.open()
    events = fill(engine, Readership(TOOLS).votes(VERIFIED))
    driver = floors.Driver(engine)
    turns: dict[str, Sequence[Turn]] = {
        "verify": [partial(_verify, engine)] * (ROUNDS + 1),
        "scan": [partial(driver.scan, ", ".join(event.columns.keys()))] * (ROUNDS + 1),
    }
    spent = by_turns(in_rounds(turns, 1))
    return ratio_at_most(
        f"verifying {events:,} events on {place.name}, microseconds an event ({place.clock}),"
        " beside a scan of the same columns by the raw driver",
        micros(spent["verify"], place.clock, events),
        target=6.0,
        peer=micros(spent["scan"], place.clock, events),
    )


def _verify(engine: Engine) -> None:
    with db.reading(engine) as connection:
        found = verify(connection)
    if not found.ok:
        raise SystemExit(f"the log to be verified is not whole: {found.problem}")


def _without_hashes(append: Turn) -> None:
    with patch.object(codec, "event_hash", lambda _row: _NO_HASH):
        append()


def _must_be_equal(one: Engine, other: Engine) -> None:
    """The floor must have done the work: the same log, hash for hash."""
    with db.reading(one) as ours, db.reading(other) as theirs:
        if store.head(ours) != store.head(theirs) or stats(ours) != stats(theirs):
            raise SystemExit("the raw driver has not written what the append wrote: the claim says nothing")


if __name__ == "__main__":
    report(measure())
