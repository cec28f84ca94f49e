from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import pytest
import requests
from hypothesis import given
from hypothesis import strategies as st

from digest import db
from digest.links import Preferences, sign
from digest.web.guard.network import network_of
from digest.web.guard.rates import Meter, Rate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

    from digest.pipeline.newsletter import Newsletter
    from tests.conftest import World

    Serving = Callable[[Newsletter], AbstractContextManager[str]]

SECRET = "not-for-any-log@example.org"


@pytest.fixture
def url(ready: Newsletter, serving: Serving) -> Iterator[str]:
    with serving(ready) as url:
        yield url


def test_every_answer_allows_no_script_and_nothing_from_elsewhere(url: str) -> None:
    for answer in (
        requests.get(f"{url}/health", timeout=10),
        requests.get(f"{url}/nowhere", timeout=10),
        requests.get(f"{url}/static/site.css", timeout=10),
        requests.get(f"{url}/health", headers={"Host": "evil.example"}, timeout=10),
        requests.post(f"{url}/health", data="x" * 20_000, timeout=10),
    ):
        policy = dict(
            part.strip().partition(" ")[::2] for part in answer.headers["Content-Security-Policy"].split(";")
        )
        assert policy == {
            "default-src": "'none'",
            "style-src": "'self'",
            "img-src": "'self'",
            "form-action": "'self'",
            "base-uri": "'none'",
            "frame-ancestors": "'none'",
        }
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"
        assert "camera=()" in answer.headers["Permissions-Policy"]
        assert answer.headers["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize("kind", "ucpvbe")
def test_a_page_with_a_token_is_kept_by_nobody_and_told_to_nobody(url: str, kind: str) -> None:
    answer = requests.get(f"{url}/{kind}/AAAA", timeout=10)
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("shiporskip.example", 200),
        ("localhost:8080", 200),
        ("127.0.0.1", 200),
        ("inside.example", 200),
        ("evil.example", 400),
        ("shiporskip.example.evil.example", 400),
    ],
)
def test_only_hosts_that_are_ours_are_answered(
    world: World, serving: Serving, host: str, status: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.settings()
    with (world.home / "digest.toml").open("a") as settings:
        settings.write('[web]\nhosts = ["inside.example"]\n')
    with serving(world.open()) as url:
        answer = requests.get(f"{url}/health", headers={"Host": host}, timeout=10)
    assert answer.status_code == status


def test_head_is_get_without_a_body(url: str) -> None:
    for path in ("/health", "/nowhere"):
        asked, got = requests.head(f"{url}{path}", timeout=10), requests.get(f"{url}{path}", timeout=10)
        assert (asked.status_code, asked.content) == (got.status_code, b"")
        assert {**asked.headers, "date": ""} == {**got.headers, "date": ""}


def test_a_body_over_16_kb_is_refused_whether_it_is_announced_or_not(url: str) -> None:
    announced = requests.post(f"{url}/u/AAAA", data={"x": "y" * 17_000}, timeout=10)
    in_parts = requests.post(
        f"{url}/u/AAAA",
        data=iter([b"x=" + b"y" * 9_000] * 2),
        headers={"Content-Type": "application/x-www-form-urlencoded"},
        timeout=10,
    )
    assert (announced.status_code, in_parts.status_code) == (413, 413)


def test_a_body_that_is_no_form_is_refused(url: str) -> None:
    assert requests.post(f"{url}/u/AAAA", json={"x": "y"}, timeout=10).status_code == 415
    assert requests.post(f"{url}/u/AAAA", data=b"x=y", timeout=10).status_code == 415


@pytest.mark.parametrize(
    ("sent", "passes"),
    [
        ({}, True),
        ({"Sec-Fetch-Site": "same-origin"}, True),
        ({"Sec-Fetch-Site": "cross-site"}, False),
        ({"Sec-Fetch-Site": "same-site"}, False),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "https://shiporskip.example"}, False),
        ({"Origin": "https://shiporskip.example"}, True),
        ({"Origin": "OURS"}, True),
        ({"Origin": "https://evil.example"}, False),
        ({"Origin": "https://shiporskip.example.evil.example"}, False),
        ({"Origin": "null"}, False),
    ],
)
def test_a_form_counts_only_from_our_own_pages(url: str, sent: dict[str, str], passes: bool) -> None:
    headers = {name: url if value == "OURS" else value for name, value in sent.items()}
    answer = requests.post(f"{url}/health", headers=headers, timeout=10)
    # There is nothing to post to at this path; what matters is who says so.
    assert answer.status_code == (405 if passes else 403)


def test_a_page_with_a_token_sends_its_form_with_no_origin(url: str) -> None:
    headers = {"Origin": "null"}
    assert requests.post(f"{url}/v/AAAA", headers=headers, timeout=10).status_code == 404
    headers = {"Origin": "null", "Sec-Fetch-Site": "cross-site"}
    assert requests.post(f"{url}/v/AAAA", headers=headers, timeout=10).status_code == 403


def test_an_eleventh_sign_up_in_a_minute_from_one_network_waits(world: World, serving: Serving) -> None:
    world.settings()
    with (world.home / "digest.toml").open("a") as settings:
        settings.write("[web]\nproxies = 1\n")
    with serving(world.open()) as url:

        def status(address: str, path: str = "/sign-up") -> requests.Response:
            return requests.post(f"{url}{path}", headers={"X-Forwarded-For": address}, timeout=10)

        first = [status(f"10.0.0.1, 203.0.113.{n}").status_code for n in range(10)]
        assert 429 not in first
        refused = status("10.0.0.9, 203.0.113.99")
        assert refused.status_code == 429
        assert 0 < int(refused.headers["Retry-After"]) <= 60
        assert status("203.0.113.99", "/v/AAAA").status_code != 429
        assert status("203.0.113.99, 198.51.100.1").status_code != 429


@pytest.mark.parametrize(
    ("peer", "forwarded_for", "proxies", "network"),
    [
        ("203.0.113.9", "198.51.100.1", 0, "203.0.113.0/24"),
        ("127.0.0.1", "6.6.6.6, 198.51.100.1", 1, "198.51.100.0/24"),
        ("127.0.0.1", "6.6.6.6, 198.51.100.1, 10.0.0.1", 2, "198.51.100.0/24"),
        ("127.0.0.1", "198.51.100.1", 2, "127.0.0.0/24"),
        ("127.0.0.1", "", 1, "127.0.0.0/24"),
        ("127.0.0.1", "nonsense", 1, "127.0.0.0/24"),
        ("::ffff:203.0.113.9", "", 0, "203.0.113.0/24"),
        ("2001:db8:1:2::3", "", 0, "2001:db8:1::/48"),
        ("", "", 0, "unknown"),
    ],
)
def test_only_what_trusted_proxies_wrote_tells_who_asks(
    peer: str, forwarded_for: str, proxies: int, network: str
) -> None:
    assert network_of(peer, forwarded_for, proxies) == network


@given(
    st.integers(1, 20),
    st.sampled_from([0.05, 0.3, 1.0, 60.0]),
    st.lists(st.floats(0, 100), max_size=80),
)
def test_no_network_gets_more_than_its_burst_and_its_rate(
    burst: int, every_s: float, gaps: list[float]
) -> None:
    clock = [0.0]
    meter = Meter(Rate(burst=burst, every_s=every_s), lambda: clock[0])
    given_at: list[float] = []
    for gap in gaps:
        clock[0] += gap
        wait_s = meter.wait_s("a")
        if not wait_s:
            given_at.append(clock[0])
        else:
            clock[0] += wait_s + every_s
            assert meter.wait_s("a") == 0
            given_at.append(clock[0])
    for start, since in enumerate(given_at):
        for end, until in enumerate(given_at[start:], 1):
            assert end <= burst + 1 + (until - since) / every_s


def test_a_meter_forgets_networks_that_owe_nothing() -> None:
    clock = [0.0]
    meter = Meter(Rate(burst=2, every_s=1), lambda: clock[0])
    for number in range(30_000):
        clock[0] += 0.01
        meter.wait_s(str(number))
    assert len(meter._paid_at) <= 10_000


def test_a_failure_tells_the_asker_nothing_and_the_log_no_data(
    ready: Newsletter, serving: Serving, caplog: pytest.LogCaptureFixture
) -> None:
    with serving(ready) as url:
        with db.writing(ready.engine) as connection:
            connection.exec_driver_sql("ALTER TABLE log_head RENAME TO gone")
        with caplog.at_level(logging.DEBUG, "digest"):
            answer = requests.get(f"{url}/health?{SECRET}", timeout=10)
    assert answer.status_code == 500
    assert "log_head" not in answer.text
    assert "Traceback" not in answer.text
    assert "GET (health) failed: sqlalchemy.exc.OperationalError" in caplog.text
    assert SECRET not in caplog.text


def test_a_token_of_another_kind_opens_nothing(ready: Newsletter, url: str) -> None:
    token = sign(ready.ring, Preferences(subscriber_id=ready.new_id()))
    for kind in "ucvb":
        assert requests.get(f"{url}/{kind}/{token}", timeout=10).status_code == 404
