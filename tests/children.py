"""Processes that are really killed: no finally, no flush, no rollback."""

from __future__ import annotations

import os
import signal
import traceback
from typing import TYPE_CHECKING, Any

from sqlalchemy import event

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Engine


def in_a_child(work: Callable[[], None]) -> bool:
    """Run work in a process of its own; True if it ended, False if it was killed.

    The work opens its own engine: a connection cannot be shared with the parent.
    """
    child = os.fork()
    if child == 0:
        try:
            work()
        except BaseException:  # noqa: BLE001 - the parent reads the exit code
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert code in {0, -signal.SIGKILL}
    return code == 0


def die(*_arguments: Any) -> None:
    """SIGKILL to this process."""
    os.kill(os.getpid(), signal.SIGKILL)


def die_at_step(engine: Engine, number: int) -> None:
    """Let this process die just before its n-th statement or commit on the engine, counted from now."""
    left = number

    def step(*_arguments: Any, **_named: Any) -> None:
        nonlocal left
        left -= 1
        if left == 0:
            die()

    event.listen(engine, "before_cursor_execute", step)
    event.listen(engine, "commit", step)
