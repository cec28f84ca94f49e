from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import pytest

from digest.email.templates import packaged_templates
from digest.issue.model import Issue

if TYPE_CHECKING:
    from collections.abc import Callable

FIXTURES = ("plain", "votes", "long", "empty")


@pytest.fixture(scope="session")
def templates() -> Path:
    return packaged_templates()


@pytest.fixture(scope="session")
def read_issue(templates: Path) -> Callable[[str], Issue]:
    def read(name: str) -> Issue:
        return msgspec.json.decode((templates / "fixtures" / f"{name}.json").read_bytes(), type=Issue)

    return read


@pytest.fixture(scope="session")
def npm_folder(pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where packages of npm stay, from run to run if pytest keeps anything."""
    if pytestconfig.pluginmanager.has_plugin("cacheprovider"):
        return pytestconfig.cache.mkdir("npm")
    return tmp_path_factory.mktemp("npm")


@pytest.fixture(params=FIXTURES)
def issue(request: pytest.FixtureRequest, read_issue: Callable[[str], Issue]) -> Issue:
    return read_issue(request.param)


@pytest.fixture(scope="session")
def plain_issue(read_issue: Callable[[str], Issue]) -> Issue:
    return read_issue("plain")


@pytest.fixture
def own_templates(templates: Path, tmp_path: Path) -> Callable[[str, Callable[[str], str]], list[Path]]:
    """Folders in which one file of the packaged templates is replaced by an edited copy."""

    def edited(name: str, edit: Callable[[str], str]) -> list[Path]:
        before = (templates / name).read_text(encoding="utf-8")
        after = edit(before)
        assert after != before, "the edit changed nothing"
        target = tmp_path / "own" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(after, encoding="utf-8")
        return [tmp_path / "own", templates]

    return edited
