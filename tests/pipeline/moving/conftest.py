"""The sample as a newsletter that moves house: approved and not sent, or delivered."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from digest import db
from digest.pipeline.approve import approve
from digest.pipeline.deliver import deliver
from digest.pipeline.weekly import weekly
from digest.sample.run import WEEK, open_sample, prepare

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from sqlalchemy import Engine

    from digest.pipeline.newsletter import Newsletter


def silent(*_arguments: object) -> None:
    """Hear of progress and say nothing."""


def rows_of(engine: Engine) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every durable table but the pointers, sorted here."""
    tables = [table for table in db.metadata.sorted_tables if table.name != "projection"]
    with db.reading(engine) as connection:
        return {
            table.name: sorted((tuple(row) for row in connection.execute(select(table))), key=repr)
            for table in tables
        }


def files_of(folder: Path) -> dict[str, bytes]:
    """Every file in a folder, by its name there."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def mails_of(home: Path) -> dict[str, bytes]:
    """The mails that a home's folder transport has written."""
    return {path.name: path.read_bytes() for path in sorted((home / "outbox").glob("*.eml"))}


def send(newsletter: Newsletter) -> dict[str, bytes]:
    """Deliver the sample's issue; returns the mails."""
    deliver(newsletter, WEEK, on_progress=silent)
    return mails_of(newsletter.home)


@pytest.fixture(scope="session")
def approved_sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home whose issue is approved and waits; to be copied, never opened."""
    home: Path = tmp_path_factory.mktemp("approved") / "home"
    newsletter = open_sample(home)
    week = prepare(newsletter)
    weekly(newsletter, week, auto_approve=False, on_step=silent, on_progress=silent)
    approve(newsletter, week)
    newsletter.engine.dispose()
    return home


@pytest.fixture
def approved(approved_sample: Path, tmp_path: Path) -> Iterator[Newsletter]:
    """The sample, approved and not sent, on SQLite."""
    shutil.copytree(approved_sample, tmp_path / "home")
    newsletter = open_sample(tmp_path / "home")
    yield newsletter
    newsletter.engine.dispose()


@pytest.fixture
def delivered(approved: Newsletter) -> Newsletter:
    """The sample, delivered."""
    send(approved)
    return approved
