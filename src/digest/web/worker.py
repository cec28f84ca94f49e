"""What is done beside the answers: sign-ups are taken in, and letters leave."""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING

from digest.errors import DigestError
from digest.pipeline.sign_up import answer_readers
from digest.web.guard.failures import traced

if TYPE_CHECKING:
    from digest.pipeline.newsletter import Newsletter

_log = logging.getLogger(__name__)

#: Another process may have written what this one is to send.
EVERY_S = 5.0


class Worker:
    """One thread that works every few seconds, and at once when :meth:`kick` is called.

    Processes on one database may each have one: rows are claimed before they are worked on.
    """

    def __init__(self, newsletter: Newsletter, *, every_s: float = EVERY_S) -> None:
        self._newsletter = newsletter
        self._every_s = every_s
        self._wanted = threading.Event()
        self._ends = threading.Event()
        self._thread = threading.Thread(target=self._run, name="letters")
        self._told = ""

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def kick(self) -> None:
        """Do not wait for the next turn."""
        self._wanted.set()

    def stop(self) -> None:
        """Finish the turn under way, and end."""
        self._ends.set()
        self._wanted.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._ends.is_set():
            self._turn()
            self._wanted.wait(self._every_s)
            # Before the look at the end: a stop that came in between is seen there.
            self._wanted.clear()

    def _turn(self) -> None:
        """Work once. An error is logged when it is another than last time; the next turn tries again."""
        try:
            answer_readers(self._newsletter)
        except DigestError as error:
            self._tell(str(error))
        except Exception as error:  # noqa: BLE001 (a thread that ended would leave every letter unsent)
            self._tell(traced(error))
        else:
            if self._told:
                _log.info("letters leave again")
            self._told = ""

    def _tell(self, what: str) -> None:
        if what != self._told:
            _log.error("letters wait, the next try is in %g s: %s", self._every_s, what)
        self._told = what
