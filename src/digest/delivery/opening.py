"""What is said before a message: MAIL, RCPT and DATA, at once where the server takes that (RFC 2920)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digest.delivery.headers import is_wire_address
from digest.delivery.reply import family

if TYPE_CHECKING:
    from collections.abc import Callable

    from digest.delivery.reply import Reply
    from digest.errors import Step

# The first digit of the reply with which a command is taken.
_YES: dict[Step, int] = {"MAIL": 2, "RCPT": 2, "DATA": 3}


class Opening:
    """The commands before one message, MAIL asked already.

    ``say`` sends bytes and ``hear`` gives the next reply; what they raise comes out. Sender and recipient
    are addresses in ASCII (:func:`~.headers.wire_address`); anything else raises ValueError, since it could
    carry a command of its own. Without ``pipelining`` each command waits for the reply to the one before.
    """

    def __init__(
        self,
        say: Callable[[bytes], None],
        hear: Callable[[], Reply],
        sender: str,
        recipient: str,
        *,
        pipelining: bool,
    ) -> None:
        for address in (sender, recipient):
            if not is_wire_address(address):
                raise ValueError(f"not an address that a command can carry: {address!r}")
        self._say, self._hear, self._pipelining = say, hear, pipelining
        commands = (f"MAIL FROM:<{sender}>\r\n", f"RCPT TO:<{recipient}>\r\n", "DATA\r\n")
        self._left = [(step, line.encode("ascii")) for step, line in zip(_YES, commands, strict=True)]
        self._taken: set[Step] = set()
        if pipelining:
            say(b"".join(line for _, line in self._left))
        #: What the server says to MAIL.
        self.mail = self._ask()

    def refusal(self) -> tuple[Step, Reply] | None:
        """Ask on until a command is refused: which, and with what reply; null if the message may follow."""
        if "MAIL" not in self._taken:
            return "MAIL", self.mail
        while self._left:
            step = self._left[0][0]
            reply = self._ask()
            if step not in self._taken:
                return step, reply
        return None

    def give_up(self) -> bool:
        """After a refusal, hear what else was asked; whether the server now waits for a command.

        A server may take DATA though it took no recipient, and gets a lone dot (section 3.1). One that took
        a recipient and not the sender would deliver that dot as a message: it has to be hung up on.
        """
        while self._pipelining and self._left:
            self._ask()
        if "DATA" not in self._taken:
            return True
        if "RCPT" in self._taken:
            return False
        self._say(b".\r\n")
        self._hear()
        return True

    def _ask(self) -> Reply:
        step, line = self._left.pop(0)
        if not self._pipelining:
            self._say(line)
        reply = self._hear()
        if family(reply) == _YES[step]:
            self._taken.add(step)
        return reply
