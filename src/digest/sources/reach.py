"""Which addresses may be talked to: those of the public internet, and what the operator opened.

The address is looked at once the connection stands, so that neither a redirect nor a name that resolves
otherwise the second time leads into the operator's own network.
"""

from __future__ import annotations

import os
import socket
import weakref
from collections.abc import Callable, Sequence
from contextlib import suppress
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Any, NamedTuple

import requests
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

Network = IPv4Network | IPv6Network
_NAT64 = ip_network("64:ff9b::/96")


class NotPublic(Exception):
    """The connection led to an address that is not to be talked to."""


def may_reach(address: str, opened: Sequence[Network] = ()) -> bool:
    """Say whether an address is public, or in a network that was opened.

    >>> [may_reach(one) for one in ("93.184.216.34", "127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::a00:1")]
    [True, False, False, False]
    >>> may_reach("127.0.0.1", [ip_network("127.0.0.0/8")])
    True
    """
    found = _innermost(ip_address(address.partition("%")[0]))
    if any(found.version == network.version and found in network for network in opened):
        return True
    return found.is_global and not found.is_multicast and not found.is_reserved


def _innermost(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """The IPv4 address that an IPv6 address carries (RFC 4291, 6052, 3056, 4380), or the address."""
    if isinstance(address, IPv4Address):
        return address
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address.sixtofour is not None:
        return address.sixtofour
    if address.teredo is not None:
        return address.teredo[1]
    if address in _NAT64 or (int(address) >> 32 == 0 and int(address) > 1):
        return IPv4Address(int(address) & 0xFFFF_FFFF)
    return address


class Lines:
    """The connections of one session, so that a request that takes too long can be cut from outside.

    Each has a second handle here, which neither TLS nor the end of the headers takes away.
    """

    def __init__(self) -> None:
        self._handles: weakref.WeakKeyDictionary[HTTPConnection, _Handle] = weakref.WeakKeyDictionary()

    def add(self, connection: HTTPConnection, line: socket.socket) -> None:
        """Remember a connection."""
        # A pool opens the ones that a server closed again, and they would outnumber what a process may open.
        if (earlier := self._handles.pop(connection, None)) is not None:
            earlier.close()
        handle = os.dup(line.fileno())
        self._handles[connection] = _Handle(handle, weakref.finalize(connection, os.close, handle))

    def cut(self) -> None:
        """End whatever is being waited for; the connections are of no further use."""
        for handle in list(self._handles.values()):
            with suppress(OSError), socket.socket(fileno=os.dup(handle.number)) as line:
                line.shutdown(socket.SHUT_RDWR)


class _Handle(NamedTuple):
    """A file descriptor, and what closes it, once: by hand, or when the connection goes."""

    number: int
    close: Callable[[], object]


class GuardedAdapter(HTTPAdapter):
    """Connects as requests does, to addresses that may be reached."""

    def __init__(self, opened: Sequence[Network], lines: Lines) -> None:
        self._pools = _pool_classes(opened, lines)
        # A thread goes from host to host, at most by a redirect to a second; what it left need not stay open.
        super().__init__(pool_connections=2)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        """The pool manager of requests, with our connections in it."""
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = self._pools


def guard(session: requests.Session, opened: Sequence[Network]) -> Lines:
    """Let a session reach public and opened addresses alone; returns a handle on its connections."""
    lines = Lines()
    session.mount("http://", GuardedAdapter(opened, lines))
    session.mount("https://", GuardedAdapter(opened, lines))
    return lines


def _pool_classes(opened: Sequence[Network], lines: Lines) -> dict[str, type[HTTPConnectionPool]]:
    def looked_at(connection: HTTPConnection, line: socket.socket) -> socket.socket:
        peer = str(line.getpeername()[0])
        if not may_reach(peer, opened):
            line.close()
            raise NotPublic(peer)
        lines.add(connection, line)
        return line

    class Plain(HTTPConnection):
        def _new_conn(self) -> socket.socket:
            return looked_at(self, super()._new_conn())

    class Secure(HTTPSConnection):
        def _new_conn(self) -> socket.socket:
            return looked_at(self, super()._new_conn())

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain

    class SecurePool(HTTPSConnectionPool):
        ConnectionCls = Secure

    return {"http": PlainPool, "https": SecurePool}
