"""Tokens by which programs may write: made by an operator, shown once, kept as a hash."""

from __future__ import annotations

import hashlib
import re
import secrets
from typing import TYPE_CHECKING, Any, Literal, get_args

import msgspec
from sqlalchemy import insert, select, update

from digest import db
from digest.errors import DigestError
from digest.log.codec import canonical_time
from digest.log.schema import access_token

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Row

    from digest.pipeline.newsletter import Newsletter

#: What a token is good for.
Scope = Literal["reviews", "votes"]
SCOPES: tuple[Scope, ...] = get_args(Scope)

#: By this beginning, whoever searches for leaked secrets knows one.
PREFIX = "shiporskip_"
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_TOKEN_BYTES = 32


class AccessToken(msgspec.Struct, frozen=True, kw_only=True):
    """Who holds a token, and what it is good for. ``revoked_at`` is null while it is good."""

    name: str
    scopes: tuple[Scope, ...]
    created_at: str
    revoked_at: str | None


def add_token(newsletter: Newsletter, name: str, scopes: Sequence[str]) -> str:
    """Make a token for a program; it is shown now and kept nowhere.

    Raises:
        DigestError: the name is none, or another token has or had it: events name their actor by it; or a
            scope is none.
    """
    for scope in scopes:
        if scope not in SCOPES:
            raise DigestError(f"{scope!r} is nothing a token is good for; allowed: {', '.join(SCOPES)}")
    if not _NAME.fullmatch(name):
        raise DigestError(
            f"{name!r} names no program; allowed: 1 to 40 of a-z, 0-9 and -, such as mobile-app"
        )
    secret = PREFIX + secrets.token_urlsafe(_TOKEN_BYTES)
    with db.writing(newsletter.engine) as connection:
        taken = select(access_token.c.name).where(access_token.c.name == name)
        if connection.execute(taken).scalar_one_or_none() is not None:
            raise DigestError(
                f"there is or was a token called {name}; events name it, so choose another name"
            )
        connection.execute(
            insert(access_token).values(
                token_hash=_hash(secret),
                name=name,
                scopes=" ".join(sorted(set(scopes))),
                created_at=canonical_time(newsletter.now()),
            )
        )
    return secret


def list_tokens(newsletter: Newsletter) -> list[AccessToken]:
    """Every token there is or was, by name."""
    with db.reading(newsletter.engine) as connection:
        rows = connection.execute(select(access_token).order_by(access_token.c.name))
        return [_read(row) for row in rows]


def revoke_token(newsletter: Newsletter, name: str) -> bool:
    """Let a token be good for nothing from now on; false if it was revoked before.

    Raises:
        DigestError: there is none of that name.
    """
    with db.writing(newsletter.engine) as connection:
        revoked = connection.execute(
            select(access_token.c.revoked_at).where(access_token.c.name == name)
        ).all()
        if not revoked:
            raise DigestError(f"there is no token called {name}; digest tokens list names them")
        if revoked[0].revoked_at is not None:
            return False
        at = canonical_time(newsletter.now())
        connection.execute(update(access_token).where(access_token.c.name == name).values(revoked_at=at))
    return True


def find_token(newsletter: Newsletter, secret: str) -> AccessToken | None:
    """Who holds this token; null if nobody does any more.

    It is looked for by its hash, so that the time this takes tells nothing of the tokens there are.
    """
    with db.reading(newsletter.engine) as connection:
        row = connection.execute(
            select(access_token).where(
                access_token.c.token_hash == _hash(secret), access_token.c.revoked_at.is_(None)
            )
        ).one_or_none()
    return None if row is None else _read(row)


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _read(row: Row[Any]) -> AccessToken:
    held = row.scopes.split()
    return AccessToken(
        name=row.name,
        scopes=tuple(scope for scope in SCOPES if scope in held),
        created_at=row.created_at,
        revoked_at=row.revoked_at,
    )
