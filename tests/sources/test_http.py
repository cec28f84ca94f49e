from __future__ import annotations

import gc
import gzip
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_network
from pathlib import Path

import pytest
import requests

from digest.errors import FetchFailed
from digest.sources.answer import Answer
from digest.sources.http import Limits, Validators, fetch, open_session

LIMITS = Limits(connect_s=1, read_s=1, total_s=2, decoded_bytes=100_000, redirects=5)
#: A hundred times what may come of it; made before anybody waits for it.
BOMB = gzip.compress(bytes(100 * LIMITS.decoded_bytes))
ETAG = 'W/"a b"'
MODIFIED = "Thu, 20 Feb 2025 00:00:00 GMT"
HELD = Validators(etag=ETAG, last_modified=MODIFIED)


class Handler(BaseHTTPRequestHandler):
    seen: list[dict[str, str]]
    closing: threading.Event

    def do_GET(self) -> None:
        self.seen.append(dict(self.headers))
        name = self.path.strip("/").split("/")[0]
        getattr(self, f"show_{name}")()

    def answer(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for header, value in headers.items():
            self.send_header(header.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def show_feed(self) -> None:
        if self.headers.get("If-None-Match") == ETAG:
            self.answer(304, ETag=ETAG)
        else:
            self.answer(200, b"<rss/>", ETag=ETAG, Last_Modified=MODIFIED, Set_Cookie="a=b")

    def show_dated(self) -> None:
        if self.headers.get("If-Modified-Since") == MODIFIED:
            self.answer(304)
        else:
            self.answer(200, b"<rss/>", Last_Modified=MODIFIED)

    def show_gzip(self) -> None:
        self.answer(200, gzip.compress(b"<rss/>"), Content_Encoding="gzip", Content_Type="text/xml")

    def show_bomb(self) -> None:
        self.answer(200, BOMB, Content_Encoding="gzip")

    def show_lie(self) -> None:
        self.answer(200, b"no gzip at all", Content_Encoding="gzip")

    def show_endless(self) -> None:
        self.send_response(200)
        self.end_headers()
        while not self.closing.is_set():
            self.wfile.write(b"x" * 10_000)

    def show_drip(self) -> None:
        self.send_response(200)
        self.end_headers()
        while not self.closing.wait(0.1):
            self.wfile.write(b"x")

    def show_silence(self) -> None:
        self.closing.wait(10)

    def show_short(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "100")
        self.end_headers()
        self.wfile.write(b"<rss")

    def show_headerdrip(self) -> None:
        self.wfile.write(b"HTTP/1.1 200 OK\r\n")
        for number in range(200):
            if self.closing.wait(0.1):
                return
            self.wfile.write(f"X-{number}: y\r\n".encode())

    def show_gone(self) -> None:
        self.answer(410)

    def show_later(self) -> None:
        self.answer(429, Retry_After="120", RateLimit='"pages";r=0;t=60')

    def show_moving(self) -> None:
        self.answer(302, Location="/moved")

    def show_changes(self) -> None:
        self.answer(226, b"<rss/>")

    def show_loop(self) -> None:
        self.answer(302, Location="/loop")

    def show_moved(self) -> None:
        self.answer(301, Location="/feed")

    def show_file(self) -> None:
        self.answer(302, Location="file:///etc/passwd")

    def show_404(self) -> None:
        self.answer(404)

    def show_500(self) -> None:
        self.answer(500, b"<rss/>")

    def show_empty(self) -> None:
        self.answer(200)

    def log_message(self, format: str, *args: object) -> None:
        """Keep quiet."""


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up in the middle is what these tests are about."""


@pytest.fixture
def seen() -> list[dict[str, str]]:
    return []


@pytest.fixture
def base(seen: list[dict[str, str]]) -> Iterator[str]:
    closing = threading.Event()
    handler = type("Bound", (Handler,), {"seen": seen, "closing": closing})
    with Server(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        closing.set()
        server.shutdown()
        thread.join()


@pytest.fixture
def session() -> Iterator[requests.Session]:
    with open_session("https://digest.example.org/about", [ip_network("127.0.0.0/8")]) as session:
        yield session


@pytest.fixture
def refusal(session: requests.Session) -> Callable[[str], FetchFailed]:
    def get(url: str) -> FetchFailed:
        with pytest.raises(FetchFailed) as failure:
            fetch("blog", url, validators=None, limits=LIMITS, session=session)
        assert (failure.value.source, failure.value.url) == ("blog", url)
        return failure.value

    return get


def test_a_body_comes_with_its_validators(base: str, session: requests.Session) -> None:
    got = fetch("blog", f"{base}/feed", validators=None, limits=LIMITS, session=session)
    assert (got.body, got.validators) == (b"<rss/>", Validators(etag=ETAG, last_modified=MODIFIED))


def test_the_validators_are_echoed_as_they_came_and_304_has_no_body(
    base: str, session: requests.Session, seen: list[dict[str, str]]
) -> None:
    got = fetch("blog", f"{base}/feed", validators=HELD, limits=LIMITS, session=session)
    assert (got.body, got.validators.etag) == (None, ETAG)
    assert (seen[0]["If-None-Match"], seen[0]["If-Modified-Since"]) == (ETAG, MODIFIED)


def test_a_304_that_repeats_no_validator_leaves_the_ones_that_were_sent(
    base: str, session: requests.Session
) -> None:
    first = fetch("blog", f"{base}/dated", validators=None, limits=LIMITS, session=session)
    again = fetch("blog", f"{base}/dated", validators=first.validators, limits=LIMITS, session=session)
    assert again.body is None
    assert again.validators == first.validators == Validators(last_modified=MODIFIED)


def test_a_request_says_who_asks_and_keeps_no_cookie(
    base: str, session: requests.Session, seen: list[dict[str, str]]
) -> None:
    for _ in range(2):
        fetch("blog", f"{base}/feed", validators=None, limits=LIMITS, session=session)
    assert seen[0]["User-Agent"].startswith("shiporskip-digest/")
    assert "(+https://digest.example.org/about)" in seen[0]["User-Agent"]
    assert "Cookie" not in seen[1]


def test_a_compressed_body_is_decompressed(base: str, session: requests.Session) -> None:
    got = fetch("blog", f"{base}/gzip", validators=None, limits=LIMITS, session=session)
    assert got.body == b"<rss/>"


def test_an_empty_body_is_a_body(base: str, session: requests.Session) -> None:
    assert fetch("blog", f"{base}/empty", validators=None, limits=LIMITS, session=session).body == b""


def test_a_redirect_is_followed_to_its_end(base: str, session: requests.Session) -> None:
    got = fetch("blog", f"{base}/moved", validators=None, limits=LIMITS, session=session)
    assert got.body == b"<rss/>"


def test_a_redirect_loop_ends_after_five(
    base: str, refusal: Callable[[str], FetchFailed], seen: list[dict[str, str]]
) -> None:
    assert refusal(f"{base}/loop").reason == "redirects"
    assert len(seen) == 6


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("404", "404"),
        ("500", "500"),
        ("bomb", "too-large"),
        ("endless", "too-large"),
        ("lie", "encoding"),
        ("short", "connection"),
        ("silence", "timeout"),
        ("file", "bad-url"),
    ],
)
def test_what_gives_no_body_fails_by_name(
    path: str, reason: str, base: str, refusal: Callable[[str], FetchFailed]
) -> None:
    assert refusal(f"{base}/{path}").reason == reason


def test_a_body_that_drips_ends_at_the_deadline(base: str, refusal: Callable[[str], FetchFailed]) -> None:
    start = time.monotonic()
    assert refusal(f"{base}/drip").reason == "timeout"
    assert time.monotonic() - start < LIMITS.total_s + LIMITS.read_s


def test_headers_that_drip_end_at_the_deadline_also_on_a_connection_that_was_open_before(
    base: str, session: requests.Session, refusal: Callable[[str], FetchFailed]
) -> None:
    fetch("blog", f"{base}/feed", validators=None, limits=LIMITS, session=session)
    start = time.monotonic()
    assert refusal(f"{base}/headerdrip").reason == "timeout"
    assert time.monotonic() - start < LIMITS.total_s + LIMITS.read_s


def test_a_server_that_never_finishes_its_handshake_ends_at_the_deadline(
    refusal: Callable[[str], FetchFailed],
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        start = time.monotonic()
        assert refusal(f"https://127.0.0.1:{silent.getsockname()[1]}/feed").reason == "timeout"
        assert time.monotonic() - start < LIMITS.total_s + LIMITS.read_s


def test_an_answer_is_told_with_its_redirects_and_what_it_asks_of_us(
    base: str, session: requests.Session, refusal: Callable[[str], FetchFailed]
) -> None:
    def answer(path: str) -> Answer:
        url = f"{base}/{path}"
        return fetch("blog", url, validators=None, limits=LIMITS, session=session).answer

    assert answer("moved").moved_to == f"{base}/feed"
    mixed = answer("moving")
    assert [hop.status for hop in mixed.hops] == [302, 301]
    assert mixed.moved_to is None
    assert answer("changes").status == 226
    assert answer("gzip").encoded_bytes == len(gzip.compress(b"<rss/>"))

    refused = refusal(f"{base}/later").answer
    assert isinstance(refused, Answer)
    assert (refused.status, refused.headers["retry-after"]) == (429, "120")
    gone = refusal(f"{base}/gone").answer
    assert isinstance(gone, Answer)
    assert gone.status == 410


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "127.1", "0x7f000001", "2130706433", "localhost", "[::ffff:127.0.0.1]", "0"]
)
def test_whatever_a_name_for_this_machine_it_is_not_asked(base: str, host: str, seen: list[object]) -> None:
    port = base.rpartition(":")[2]
    with open_session("https://digest.example.org/about") as closed, pytest.raises(FetchFailed) as refused:
        fetch("blog", f"http://{host}:{port}/feed", validators=None, limits=LIMITS, session=closed)
    assert refused.value.reason == "not-public"
    assert seen == []


def test_a_name_that_resolves_otherwise_the_second_time_leads_nowhere(
    base: str, seen: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    port = int(base.rpartition(":")[2])
    here = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_given: here)
    with open_session("https://digest.example.org/about") as closed, pytest.raises(FetchFailed) as refused:
        fetch("blog", "http://feeds.example.org/feed", validators=None, limits=LIMITS, session=closed)
    assert refused.value.reason == "not-public"
    assert seen == []


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://e.org/", "http://", "no url", "http://[x"])
def test_only_web_addresses_are_fetched(url: str, refusal: Callable[[str], FetchFailed]) -> None:
    assert refusal(url).reason == "bad-url"


def test_a_server_that_is_not_there_is_a_failed_connection(refusal: Callable[[str], FetchFailed]) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    failed = refusal(f"http://127.0.0.1:{port}/")
    assert (failed.reason, failed.detail) == (
        "connection",
        "Failed to establish a new connection: [Errno 111] Connection refused",
    )


def still_open() -> int:
    return len(list(Path("/dev/fd").iterdir()))


@pytest.fixture
def uncollected() -> Iterator[None]:
    """Collecting cycles would close what nobody else does, sooner or later."""
    gc.disable()
    yield
    gc.enable()


@pytest.mark.usefixtures("uncollected")
@pytest.mark.parametrize("path", ["feed", "dated", "moved", "404", "short"])
def test_a_closed_connection_keeps_nothing_open(base: str, session: requests.Session, path: str) -> None:
    def ask() -> None:
        with suppress(FetchFailed):
            fetch("blog", f"{base}/{path}", validators=HELD, limits=LIMITS, session=session)

    ask()
    before = still_open()
    for _ in range(20):
        ask()
    # The server's own ends are in this process, and close in their own time.
    assert still_open() - before < 10


@pytest.mark.usefixtures("uncollected")
def test_few_connections_stay_open_after_many_hosts(
    base: str, session: requests.Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Handler, "protocol_version", "HTTP/1.1")
    port = int(base.rpartition(":")[2])
    here = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_given: here)
    before = still_open()
    for number in range(20):
        url = f"http://feeds{number}.example.org:{port}/feed"
        fetch("blog", url, validators=HELD, limits=LIMITS, session=session)
    # Of each that is open, two handles are ours and one is the server's.
    assert still_open() - before < 15
