"""A newsletter named by the environment, whose feeds come from a server on loopback."""

from __future__ import annotations

import shutil
import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import pytest

from digest.bootstrap import open_newsletter
from digest.sample.run import DATA, prepare

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CONFIGURED = """
[[sources]]
name = "hf-daily-papers"
kind = "hf-daily-papers"
url = "{server}/hf_daily_papers.json"

[[sources]]
name = "hf-blog"
kind = "feed"
url = "{server}/hf_blog.xml"
"""


class FeedServer(ThreadingHTTPServer):
    """Serves the sample's feeds and remembers what it was asked for."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Feeds)
        self.asked: list[str] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class _Feeds(SimpleHTTPRequestHandler):
    server: FeedServer

    def __init__(self, *args: Any) -> None:
        super().__init__(*args, directory=str(DATA / "feeds"))

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        super().do_GET()

    def log_message(self, *_: object) -> None:
        """Keep the test's output to itself."""


@pytest.fixture
def feeds() -> Iterator[FeedServer]:
    with FeedServer() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def asked(feeds: FeedServer) -> list[str]:
    """The paths that were asked for."""
    return feeds.asked


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the sample's tools, takes, votes and readers; to be copied."""
    folder = tmp_path_factory.mktemp("prepared")
    newsletter = open_newsletter(folder)
    prepare(newsletter)
    newsletter.engine.dispose()
    return folder


@pytest.fixture
def home(prepared: Path, tmp_path: Path, feeds: FeedServer, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of one's own that DIGEST_HOME names, with its sources on loopback."""
    folder = tmp_path / "newsletter"
    shutil.copytree(prepared, folder)
    (folder / "digest.toml").write_text(CONFIGURED.format(server=feeds.url), encoding="utf-8")
    monkeypatch.setenv("DIGEST_HOME", str(folder))
    monkeypatch.delenv("DIGEST_DATABASE_URL", raising=False)
    return folder
