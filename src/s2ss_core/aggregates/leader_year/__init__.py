"""The leader's year: one leader in one cap year, over all deployments. All quantities in days."""

from s2ss_core.aggregates.leader_year.bookings import NONE, Booking, less
from s2ss_core.aggregates.leader_year.decisions import (
    agree_allowance,
    commit_days,
    release_commitment,
    releases_on_leaving,
    strike_days,
    work_days,
)
from s2ss_core.aggregates.leader_year.home_school import through_home_school
from s2ss_core.aggregates.leader_year.reversals import undoing
from s2ss_core.aggregates.leader_year.state import LeaderYear, evolve, fold, replay

__all__ = [
    "NONE",
    "Booking",
    "LeaderYear",
    "agree_allowance",
    "commit_days",
    "evolve",
    "fold",
    "less",
    "release_commitment",
    "releases_on_leaving",
    "replay",
    "strike_days",
    "through_home_school",
    "undoing",
    "work_days",
]
