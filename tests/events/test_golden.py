"""One stored payload per event type and version ever released, kept for ever: old logs must read."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from digest.events import EVENT_TYPES, IssueSkipped
from digest.log.codec import canonical_json, decode_data

GOLDEN = sorted((Path(__file__).parent / "golden").glob("*.json"))


def _released(path: Path) -> tuple[str, int]:
    type_, _, version = path.stem.rpartition("-")
    return type_, int(version)


def _payload(path: Path) -> str:
    return path.read_text(encoding="utf-8").removesuffix("\n")


def test_each_version_of_each_event_has_its_golden_file() -> None:
    expected = {(name, version) for name, cls in EVENT_TYPES.items() for version in range(1, cls.VERSION + 1)}
    assert {_released(path) for path in GOLDEN} == expected


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
def test_a_stored_payload_of_any_age_is_read_as_the_newest_version(path: Path) -> None:
    type_, version = _released(path)
    assert type(decode_data(type_, version, _payload(path))) is EVENT_TYPES[type_]


@pytest.mark.parametrize(
    "path",
    [path for path in GOLDEN if _released(path)[1] == EVENT_TYPES[_released(path)[0]].VERSION],
    ids=lambda path: path.stem,
)
def test_the_newest_version_is_written_as_it_was_stored(path: Path) -> None:
    type_, version = _released(path)
    assert canonical_json(decode_data(type_, version, _payload(path))) == _payload(path)


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
def test_a_field_that_no_version_has_is_refused(path: Path) -> None:
    type_, version = _released(path)
    stray = canonical_json({**msgspec.json.decode(_payload(path)), "stray": 1})
    with pytest.raises(msgspec.ValidationError, match="stray"):
        decode_data(type_, version, stray)


#: Shapes that IssueSkipped never had, and the steps that would lead from them to its first version.
STEPS = {
    ("IssueSkipped", -1): lambda old: {"week": old["week"], "reason": old["why"]},
    ("IssueSkipped", 0): lambda old: {**old, "as_of_position": 0},
}


@pytest.mark.parametrize(
    ("version", "payload"),
    [
        (-1, '{"week":"2026-W17","why":"nothing new"}'),
        (0, '{"reason":"nothing new","week":"2026-W17"}'),
        (1, '{"as_of_position":0,"reason":"nothing new","week":"2026-W17"}'),
    ],
)
def test_every_older_shape_is_lifted_one_version_at_a_time(version: int, payload: str) -> None:
    newest = IssueSkipped(week="2026-W17", reason="nothing new", as_of_position=0)
    assert decode_data("IssueSkipped", version, payload, STEPS) == newest


def test_a_missing_step_is_named() -> None:
    with pytest.raises(LookupError, match="no upcaster for IssueSkipped from version -1"):
        decode_data("IssueSkipped", -1, "{}", {("IssueSkipped", 0): STEPS["IssueSkipped", 0]})


def test_a_lifted_payload_that_lacks_a_field_is_refused() -> None:
    with pytest.raises(msgspec.ValidationError, match="as_of_position"):
        decode_data("IssueSkipped", 0, '{"reason":"none","week":"2026-W17"}', {("IssueSkipped", 0): dict})


def test_an_event_of_a_newer_release_asks_for_an_update() -> None:
    with pytest.raises(LookupError, match="IssueSkipped has version 2; this release knows 1: update it"):
        decode_data("IssueSkipped", 2, "{}")
