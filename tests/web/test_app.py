from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import requests

from digest import db
from digest.log.store import head

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager
    from pathlib import Path

    from digest.pipeline.newsletter import Newsletter
    from tests.conftest import Digest


def test_health_tells_the_position_of_the_log_as_it_is_now(
    ready: Newsletter, serving: Callable[[Newsletter], AbstractContextManager[str]]
) -> None:
    with serving(ready) as url:
        answer = requests.get(f"{url}/health", timeout=10)
    assert answer.status_code == 200
    with db.reading(ready.engine) as connection:
        assert answer.json() == {"ok": True, "position": head(connection).position}


def test_an_address_that_is_no_page_says_so_in_a_page(
    ready: Newsletter, serving: Callable[[Newsletter], AbstractContextManager[str]]
) -> None:
    with serving(ready) as url:
        answer = requests.get(f"{url}/no-such-page", timeout=10)
    assert answer.status_code == 404
    assert "There is no page at this address" in answer.text


def test_serve_says_where_it_listens_and_ends_on_a_signal(digest: Digest, tmp_path: Path) -> None:
    home = tmp_path / "home"
    assert digest("init", home).code == 0
    with subprocess.Popen(
        [sys.executable, "-u", "-m", "digest", "--home", home, "serve", "--port", "0"],
        stdout=subprocess.PIPE,
        text=True,
        env={name: value for name, value in os.environ.items() if not name.startswith("DIGEST_")},
    ) as server:
        assert server.stdout is not None
        url = re.search(r"http://\S+:\d+", server.stdout.readline())
        assert url is not None
        assert requests.get(f"{url[0]}/health", timeout=10).json()["ok"]
        server.send_signal(signal.SIGTERM)
        assert server.wait(30) in {0, -signal.SIGTERM}
