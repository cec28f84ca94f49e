"""Read, decide, append: a decision never rests on read models that are behind the log."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import event, select

from digest import db
from digest.events import NewEvent, SubscriptionConfirmed, SubscriptionRequested, fact_id
from digest.log.store import EventLog
from digest.pipeline.decide import Events, append_decided
from digest.projections.live import live_tables

AT = datetime(2026, 4, 20, tzinfo=UTC)


def subscribed(number: int) -> NewEvent:
    return NewEvent(
        event_id=fact_id("requested", number),
        stream=f"subscriber/{number}",
        occurred_at=AT,
        data=SubscriptionRequested(subscriber_id=str(number), via="import"),
    )


def test_an_event_that_slips_in_before_the_transaction_is_seen_by_the_decision(engine, log):
    other = EventLog(db.open_engine(str(engine.url)), now=lambda: AT)
    checkouts: list[int] = []
    seen: list[set[str]] = []

    def slip_in(*_details):
        # The first checkout brings the read models up to date, the second is the transaction.
        checkouts.append(1)
        if len(checkouts) == 2:
            other.append([subscribed(1)])

    def decide(connection):
        table = live_tables(connection)["subscriber"]
        seen.append({row.subscriber_id for row in connection.execute(select(table))})
        return Events(
            events=(
                NewEvent(
                    event_id=fact_id("confirmed", 9),
                    stream="subscriber/9",
                    occurred_at=AT,
                    data=SubscriptionConfirmed(subscriber_id="9", via="import"),
                ),
            ),
            expected={"subscriber/9": 0},
        )

    append_decided(log, lambda _connection: Events(events=(subscribed(0),), expected={}))
    event.listen(engine, "checkout", slip_in)
    _, new = append_decided(log, decide)

    assert new == 1
    assert seen == [{"0", "1"}]
    other.engine.dispose()
