"""deployments.yaml, read without a server: what it names exists, and what it promises holds."""

from __future__ import annotations

import importlib
import inspect
from pathlib import Path
from typing import Any

import pytest
import yaml
from prefect import Flow

ROOT = Path(__file__).parents[2]
FILE = yaml.safe_load((ROOT / "deployments.yaml").read_text(encoding="utf-8"))
DEPLOYMENTS: dict[str, dict[str, Any]] = {found["name"]: found for found in FILE["deployments"]}
SCHEDULES = [
    (name, schedule) for name, found in DEPLOYMENTS.items() for schedule in found.get("schedules", [])
]
#: Prefect ignores a key that it does not know, so a slip of the pen would pass unseen.
TOP_KEYS = {"name", "prefect-version", "definitions", "deployments"}
KEYS = {
    "name",
    "entrypoint",
    "description",
    "tags",
    "parameters",
    "enforce_parameter_schema",
    "concurrency_limit",
    "schedules",
    "work_pool",
}
SCHEDULE_KEYS = {"cron", "timezone", "slug"}

every_deployment = pytest.mark.parametrize("name", DEPLOYMENTS)


def flow_of(name: str) -> Flow[..., Any]:
    path, function = DEPLOYMENTS[name]["entrypoint"].split(":")
    flow = getattr(importlib.import_module(path.removesuffix(".py").replace("/", ".")), function)
    assert isinstance(flow, Flow)
    return flow


def hours(cron: str) -> set[int]:
    """The hours a cron line names; ``*`` and steps are not written in this file.

    Raises ``ValueError`` for them.
    """
    found: set[int] = set()
    for part in cron.split()[1].split(","):
        first, _, last = part.partition("-")
        found |= set(range(int(first), int(last or first) + 1))
    return found


def test_the_five_flows_are_deployed() -> None:
    assert set(DEPLOYMENTS) == {"ingest", "weekly", "send", "rebuild", "backfill"}


def test_every_key_is_one_that_prefect_knows() -> None:
    assert set(FILE) == TOP_KEYS
    for found in DEPLOYMENTS.values():
        assert set(found) <= KEYS
    for _, schedule in SCHEDULES:
        assert set(schedule) == SCHEDULE_KEYS


@every_deployment
def test_the_entrypoint_is_an_async_flow_of_the_same_name(name: str) -> None:
    flow = flow_of(name)
    assert (flow.name, flow.isasync) == (name, True)
    assert (ROOT / DEPLOYMENTS[name]["entrypoint"].split(":")[0]).is_file()


@every_deployment
def test_parameters_are_those_of_the_flow_and_change_no_default(name: str) -> None:
    signature = inspect.signature(flow_of(name).fn)
    for parameter, value in DEPLOYMENTS[name].get("parameters", {}).items():
        assert signature.parameters[parameter].default == value


@every_deployment
def test_runs_that_collide_wait_and_unknown_parameters_are_refused(name: str) -> None:
    assert DEPLOYMENTS[name]["concurrency_limit"] == {"limit": 1, "collision_strategy": "ENQUEUE"}
    assert DEPLOYMENTS[name]["enforce_parameter_schema"] is True
    assert DEPLOYMENTS[name]["work_pool"]["name"] == "digest-process"


@every_deployment
def test_only_what_mails_nobody_is_tried_again(name: str) -> None:
    assert flow_of(name).retries == (2 if name == "ingest" else 0)


@pytest.mark.parametrize(("name", "schedule"), SCHEDULES)
def test_nothing_fires_in_the_hours_in_which_clocks_are_changed(name: str, schedule: dict[str, str]) -> None:
    assert schedule["timezone"] == "Europe/Berlin"
    assert min(hours(schedule["cron"])) >= 4
    assert max(hours(schedule["cron"])) <= 23


def test_every_schedule_that_mails_comes_after_the_issue_of_its_week() -> None:
    cron = {name: schedule["cron"] for name, schedule in SCHEDULES}
    assert cron["weekly"] == "0 6 * * THU"
    assert min(hours(cron["send"])) > max(hours(cron["weekly"]))


def test_nothing_is_approved_or_fetched_for_past_weeks_by_default() -> None:
    assert inspect.signature(flow_of("weekly").fn).parameters["auto_approve"].default is False
    assert inspect.signature(flow_of("backfill").fn).parameters["dry_run"].default is True
    assert DEPLOYMENTS["backfill"]["schedules"] == []
