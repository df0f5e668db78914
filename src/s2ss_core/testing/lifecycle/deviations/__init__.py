"""Deviations from the happy path: out of turn, wrong, despite rules, repeated, excessive, or corrective."""

from s2ss_core.testing.lifecycle.deviations import (
    changes,
    corrections,
    facts,
    legs,
    mistakes,
    money,
    organisations,
    plans,
)
from s2ss_core.testing.lifecycle.deviations.deviation import DEVIATIONS, Deviation, despite, deviation, pick

MODULES = (
    changes,
    corrections,
    facts,
    legs,
    money,
    plans,
    organisations,
    mistakes,
)  # their import registers their deviations

__all__ = ["DEVIATIONS", "MODULES", "Deviation", "despite", "deviation", "pick"]
