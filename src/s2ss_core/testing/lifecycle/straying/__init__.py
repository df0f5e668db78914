"""What people also do: out of turn, wrongly, despite, once more, too much, or to put something right."""

from s2ss_core.testing.lifecycle.straying import corrections, facts, money, plans, turns
from s2ss_core.testing.lifecycle.straying.way import WAYS, Way, despite, pick, way

MODULES = (corrections, facts, money, plans, turns)  # importing them registers their ways

__all__ = ["MODULES", "WAYS", "Way", "despite", "pick", "way"]
