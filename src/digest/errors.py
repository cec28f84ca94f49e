"""Every deliberate error. A class exists only where a caller acts on it.

::

    DigestError                 refused, with what to do next in the text; exit code 1
    ├── BadRecord               one record of an import; file, line, field, value, allowed
    ├── BadFile                 every bad record of one file
    ├── FeedRefused             one feed's bytes are not a feed we can read; others go on
    ├── FetchFailed             one feed could not be fetched; others go on
    ├── WrongExpectedVersion    a stream moved on since it was read: read and decide again
    ├── EventIdConflict         an event id is taken by other facts
    ├── PoisonEvent             an event a projection cannot fold; the runner has stopped
    ├── DatabaseBusy            another process holds the lock
    ├── DatabaseFull            the disk is full: make room, nothing was written
    ├── DatabaseReadOnly        the database cannot be written to
    ├── ConnectionLost          the server is gone, perhaps with a commit on the way: ask by id
    ├── TemplateError           a broken email template; file, line and column
    ├── NotApproved             an issue nobody has approved yet
    ├── FrozenAnew              another issue is frozen than the one an editor looked at
    ├── BadToken                a link that is damaged or not ours
    ├── LinkExpired             a genuine link whose time is over
    ├── NotSentToReader         a genuine link to an issue that its reader was not sent
    ├── UnknownTool             a slug that no tool has
    ├── NoSuchMoment            a position or moment that the log does not reach, or that is none
    ├── KeyReused               a program asked something else under a key it had used
    ├── MessageRejected         a transport will never take this message; others go on
    ├── MessageDeferred         a transport surely did not take it now; try later, others go on
    ├── MessageUncertain        nobody knows whether a transport took it; never send it again
    └── TransportUnavailable    a transport surely took nothing and will take nobody's now; stop
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID


#: Problems of one file that are printed; whoever has more has the wrong file.
MAX_SHOWN = 20


class DigestError(Exception):
    """Root of the errors that a person is meant to read; the text says what to do next."""


class BadRecord(DigestError):
    """A record that an import refuses; nothing of it was taken.

    ``line`` counts from 1. ``allowed`` says in words what would have been taken.
    """

    def __init__(self, file: str, line: int, field: str, value: object, allowed: str) -> None:
        self.file, self.line, self.field, self.value, self.allowed = file, line, field, value, allowed
        shown = repr(value)
        if len(shown) > 80:
            shown = shown[:77] + "..."
        what = "is missing" if value is None else f"is {shown}"
        super().__init__(f"{file}:{line}: {field} {what}; allowed: {allowed}")


class BadFile(DigestError):
    """The bad records of one import, all at once, so that one edit can mend them."""

    def __init__(self, problems: Sequence[BadRecord]) -> None:
        self.problems = tuple(problems)
        count = len(self.problems)
        noun = "record" if count == 1 else "records"
        lines = [str(problem) for problem in self.problems[:MAX_SHOWN]]
        if count > MAX_SHOWN:
            lines.append(f"... and {count - MAX_SHOWN} more")
        super().__init__(
            "\n".join(lines)
            + f"\n{count} bad {noun}; nothing was taken."
            + " Mend the file, or pass --skip-bad to take the rest."
        )


class FeedRefused(DigestError):
    """A body that is no feed, or too broken or hostile to read.

    ``reason`` is one of the words listed in :mod:`digest.sources.feed`.
    """

    def __init__(self, source: str, reason: str, detail: str) -> None:
        self.source, self.reason, self.detail = source, reason, detail
        super().__init__(f"{source}: refused ({reason}): {detail}")


class FetchFailed(DigestError):
    """The network or the server did not give a body. ``reason`` is one word or an HTTP status.

    ``answer`` is the :class:`digest.sources.answer.Answer` that came, if one came.
    """

    def __init__(self, source: str, url: str, reason: str, detail: str, answer: object = None) -> None:
        self.source, self.url, self.reason, self.detail, self.answer = source, url, reason, detail, answer
        super().__init__(f"{source}: {url}: {reason}: {detail}")


class WrongExpectedVersion(DigestError):
    """The stream moved on since it was read; read it again and decide again.

    ``actual`` is null where the transaction that could have told is over: somebody won the race.
    """

    def __init__(self, stream: str, expected: int, actual: int | None) -> None:
        self.stream, self.expected, self.actual = stream, expected, actual
        found = "somebody else appended meanwhile" if actual is None else f"found {actual}"
        super().__init__(f"{stream}: expected version {expected}, {found}")


class EventIdConflict(DigestError):
    """The id stands for a fact with other content; nothing was written.

    That fact is recorded at ``position``, or stands in the same append if it is null.
    """

    def __init__(self, event_id: UUID, position: int | None, differing: Sequence[str]) -> None:
        self.event_id, self.position, self.differing = event_id, position, tuple(differing)
        where = "stands twice in one append" if position is None else f"is recorded at position {position}"
        super().__init__(
            f"event {event_id} {where} with other facts ({', '.join(differing)}); record a revision instead"
        )


class PoisonEvent(DigestError):
    """A projection could not fold an event; its tables stand where they stood before it."""

    def __init__(self, projection: str, position: int, event_type: str, why: str) -> None:
        self.projection, self.position, self.event_type, self.why = projection, position, event_type, why
        super().__init__(
            f"projection {projection} stopped at position {position} ({event_type}): {why}."
            " Mend the handler or add an upcaster, then run: digest rebuild"
        )


class DatabaseBusy(DigestError):
    """The write lock did not come free in time; nothing was written."""

    def __init__(self, waited_s: float) -> None:
        self.waited_s = waited_s
        super().__init__(
            f"the database is locked by another process (waited {waited_s:g} s); nothing was written."
            " Run the command again when the other one is done"
        )


class DatabaseFull(DigestError):
    """There is no room for the write; nothing of it is there, and the next one works once there is."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(f"the database has no room ({why}); nothing was written. Make room and run it again")


class DatabaseReadOnly(DigestError):
    """The database or this connection to it may only be read; nothing was written."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(
            f"the database cannot be written to ({why}); nothing was written."
            " Check its file's rights, or that the server is no standby"
        )


class ConnectionLost(DigestError):
    """The server went away. If a commit was on its way, only the log can say whether it arrived."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(
            f"the database does not answer ({why.strip()}). Once it does, run the command again:"
            " what is recorded already is not repeated"
        )


class TemplateError(DigestError):
    """An email template that cannot be rendered. Line and column count from 1."""

    def __init__(self, file: str, line: int | None, column: int | None, why: str) -> None:
        self.file, self.line, self.column, self.why = file, line, column, why
        place = ":".join(str(part) for part in (file, line, column) if part is not None)
        super().__init__(f"{place}: {why}")


class NotApproved(DigestError):
    """The frozen issue waits for an editor; nothing was delivered."""

    def __init__(self, week: str) -> None:
        self.week = week
        super().__init__(
            f"issue {week} is frozen and not approved yet."
            f" Look at it with: digest issue render {week} --out DIR;"
            f" then: digest issue approve {week}"
        )


class FrozenAnew(DigestError):
    """Another issue is frozen than the one an editor looked at; nothing was recorded."""

    def __init__(self, week: str) -> None:
        super().__init__(f"issue {week} was frozen anew since you looked at it; look at it again first")


class BadToken(DigestError):
    """A link's token that this newsletter never signed, or no longer honours; nothing was done.

    The text never repeats the token: whoever holds a good one can act for its reader.
    """

    def __init__(self) -> None:
        super().__init__(
            "this link is damaged or out of date; nothing was changed."
            " Open it again from the newest mail, as a whole"
        )


class LinkExpired(DigestError):
    """A genuine link whose time is over; nothing was done."""

    def __init__(self) -> None:
        super().__init__("this link has expired; nothing was changed. Open the newest mail, or sign up again")


class NotSentToReader(DigestError):
    """A genuine link to an issue that its reader was not sent, or is forgotten; nothing was done."""

    def __init__(self) -> None:
        super().__init__(
            "this link belongs to a reader who was not sent this issue; nothing was changed."
            " Open the newest mail"
        )


#: The command, or the whole message, that a mail server said no to.
Step = Literal["MAIL", "RCPT", "DATA", "message"]


class UnknownTool(DigestError):
    """Slugs that no tool has, as of the state that was asked."""

    def __init__(self, slugs: Sequence[str]) -> None:
        self.slugs = tuple(slugs)
        super().__init__(f"no tool is called {', '.join(slugs)}; digest tools list shows the slugs in use")


class NoSuchMoment(DigestError):
    """Neither a position nor a moment, or one beyond the log's head."""


class KeyReused(DigestError):
    """An idempotency key that came with another request before; nothing was done."""

    def __init__(self) -> None:
        super().__init__(
            "this idempotency key came with another request before; nothing was done."
            " Give each request a key of its own, and a repeated one the same"
        )


class MessageRejected(DigestError):
    """A transport refused one message for good; its recipient is recorded with ``reason``.

    ``status`` is the code of the reply, and its enhanced code (RFC 3463) if it has one: ``550 5.1.1``.
    """

    def __init__(
        self, message_id: str, reason: str, *, step: Step | None = None, status: str | None = None
    ) -> None:
        self.message_id, self.reason, self.step, self.status = message_id, reason, step, status
        super().__init__(f"message {message_id} was rejected: {reason}")


class MessageDeferred(DigestError):
    """A transport did not take one message this time, and surely so; it may later.

    ``status`` is as in :class:`MessageRejected`, null if there was no reply.
    """

    def __init__(
        self, message_id: str, reason: str, *, step: Step | None = None, status: str | None = None
    ) -> None:
        self.message_id, self.reason, self.step, self.status = message_id, reason, step, status
        super().__init__(f"message {message_id} was put off: {reason}. Run later: digest send")


class MessageUncertain(DigestError):
    """A transport had the whole message and gave no answer; to send it again could repeat it."""

    def __init__(self, message_id: str, reason: str) -> None:
        self.message_id, self.reason = message_id, reason
        super().__init__(f"nobody knows whether message {message_id} was accepted: {reason}")


class TransportUnavailable(DigestError):
    """A transport refuses before any message: nothing was handed over, and nobody's turn is lost."""
