from __future__ import annotations

import logging
import threading
from collections import Counter
from contextlib import ExitStack
from dataclasses import replace
from typing import TYPE_CHECKING

import requests

from digest.errors import TransportUnavailable
from digest.pipeline.sign_up import request_sign_up
from digest.web.worker import Worker
from tests.web.conftest import eventually, letters_to

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    import pytest

    from digest.delivery.transport import Accepted, Envelope, Transport
    from digest.pipeline.newsletter import Newsletter
    from tests.conftest import World


class Faulty:
    """The transport of the newsletter, with a server that is away for the first tries."""

    def __init__(self, real: Transport, fails: int) -> None:
        self._real, self._fails = real, fails
        self.tried = 0

    def __getattr__(self, name: str) -> object:
        return getattr(self._real, name)

    def send(self, envelope: Envelope) -> Accepted:
        self.tried += 1
        if self.tried <= self._fails:
            raise TransportUnavailable("the mail server does not answer; start it")
        return self._real.send(envelope)


def asks(newsletter: Newsletter, address: str = "ada@example.org") -> None:
    request_sign_up(newsletter, address, name=None, consent_text="Yes", source="/sign-up")


def test_a_mail_server_that_is_away_is_told_once_and_tried_until_it_is_back(
    ready: Newsletter, caplog: pytest.LogCaptureFixture
) -> None:
    newsletter = replace(ready, transport=Faulty(ready.transport, fails=3))  # type: ignore[arg-type]
    asks(newsletter)
    worker = Worker(newsletter, every_s=0.01)
    with caplog.at_level(logging.INFO, "digest.web"):
        worker.start()
        eventually(lambda: letters_to(ready, "ada@example.org") or None)
        eventually(lambda: "letters leave again" in caplog.text or None)
        worker.stop()
    assert caplog.text.count("the mail server does not answer; start it") == 1
    assert "@" not in caplog.text
    assert len(letters_to(ready, "ada@example.org")) == 1


def test_an_error_that_nobody_foresaw_does_not_end_the_thread_and_its_message_is_not_logged(
    ready: Newsletter, caplog: pytest.LogCaptureFixture
) -> None:
    class Broken(Faulty):
        def send(self, envelope: Envelope) -> Accepted:
            self.tried += 1
            if self.tried == 1:
                raise KeyError(envelope.recipient)
            return self._real.send(envelope)

    newsletter = replace(ready, transport=Broken(ready.transport, fails=0))  # type: ignore[arg-type]
    asks(newsletter)
    worker = Worker(newsletter, every_s=0.01)
    with caplog.at_level(logging.INFO, "digest.web"):
        worker.start()
        eventually(lambda: "letters leave again" in caplog.text or None)
        worker.stop()
    assert "builtins.KeyError" in caplog.text
    assert "ada@" not in caplog.text


def test_a_kick_does_not_wait_for_the_next_turn_and_stopping_ends_the_thread(ready: Newsletter) -> None:
    others = set(threading.enumerate())
    worker = Worker(ready, every_s=3600)
    worker.start()
    asks(ready)
    worker.kick()
    eventually(lambda: letters_to(ready, "ada@example.org") or None)
    worker.stop()
    assert "letters" not in {thread.name for thread in threading.enumerate() if thread not in others}


def test_three_servers_on_one_database_write_to_everybody_once(
    ready: Newsletter, world: World, serving: Callable[[Newsletter], AbstractContextManager[str]]
) -> None:
    addresses = [f"new-{number}@example.org" for number in range(9)]
    with ExitStack() as stack:
        urls = [stack.enter_context(serving(world.open())) for _ in range(3)]
        for number, address in enumerate(addresses):
            url = urls[number % 3]
            requests.post(f"{url}/sign-up", data={"address": address}, headers={"Origin": url}, timeout=30)
        eventually(lambda: all(letters_to(ready, address) for address in addresses) or None)
    assert Counter({address: len(letters_to(ready, address)) for address in addresses}) == Counter(addresses)
