"""A mail server on loopback that notes what it takes and misbehaves where it is told to.

It notes a message, with its hash, before it answers the final dot, so that its ledger never lacks one
that a client may have seen accepted.
"""

from __future__ import annotations

import hashlib
import re
import select
import socket
import threading
from base64 import b64decode
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ssl
    from io import BufferedReader
    from socket import SocketIO


@dataclass(frozen=True)
class Taken:
    recipient: str
    data: bytes

    @property
    def message_id(self) -> str:
        found = re.search(rb"(?m)^Message-ID: (.*?)\r$", self.data)
        return found[1].decode() if found else ""

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()


class _Gone(Exception):
    """This connection is over."""


@dataclass
class MailServer:
    """``faults`` maps a step, or a step and its how-manieth time on this server, to what is done there.

    That is a reply to give, ``drop``, ``stall``, or ``late`` for the usual reply after 0.4 s. Steps are
    greeting, EHLO, STARTTLS, AUTH, MAIL, RCPT, DATA, body (after its first line) and dot; a fault of the
    dot other than a refusal strikes once the message is noted. ``refused`` is by recipient what RCPT answers.
    With ``one_by_one`` it does not announce PIPELINING, and a command that comes before the reply to the last
    one ends the connection. With ``by_the_byte`` each byte of a reply goes in a packet of its own.
    """

    faults: dict[str | tuple[str, int], str] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)
    tls: ssl.SSLContext | None = None
    tls_from_start: bool = False
    offers_starttls: bool = True
    one_by_one: bool = False
    by_the_byte: bool = False
    user: tuple[str, str] | None = None
    taken: list[Taken] = field(default_factory=list)
    seen: Counter[str] = field(default_factory=Counter)
    commands: list[str] = field(default_factory=list)
    connections: int = 0

    def __enter__(self) -> MailServer:
        self._stop = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._open: list[socket.socket] = []
        self._threads = [threading.Thread(target=self._accept)]
        self._threads[0].start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._stop.set()
        self._listener.shutdown(socket.SHUT_RDWR)
        self.hang_up()
        for thread in self._threads:
            thread.join()
        self._listener.close()

    @property
    def port(self) -> int:
        return int(self._listener.getsockname()[1])

    def hang_up(self) -> None:
        """Cut every connection, as a server does that was idled at for too long."""
        for connection in self._open:
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            self._open.append(connection)
            thread = threading.Thread(target=self._serve, args=(connection,))
            self._threads.append(thread)
            thread.start()

    def _serve(self, connection: socket.socket) -> None:
        with suppress(_Gone, OSError, ValueError):
            try:
                if self.tls_from_start and self.tls is not None:
                    connection = self._wrap(connection)
                _Dialogue(self, connection).run()
            finally:
                connection.close()

    def _wrap(self, connection: socket.socket) -> socket.socket:
        assert self.tls is not None
        wrapped = self.tls.wrap_socket(connection, server_side=True)
        self._open.append(wrapped)
        return wrapped

    def fault(self, step: str) -> str | None:
        self.seen[step] += 1
        found = self.faults.get((step, self.seen[step]), self.faults.get(step))
        if found == "drop":
            raise _Gone
        if found == "stall":
            self._stop.wait()
            raise _Gone
        if found == "late":
            self._stop.wait(0.4)
            return None
        return found


class _Dialogue:
    def __init__(self, server: MailServer, connection: socket.socket) -> None:
        self._server, self._connection = server, connection
        # Unbuffered, what a client sent too early still lies in the socket.
        self._file: BufferedReader | SocketIO = connection.makefile(
            "rb", buffering=0 if server.one_by_one else None
        )
        self._recipient, self._secure = "", server.tls_from_start
        self._in_transaction = False
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def run(self) -> None:
        try:
            self._reply("greeting", "220 mail.example.net")
            while line := self._file.readline():
                if self._server.one_by_one and select.select([self._connection], [], [], 0)[0]:
                    raise _Gone
                self._obey(line.decode().rstrip("\r\n"))
        finally:
            self._file.close()
            self._connection.close()

    def _reply(self, step: str, usual: str) -> bool:
        """Answer as usual unless told otherwise; whether it was a yes."""
        reply = self._server.fault(step) or usual
        said = reply.encode() + b"\r\n"
        for packet in (bytes([one]) for one in said) if self._server.by_the_byte else (said,):
            self._connection.sendall(packet)
        if reply.startswith("421"):
            raise _Gone
        return reply[0] in "23"

    def _obey(self, line: str) -> None:
        verb = line.split(" ", maxsplit=1)[0].upper()
        self._server.commands.append(verb)
        match verb:
            case "EHLO":
                lines = ["mail.example.net", *self._extensions()]
                self._reply("EHLO", "\r\n".join([*(f"250-{one}" for one in lines[:-1]), f"250 {lines[-1]}"]))
            case "STARTTLS":
                if self._reply("STARTTLS", "220 go ahead"):
                    self._file.close()
                    self._connection = self._server._wrap(self._connection)
                    self._file, self._secure = self._connection.makefile("rb"), True
            case "AUTH":
                given = tuple(b64decode(line.split(" ")[2]).decode().split("\0")[1:])
                known = given == self._server.user
                self._reply("AUTH", "235 welcome" if known else f"535 5.7.8 not {given[0]} with {given[1]}")
            case "MAIL":
                usual = "503 5.5.1 nested MAIL" if self._in_transaction else "250 2.1.0 Ok"
                self._in_transaction = self._reply("MAIL", usual) or self._in_transaction
            case "RCPT":
                recipient = line.partition("<")[2].rstrip(">")
                usual = "250 2.1.5 Ok" if self._in_transaction else "503 5.5.1 MAIL first"
                if self._reply("RCPT", self._server.refused.get(recipient, usual)):
                    self._recipient = recipient
            case "DATA":
                if self._reply("DATA", "354 go on" if self._recipient else "554 5.5.1 no recipients"):
                    self._take()
            case "QUIT":
                self._reply("QUIT", "221 bye")
                raise _Gone
            case _:
                self._in_transaction, self._recipient = False, ""
                self._reply(verb, "250 Ok")

    def _extensions(self) -> list[str]:
        server = self._server
        has = {
            "8BITMIME": True,
            "PIPELINING": not server.one_by_one,
            "STARTTLS": server.tls is not None and server.offers_starttls and not self._secure,
            "AUTH PLAIN": server.user is not None,
        }
        return [name for name, there in has.items() if there]

    def _take(self) -> None:
        lines: list[bytes] = []
        while (line := self._file.readline()) != b".\r\n":
            if not line:
                raise _Gone
            lines.append(line.removeprefix(b"."))
            if len(lines) == 1:
                self._server.fault("body")
        taken = Taken(self._recipient, b"".join(lines))
        self._in_transaction, self._recipient = False, ""
        if not taken.recipient:
            self._reply("dot without recipient", "554 5.5.1 no recipients")
            return
        told = self._server.faults.get(("dot", self._server.seen["dot"] + 1), self._server.faults.get("dot"))
        if told in {None, "drop", "stall", "late"} or (told or "").startswith("2"):
            self._server.taken.append(taken)
        number = len(self._server.taken)
        self._reply("dot", f"250 2.0.0 Ok: queued as {number:06X}")
