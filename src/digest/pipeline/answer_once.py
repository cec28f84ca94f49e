"""A request that a program repeats gets the answer it got, and does nothing again.

After the Idempotency-Key header (draft-ietf-httpapi-idempotency-key-header). What a request writes is known
by its facts, so one whose answer was lost before it could be kept writes nothing twice either; its answer
then says that nothing was new.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from digest import db
from digest.db import insert_missing
from digest.errors import KeyReused
from digest.log.codec import canonical_time
from digest.log.schema import given_answer

if TYPE_CHECKING:
    from collections.abc import Callable

    from digest.pipeline.newsletter import Newsletter

#: How long an answer is kept.
KEPT_FOR = timedelta(days=1)


def answer_once(
    newsletter: Newsletter, token_name: str, key: str, request_hash: str, answer: Callable[[], str]
) -> str:
    """The answer to a request, made only if this program has not asked it under this key.

    Raises:
        KeyReused: under this key the program asked something else.
    """
    mine = (given_answer.c.token_name == token_name) & (given_answer.c.idempotency_key == key)
    since = canonical_time(newsletter.now() - KEPT_FOR)
    with db.reading(newsletter.engine) as connection:
        given = connection.execute(
            select(given_answer).where(mine, given_answer.c.given_at > since)
        ).one_or_none()
    if given is not None:
        if given.request_hash != request_hash:
            raise KeyReused
        return str(given.answer)
    made = answer()
    row = {
        "token_name": token_name,
        "idempotency_key": key,
        "request_hash": request_hash,
        "answer": made,
        "given_at": canonical_time(newsletter.now()),
    }
    with db.writing(newsletter.engine) as connection:
        connection.execute(delete(given_answer).where(given_answer.c.given_at <= since))
        insert_missing(connection, given_answer, [row])
    return made
