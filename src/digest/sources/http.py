"""Fetching one URL politely: identified, conditional, bounded in time and size.

A timeout of requests bounds the wait for a byte, not the whole; a server that sends one byte now and
then, of its headers or its body, would hold us for ever. So the connection is cut at the deadline, and the
size of the body is counted after decompression.

Reasons of FetchFailed: an HTTP status, or ``bad-url``, ``redirects``, ``timeout``, ``tls``,
``connection``, ``too-large``, ``encoding``, ``not-public``.
"""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from http.cookiejar import DefaultCookiePolicy

import msgspec
import requests
import urllib3

from digest import __version__
from digest.errors import FetchFailed
from digest.sources.answer import Answer, Hop, kept_headers
from digest.sources.cutting import Deadlines
from digest.sources.entry import web_url
from digest.sources.reach import Lines, Network, NotPublic, guard

_PIECE_BYTES = 65_536
#: 226 is the answer of a server that sends changes alone, of one that takes us to have asked for them.
_OK, _NOT_MODIFIED = frozenset({200, 226}), 304
_DEADLINES = Deadlines()


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """How long and how much. ``read_s`` is the longest silence, ``total_s`` everything together."""

    connect_s: float = 5.0
    read_s: float = 10.0
    total_s: float = 30.0
    decoded_bytes: int = 10_000_000
    redirects: int = 5


class Validators(msgspec.Struct, frozen=True, kw_only=True):
    """What the server sent with the body that we hold, echoed as it is (RFC 9110, section 13.1)."""

    etag: str | None = None
    last_modified: str | None = None


class Fetched(msgspec.Struct, frozen=True, kw_only=True):
    """An answer of 200, or of 304 and then without a body. The body is decompressed.

    ``validators`` are to be sent next time; a 304 that repeats none leaves those that were sent.
    """

    body: bytes | None
    validators: Validators
    answer: Answer = Answer(status=200)


class PoliteSession(requests.Session):
    """A session of one thread; ``lines`` are its connections."""

    lines: Lines


def open_session(contact_url: str, opened: Sequence[Network] = ()) -> PoliteSession:
    """Open a session that says who asks, keeps no cookies and heeds no proxy or netrc of the machine.

    It reaches public addresses, and those of the networks that are ``opened``.
    """
    session = PoliteSession()
    session.trust_env = False
    session.lines = guard(session, opened)
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    session.headers["User-Agent"] = f"shiporskip-digest/{__version__} (+{contact_url})"
    session.headers["Accept"] = "application/json, application/feed+json, application/atom+xml, */*;q=0.8"
    return session


def fetch(
    source_name: str,
    url: str,
    *,
    validators: Validators | None,
    limits: Limits,
    session: PoliteSession,
) -> Fetched:
    """Get one URL. Raises FetchFailed for everything that is neither 200 nor 304."""
    request = _Request(source_name, url, validators or Validators(), limits, session)
    try:
        with _DEADLINES.cut_after(limits.total_s, session.lines):
            return request.follow()
    except NotPublic as error:
        raise request.failed(
            "not-public",
            f"it leads to {error}, which is not of the public internet; if it is yours, open its network in"
            " fetch.open_networks",
        ) from error
    except (requests.exceptions.InvalidURL, requests.exceptions.InvalidSchema) as error:
        raise request.failed("bad-url", str(error)) from error
    except (requests.exceptions.SSLError, urllib3.exceptions.SSLError) as error:
        raise request.failed("tls", str(error)) from error
    except (requests.exceptions.Timeout, urllib3.exceptions.TimeoutError) as error:
        raise request.failed("timeout", str(error)) from error
    except urllib3.exceptions.DecodeError as error:
        raise request.failed("encoding", str(error)) from error
    except (requests.exceptions.RequestException, urllib3.exceptions.HTTPError, OSError) as error:
        if request.late:
            raise request.failed("timeout", f"not done within {limits.total_s:g} s") from error
        raise request.failed("connection", _why(error)) from error


def _why(error: Exception) -> str:
    """What went wrong, without the names of the pool and of the connection that it went wrong in."""
    inner = error.args[0] if error.args else error
    said = str(getattr(inner, "reason", None) or inner)
    return re.sub(r"^(?:\w+\(host=[^)]*\): )+", "", said)


class _Request:
    def __init__(
        self, source: str, url: str, held: Validators, limits: Limits, session: PoliteSession
    ) -> None:
        self.source, self.url, self.held, self.limits, self.session = source, url, held, limits, session
        self.deadline = time.monotonic() + limits.total_s
        self.hops: list[Hop] = []
        self.answer: Answer | None = None

    @property
    def late(self) -> bool:
        return time.monotonic() >= self.deadline

    def failed(self, reason: str, detail: str) -> FetchFailed:
        return FetchFailed(self.source, self.url, reason, detail, self.answer)

    def follow(self) -> Fetched:
        headers = {}
        if self.held.etag:
            headers["If-None-Match"] = self.held.etag
        if self.held.last_modified:
            headers["If-Modified-Since"] = self.held.last_modified
        url = web_url(self.url, self.url)
        for _ in range(self.limits.redirects + 1):
            if url is None:
                raise self.failed("bad-url", "only http and https are fetched")
            with self._get(url, headers) as response:
                target = self.session.get_redirect_target(response)
                if target is None:
                    return self._answer(response)
            url = web_url(target, url)
            self.hops.append(Hop(status=response.status_code, url=url or target[:200]))
        raise self.failed("redirects", f"more than {self.limits.redirects}; the last led to {url}")

    def _get(self, url: str, headers: dict[str, str]) -> requests.Response:
        timeouts = (min(self.limits.connect_s, self._left_s()), min(self.limits.read_s, self._left_s()))
        # Nothing of the session but its headers has to be merged into each request.
        asked = requests.Request("GET", url, headers={**self.session.headers, **headers}).prepare()
        return self.session.send(asked, timeout=timeouts, stream=True, allow_redirects=False)

    def _answer(self, response: requests.Response) -> Fetched:
        self.answer = Answer(
            status=response.status_code, hops=tuple(self.hops), headers=kept_headers(response.headers)
        )
        if response.status_code not in _OK and response.status_code != _NOT_MODIFIED:
            raise self.failed(str(response.status_code), response.reason or "the server refused")
        given = Validators(
            etag=response.headers.get("ETag"), last_modified=response.headers.get("Last-Modified")
        )
        if response.status_code == _NOT_MODIFIED:
            if self.held == Validators():
                raise self.failed("304", "not modified, says the server to a request without a condition")
            # A 304 need not repeat Last-Modified (RFC 9110, section 15.4.5).
            kept = self.held if given == Validators() else given
            return Fetched(body=None, validators=kept, answer=self.answer)
        body = self._body(response)
        sent = msgspec.structs.replace(self.answer, encoded_bytes=response.raw.tell())
        return Fetched(body=body, validators=given, answer=sent)

    def _body(self, response: requests.Response) -> bytes:
        pieces = bytearray()
        # read1 returns what has come, so that the deadline is looked at between two packets.
        while piece := response.raw.read1(_PIECE_BYTES, decode_content=True):
            pieces += piece
            if len(pieces) > self.limits.decoded_bytes:
                raise self.failed("too-large", f"more than {self.limits.decoded_bytes} bytes")
            self._left_s()
        # Cut at the deadline, a body without a stated length seems to have ended.
        self._left_s()
        return bytes(pieces)

    def _left_s(self) -> float:
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise self.failed("timeout", f"not done within {self.limits.total_s:g} s")
        return left
