"""A newsletter on each engine, and the search for what should be gone from all it keeps."""

from __future__ import annotations

import subprocess
import zlib
from contextlib import suppress
from dataclasses import replace
from email import message_from_bytes, policy
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from benchmarks.postgres import programs
from digest.delivery.relay import relay_from_url
from digest.delivery.smtp import SmtpTransport
from tests.delivery.mail_server import MailServer
from tests.stages import two_tools

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from digest.pipeline.newsletter import Newsletter
    from tests.conftest import Reach


@pytest.fixture
def anywhere(reach: Reach) -> Newsletter:
    """Two reviewed tools and three readers, on each engine."""
    return reach(two_tools)


@pytest.fixture
def leftovers() -> Callable[..., list[str]]:
    """Where one of some words still stands, in any letter case: the database's files, a dump, and home."""

    def find(newsletter: Newsletter, *words: str) -> list[str]:
        wanted = [word.casefold().encode() for word in words]
        return [
            place
            for place, content in (*_database(newsletter), *_home(newsletter))
            if any(word in content.lower() for word in wanted)
        ]

    return find


def _database(newsletter: Newsletter) -> Iterator[tuple[str, bytes]]:
    url = newsletter.engine.url
    if newsletter.engine.dialect.name == "sqlite":
        for path in sorted(Path(str(url.database)).parent.glob(f"{Path(str(url.database)).name}*")):
            yield f"database {path.name.removeprefix(Path(str(url.database)).name)}", path.read_bytes()
        return
    folder = programs()
    assert folder is not None
    command = [folder / "pg_dump", "--host", url.query["host"], "--username", url.username, url.database]
    yield "database dump", subprocess.run(command, check=True, capture_output=True).stdout
    with newsletter.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        # Files of tables that were written anew go with the next checkpoint.
        connection.execute(text("CHECKPOINT"))
        number = connection.execute(
            text("SELECT oid FROM pg_database WHERE datname = current_database()")
        ).scalar_one()
    for path in sorted(Path(str(url.query["host"]), "data", "base", str(number)).iterdir()):
        # The server throws its cache of the catalog away when it likes; a file that is gone holds nothing.
        with suppress(FileNotFoundError):
            yield f"database {path.name}", path.read_bytes()


def _home(newsletter: Newsletter) -> Iterator[tuple[str, bytes]]:
    for path in sorted(newsletter.home.rglob("*")):
        if not path.is_file() or path.name.startswith("digest.db"):
            continue
        content = path.read_bytes()
        place = path.relative_to(newsletter.home).parts[0]
        yield place, content
        if place == "bodies":
            yield place, zlib.decompress(content)
        if path.suffix == ".eml":
            message = message_from_bytes(content, policy=policy.default)
            yield place, str(message["To"]).encode()
            for part in message.walk():
                if not part.is_multipart():
                    yield place, part.get_content().encode()


@pytest.fixture
def server() -> Iterator[MailServer]:
    """A mail server on loopback."""
    with MailServer() as found:
        yield found


def by_smtp(newsletter: Newsletter, server: MailServer) -> Newsletter:
    """The newsletter with its mail going there; what stood in the folder can still be taken back."""
    relay = relay_from_url(f"smtp://127.0.0.1:{server.port}", plain_text=True, timeout_s=5)
    transport = SmtpTransport(relay, newsletter.sender.address)
    return replace(newsletter, transport=transport, former=(newsletter.transport,))
