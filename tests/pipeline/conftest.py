"""A newsletter on each engine."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from digest.pipeline.newsletter import Newsletter
    from tests.conftest import World


@pytest.fixture
def anywhere(world: World, new_database: Callable[[], str]) -> Iterator[Newsletter]:
    """Two reviewed tools and three readers, on each engine."""
    newsletter = world.open(database_url=new_database())
    world.reviewed(newsletter, "alpha", "beta")
    world.readers(newsletter, 3)
    yield newsletter
    newsletter.engine.dispose()
