"""Run Alembic on a connection that is already open, in its transaction."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from alembic import command
from alembic.config import Config

if TYPE_CHECKING:
    from sqlalchemy import Connection


def configuration() -> Config:
    """Alembic's settings: where the steps lie, and nothing else."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    return config


def upgrade(connection: Connection) -> None:
    """Apply every step the database lacks."""
    config = configuration()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
