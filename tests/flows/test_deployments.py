"""deployments.yaml on a real Prefect server, as an operator deploys it.

Also the contract behind the upper bounds on fastapi and sqlalchemy: with releases beyond them the
server fails to import, refuses its own client, or accepts a schedule and never creates a run.
"""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest

from digest import db
from digest.bootstrap import open_newsletter
from digest.events import IssueFrozen
from digest.log import store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from uuid import UUID

    from prefect.client.orchestration import PrefectClient
    from prefect.client.schemas.objects import FlowRun

pytestmark = pytest.mark.prefect

ROOT = Path(__file__).parents[2]
START_S, SCHEDULED_S, COMMAND_S = 120, 90, 120
WEEK = "2026-W17"
#: When the week's run was due: long ago, as after an outage.
THURSDAY = datetime(2026, 4, 23, 4, tzinfo=UTC)


class Server:
    """A Prefect server on loopback, and the environment that its command line needs."""

    def __init__(self, folder: Path, port: int) -> None:
        self.api = f"http://127.0.0.1:{port}/api"
        self.output = folder / "server.log"
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")},
            "PREFECT_HOME": str(folder / "prefect"),
            "PREFECT_API_URL": self.api,
            "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
            "DO_NOT_TRACK": "1",
            "PYTHONPATH": str(ROOT / "src"),
        }

    def prefect(self, *words: str, **environment: str) -> str:
        """Run ``prefect`` in the checkout; its output, or a failed test that shows it."""
        done = subprocess.run(
            [sys.executable, "-m", "prefect", *words],
            cwd=ROOT,
            env={**self.environment, **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=COMMAND_S,
            check=False,
        )
        assert done.returncode == 0, done.stdout
        return done.stdout

    def ask(self, question: Callable[[PrefectClient], Any]) -> Any:
        """Ask through Prefect's own client, whose requests must suit the server's schema."""
        from prefect.client.orchestration import PrefectClient

        async def answer() -> Any:
            async with PrefectClient(self.api) as client:
                return await question(client)

        return asyncio.run(answer())


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server with its own home and the deployments of this checkout; ended by its process group."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    found = Server(tmp_path_factory.mktemp("server"), port)
    with found.output.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "prefect", "server", "start", "--host", "127.0.0.1", "--port", str(port)],
            env=found.environment,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        wait_for(lambda: healthy(found, process), START_S, found.output)
        found.prefect("work-pool", "create", "digest-process", "--type", "process", "--overwrite")
        found.prefect("--no-prompt", "deploy", "--all", "--prefect-file", "deployments.yaml")
        yield found
    finally:
        end(process)


def healthy(server: Server, process: subprocess.Popen[bytes]) -> bool:
    assert process.poll() is None, server.output.read_text()
    try:
        with urllib.request.urlopen(f"{server.api}/health", timeout=5) as answer:  # noqa: S310
            return bool(answer.status == 200)
    except (urllib.error.URLError, TimeoutError):
        return False


def wait_for(happened: Callable[[], bool], within_s: float, output: Path) -> None:
    deadline = time.monotonic() + within_s
    while not happened():
        assert time.monotonic() < deadline, output.read_text()
        time.sleep(0.5)


def end(process: subprocess.Popen[bytes]) -> None:
    os.killpg(process.pid, signal.SIGTERM)
    try:
        process.wait(timeout=20)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(timeout=20)


def runs_of(server: Server, deployment: str) -> list[FlowRun]:
    async def question(client: PrefectClient) -> list[FlowRun]:
        wanted = (await client.read_deployment_by_name(deployment)).id
        return [run for run in await client.read_flow_runs() if run.deployment_id == wanted]

    found: list[FlowRun] = server.ask(question)
    return found


def ordered(server: Server, deployment: str, at: datetime | None = None, **parameters: object) -> UUID:
    """Have the server create a run, as a person does who presses Run, or as the schedule did at ``at``."""
    from prefect.states import Scheduled

    async def question(client: PrefectClient) -> UUID:
        wanted = (await client.read_deployment_by_name(deployment)).id
        created = await client.create_flow_run_from_deployment(
            wanted, parameters=parameters, state=Scheduled(scheduled_time=at)
        )
        return created.id

    identity: UUID = server.ask(question)
    return identity


def test_the_server_can_be_imported() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "import prefect.server.api.server"],
        capture_output=True,
        text=True,
        timeout=COMMAND_S,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_the_weekly_schedule_creates_a_run_on_thursday_at_six_in_berlin(server: Server) -> None:
    def scheduled() -> list[FlowRun]:
        return [run for run in runs_of(server, "weekly/weekly") if run.auto_scheduled]

    wait_for(lambda: bool(scheduled()), SCHEDULED_S, server.output)
    for run in scheduled():
        assert run.expected_start_time is not None
        start = run.expected_start_time.astimezone(ZoneInfo("Europe/Berlin"))
        assert (start.strftime("%a"), start.hour, start.minute) == ("Thu", 6, 0)


def test_the_server_refuses_a_week_that_cannot_be_before_a_run_exists(server: Server) -> None:
    from prefect.exceptions import PrefectHTTPStatusError

    with pytest.raises(PrefectHTTPStatusError, match="from_week"):
        ordered(server, "backfill/backfill", from_week="2026-W99", to_week="2026-W17")
    assert "2026-W99" not in [run.parameters.get("from_week") for run in runs_of(server, "backfill/backfill")]


def test_a_late_week_comes_as_far_as_the_approval_and_a_backfill_is_planned(
    server: Server, home: Path
) -> None:
    weekly = ordered(server, "weekly/weekly", THURSDAY)
    backfill = ordered(server, "backfill/backfill", from_week="2026-W16", to_week=WEEK)

    output = server.prefect(
        "worker", "start", "--pool", "digest-process", "--run-once", DIGEST_HOME=str(home)
    )

    async def question(client: PrefectClient) -> tuple[list[str], set[str | None]]:
        states = [(await client.read_flow_run(run)).state_name or "" for run in (weekly, backfill)]
        return states, {artifact.key for artifact in await client.read_artifacts()}

    states, artifacts = server.ask(question)
    assert states == ["Completed", "Completed"], output
    assert artifacts == {"weekly", "backfill-plan"}
    newsletter = open_newsletter(home)
    with db.reading(newsletter.engine) as connection:
        recorded = [event for event in store.read(connection) if "flow_run" in event.meta]
    newsletter.engine.dispose()
    assert {event.meta["flow_run"] for event in recorded} == {str(weekly)}
    assert isinstance(recorded[-1].data, IssueFrozen)
    assert recorded[-1].data.week == WEEK
    assert list(home.glob("outbox/**/*.eml")) == []
