"""Newsletters that have come some way: each stage is reached once in a worker, then copied for each test."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from digest import db
from digest.pipeline.approve import approve
from tests.copies import migrated_sqlite

if TYPE_CHECKING:
    from digest.pipeline.newsletter import Newsletter
    from tests.conftest import World


def opened(world: World, newsletter: Newsletter) -> None:
    """What opening alone leaves: the panel, and read models of nothing."""


def two_tools(world: World, newsletter: Newsletter) -> None:
    """Two reviewed tools and three readers: an issue is one run away."""
    world.reviewed(newsletter, "alpha", "beta")
    world.readers(newsletter, 3)


def frozen_week(world: World, newsletter: Newsletter) -> None:
    """The week's issue waits for an editor."""
    two_tools(world, newsletter)
    world.run(newsletter)


def approved_week(world: World, newsletter: Newsletter) -> None:
    """The week's issue is approved and nobody has it."""
    frozen_week(world, newsletter)
    approve(newsletter, "2026-W17")


def mailed_week(world: World, newsletter: Newsletter) -> None:
    """The week's issue went to three readers."""
    two_tools(world, newsletter)
    world.run(newsletter, auto_approve=True)


class Stages:
    """How far newsletters have come: each stage is reached once, and then copied for each test.

    ``grow`` brings a newsletter that was just opened to the stage, and ``url`` names the database it shall
    have then, of a test's own; without one it has its home's.
    """

    def __init__(self, new_folder: Callable[[], Path], new_world: Callable[[Path], World]) -> None:
        self._new_folder, self._new_world = new_folder, new_world
        self._reached: dict[tuple[Callable[[World, Newsletter], object], str], Path] = {}
        self._databases: dict[Path, str] = {}

    def at_home(self, world: World, grow: Callable[[World, Newsletter], object]) -> Newsletter:
        """The stage in a home with its own database."""
        self._copy(self._folder(grow, "home", lambda _folder: None), world)
        return world.open()

    def on_sqlite(self, world: World, grow: Callable[[World, Newsletter], object]) -> Newsletter:
        """The stage with a database beside its home."""

        def make(folder: Path) -> str:
            (folder / "digest.db").write_bytes(migrated_sqlite())
            return db.file_url(folder / "digest.db")

        self._copy(self._folder(grow, "sqlite", make), world)
        return world.open(database_url=db.file_url(world.folder / "digest.db"))

    def on_postgres(
        self,
        world: World,
        grow: Callable[[World, Newsletter], object],
        make: Callable[[], str],
        copy: Callable[[str], str],
    ) -> Newsletter:
        """The stage with a database on a server."""
        folder = self._folder(grow, "postgresql", lambda _folder: make())
        self._copy(folder, world)
        return world.open(database_url=copy(self._databases[folder]))

    @staticmethod
    def _copy(folder: Path, world: World) -> None:
        assert not world.home.exists(), "a world can only begin at a stage"
        shutil.copytree(folder, world.folder, dirs_exist_ok=True)

    def _folder(
        self,
        grow: Callable[[World, Newsletter], object],
        kind: str,
        database: Callable[[Path], str | None],
    ) -> Path:
        if (grow, kind) not in self._reached:
            folder = self._new_folder()
            world, url = self._new_world(folder), database(folder)
            newsletter = world.open() if url is None else world.open(database_url=url)
            grow(world, newsletter)
            newsletter.engine.dispose()
            self._databases[folder] = str(newsletter.engine.url.database)
            self._reached[grow, kind] = folder
        return self._reached[grow, kind]
