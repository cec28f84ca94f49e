"""Read models: events -> tables, by one runner. Siblings, unaware of one another."""

from digest.projections.base import Projection
from digest.projections.issues import ISSUES
from digest.projections.subscribers import SUBSCRIBERS
from digest.projections.takes import TAKES
from digest.projections.tallies import TALLIES
from digest.projections.tools import TOOLS

#: Every projection, in the order they are rebuilt and checked.
ALL: tuple[Projection, ...] = (TOOLS, TAKES, TALLIES, ISSUES, SUBSCRIBERS)

__all__ = ["ALL", "ISSUES", "SUBSCRIBERS", "TAKES", "TALLIES", "TOOLS", "Projection"]
