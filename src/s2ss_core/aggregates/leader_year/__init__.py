"""The leader's year: one leader in one cap year, over all deployments. All quantities in days."""

from s2ss_core.aggregates.leader_year.decisions import (
    agree_allowance,
    commit_days,
    release_commitment,
    strike_days,
    work_days,
)
from s2ss_core.aggregates.leader_year.state import NONE, LeaderYear, evolve, fold, less, replay

__all__ = [
    "NONE",
    "LeaderYear",
    "agree_allowance",
    "commit_days",
    "evolve",
    "fold",
    "less",
    "release_commitment",
    "replay",
    "strike_days",
    "work_days",
]
