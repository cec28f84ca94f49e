"""The socket of a command that serves."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from socket import socket


def listen(host: str, port: int) -> socket:
    """Listen there; port 0 takes a free one.

    Raises:
        DigestError: the port is taken, or the address is none of this machine.
    """
    from socket import create_server

    from digest.errors import DigestError

    try:
        return create_server((host, port))
    except OSError as error:
        raise DigestError(
            f"cannot listen on {host}:{port}: {error.strerror};"
            " name another port with --port, or 0 for a free one"
        ) from error
