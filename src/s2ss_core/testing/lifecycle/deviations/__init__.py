"""What people also do: out of turn, wrongly, despite, once more, too much, or to put something right."""

from s2ss_core.testing.lifecycle.deviations import corrections, facts, mistakes, money, plans
from s2ss_core.testing.lifecycle.deviations.deviation import DEVIATIONS, Deviation, despite, deviation, pick

MODULES = (corrections, facts, money, plans, mistakes)  # importing them registers their ways

__all__ = ["DEVIATIONS", "MODULES", "Deviation", "despite", "deviation", "pick"]
