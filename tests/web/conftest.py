"""The application behind a real server on loopback, asked over real HTTP."""

from __future__ import annotations

import asyncio
import itertools
import re
import socket
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass
from email import message_from_bytes, policy
from typing import TYPE_CHECKING, TypeVar

import pytest
import uvicorn
from sqlalchemy import inspect, select, table, text

from digest import db
from digest.email.templates import packaged_templates
from digest.pipeline.preview import Gallery
from digest.pipeline.subscribe import subscriber_ids
from digest.web.serving import preview_config, server_config
from tests.stages import mailed_week

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

    from digest.pipeline.newsletter import Newsletter
    from tests.conftest import World
    from tests.stages import Stages


class _Server(uvicorn.Server):
    """Tells when it listens, so that nobody has to guess."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.up = threading.Event()

    async def startup(self, sockets: list[object] | None = None) -> None:
        await super().startup(sockets)  # type: ignore[arg-type]
        self.up.set()

    async def main_loop(self) -> None:
        """Look ten times as often whether to end: each test waits for it."""
        ticks = itertools.count()
        while not await self.on_tick(next(ticks) // 10):
            await asyncio.sleep(0.01)


@contextmanager
def running(config: uvicorn.Config) -> Iterator[str]:
    """Run a server on a free port; gives the URL."""
    server = _Server(config)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        assert server.up.wait(30)
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(30)


def serving(newsletter: Newsletter) -> AbstractContextManager[str]:
    """Serve a newsletter; gives the URL."""
    return running(server_config(newsletter))


@pytest.fixture(name="serving")
def _serving() -> Callable[[Newsletter], AbstractContextManager[str]]:
    return serving


WEEK = "2026-W17"


@pytest.fixture
def mailed(stages: Stages, world: World) -> Newsletter:
    """The week's issue went to three readers."""
    return stages.at_home(world, mailed_week)


def subscriber(newsletter: Newsletter, number: int = 0) -> str:
    """The id of one of the readers."""
    address = f"reader-{number}@example.org"
    with db.reading(newsletter.engine) as connection:
        return subscriber_ids(connection, [address])[address]


def every_row(newsletter: Newsletter) -> dict[str, list[str]]:
    """Every row of every table."""
    with db.reading(newsletter.engine) as connection:
        return {
            name: sorted(
                repr(tuple(row)) for row in connection.execute(select(text("*")).select_from(table(name)))
            )
            for name in inspect(connection).get_table_names()
        }


Found = TypeVar("Found")


def eventually(look: Callable[[], Found | None]) -> Found:
    """What a thread of the server is about to bring about."""
    until = time.monotonic() + 30
    while (found := look()) is None:
        assert time.monotonic() < until, "it never came"
        time.sleep(0.02)
    return found


def letters_to(newsletter: Newsletter, address: str) -> list[str]:
    """The texts of the letters in the outbox folder to this address."""
    mails = [
        message_from_bytes(path.read_bytes(), policy=policy.default)
        for path in sorted((newsletter.home / "outbox").glob("*.eml"))
    ]
    return [
        str(mail.get_body(("plain",)).get_content())
        for mail in mails
        if mail["To"] is not None and address in mail["To"] and "List-Unsubscribe-Post" not in mail
    ]


def mailed_path(newsletter: Newsletter, address: str, kind: str) -> str:
    """The path of a link of that kind in a letter to this address, once there is one."""

    def look() -> str | None:
        letters = letters_to(newsletter, address)
        found = re.search(rf"https://[^/\s]+(/{kind}/[\w-]+)", "\n".join(letters))
        return None if found is None else found[1]

    return eventually(look)


@dataclass(frozen=True)
class OwnTemplates:
    """A folder of an author's own that has a copy of one template of the mail."""

    folder: Path

    @property
    def footer(self) -> Path:
        return self.folder / "partials" / "footer.mjml.j2"

    def edit(self, old: str, new: str) -> None:
        """Save the template with something in it replaced."""
        before = self.footer.read_text(encoding="utf-8")
        assert old in before
        self.footer.write_text(before.replace(old, new, 1), encoding="utf-8")


@pytest.fixture
def own(tmp_path: Path) -> OwnTemplates:
    made = OwnTemplates(tmp_path / "own")
    made.footer.parent.mkdir(parents=True)
    packaged = packaged_templates() / made.footer.relative_to(made.folder)
    made.footer.write_bytes(packaged.read_bytes())
    return made


@pytest.fixture
def preview_url(own: OwnTemplates) -> Iterator[str]:
    """The preview of the fixture ``plain`` with those templates, without any newsletter."""
    gallery = Gallery(templates=(own.folder, packaged_templates()), newsletter=None)
    with running(preview_config(gallery, "plain")) as url:
        yield url
