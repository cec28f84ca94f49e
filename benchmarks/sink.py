"""Postfix's ``smtp-sink`` on loopback: it takes every message and keeps none. Postfix is not started."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager

_PATH = os.pathsep.join((os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin"))
_PATIENCE_S = 10.0


@contextmanager
def sink() -> Iterator[int]:
    """Let it listen; yields its port.

    Raises:
        SystemExit: it is not installed, or does not come up.
    """
    program = shutil.which("smtp-sink", path=_PATH)
    if program is None:
        raise SystemExit("smtp-sink takes the mail that is measured: install postfix (Debian: postfix)")
    with socket.create_server(("127.0.0.1", 0)) as found:
        port = int(found.getsockname()[1])
    as_nobody = ("-u", "nobody") if os.geteuid() == 0 else ()
    process = subprocess.Popen([program, *as_nobody, f"127.0.0.1:{port}", "64"])
    try:
        _wait_for(port)
        yield port
    finally:
        process.terminate()
        process.wait()


def _wait_for(port: int) -> None:
    until = time.monotonic() + _PATIENCE_S
    while True:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except ConnectionRefusedError:
            if time.monotonic() > until:
                raise SystemExit(f"smtp-sink does not listen on port {port}") from None
            time.sleep(0.05)
        else:
            return
