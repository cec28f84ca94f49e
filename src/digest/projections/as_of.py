"""Time travel: the read models as they stood when the log ended at an earlier position."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy import Column, MetaData, Table

from digest import db
from digest.projections.base import projection as pointers
from digest.projections.fold import Fold, recorded
from digest.projections.pointers import live_pointers, physical
from digest.projections.rebuild import blank_states

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Connection, Engine

    from digest.projections.base import Projection


@contextmanager
def as_of(engine: Engine, projections: Sequence[Projection], position: int) -> Iterator[Connection]:
    """A connection on which every read model stands as it did at ``position``; nothing of it stays.

    Temporary tables take the names of the live ones, so whatever reads the present reads the past here.
    Texts are not part of it: one that was removed since is removed there too.
    """
    with db.supposing(engine) as connection:
        live = live_pointers(connection)
        states = blank_states(projections)
        with recorded(connection, projections, up_to=position) as batches:
            Fold(projections, states).fold(batches)
        for p in projections:
            for name, table in physical(p, live[p.name].generation).items():
                db.bulk_insert(connection, _shadow(connection, table), states[p.name].rows(name))
        then = [
            {"name": name, "version": at.version, "generation": at.generation, "position": position}
            for name, at in live.items()
        ]
        db.bulk_insert(connection, _shadow(connection, pointers), then)
        yield connection


def _shadow(connection: Connection, table: Table) -> Table:
    """Create a temporary table of the same name, which hides the one it is named after."""
    columns = [Column(c.name, c.type, primary_key=c.primary_key) for c in table.columns]
    shadow = Table(table.name, MetaData(), *columns, prefixes=["TEMPORARY"])
    shadow.create(connection, checkfirst=False)
    return shadow
