"""Statements compiled once in a worker: each test has engines of its own, and would compile them all anew."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Engine, event

if TYPE_CHECKING:
    from sqlalchemy import Connection


class Compiled(dict[tuple[Any, ...], Any]):
    """What SQLAlchemy keeps per engine, kept per kind of database: to it each engine's dialect is another."""

    def get(self, key: tuple[Any, ...], default: Any = None) -> Any:
        """What the statement came to with any dialect of its kind."""
        return super().get((type(key[0]), *key[1:]), default)

    def __setitem__(self, key: tuple[Any, ...], compiled: Any) -> None:
        super().__setitem__((type(key[0]), *key[1:]), compiled)


def compile_once() -> None:
    """From now on let all engines of this process share what they compile."""
    compiled = Compiled()

    @event.listens_for(Engine, "engine_connect")
    def share(connection: Connection) -> None:
        connection.execution_options(compiled_cache=compiled)
