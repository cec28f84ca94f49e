"""Column types that mean the same on both engines, and the registry of the durable tables."""

from __future__ import annotations

from typing import Any

import sqlalchemy
from sqlalchemy import BigInteger, Integer, MetaData
from sqlalchemy.ext.compiler import compiles

#: The durable tables: log, content, vault, ledgers, outbox. Read models are not among them.
metadata = MetaData()

#: A place in the log or a stream: 64 bits. SQLite's INTEGER has them, and only that can be its row id.
Position = BigInteger().with_variant(Integer, "sqlite")


class String(sqlalchemy.String):
    """Text that compares and sorts by its bytes, whatever language the database was made for."""


class Text(sqlalchemy.Text):
    """Longer text, likewise."""


# SQLite compares bytes unless told otherwise.
@compiles(String, "postgresql")
def _string(type_: String, compiler: Any, **_options: Any) -> str:
    return f'{compiler.visit_VARCHAR(type_)} COLLATE "C"'


@compiles(Text, "postgresql")
def _text(_type: Text, _compiler: Any, **_options: Any) -> str:
    return 'TEXT COLLATE "C"'
