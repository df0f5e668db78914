"""What we can say: views of history, every figure with the events it came from."""

from s2ss_core.projections.as_at import NOW, AsAt, london_day
from s2ss_core.projections.deployment_log import DEPLOYMENT_LOG, DeploymentLog
from s2ss_core.projections.figure import Figure
from s2ss_core.projections.generation import Progress
from s2ss_core.projections.grant_usage import AWARD_USAGE, GRANT_USAGE, AwardUsage, Certificate
from s2ss_core.projections.leader_workload import (
    HOME_SCHOOL_WORKLOAD,
    LEADER_WORKLOAD,
    HomeSchoolWorkload,
    LeaderWorkload,
)
from s2ss_core.projections.materialised import EVERY_PROJECTION, Lag, Materialised
from s2ss_core.projections.note import Note
from s2ss_core.projections.plain import as_data, canonical_bytes, digest
from s2ss_core.projections.projection import Key, Projection
from s2ss_core.projections.rebuilding import Rebuilt
from s2ss_core.projections.source import Source, Streams

__all__ = [
    "AWARD_USAGE",
    "DEPLOYMENT_LOG",
    "EVERY_PROJECTION",
    "GRANT_USAGE",
    "HOME_SCHOOL_WORKLOAD",
    "LEADER_WORKLOAD",
    "NOW",
    "AsAt",
    "AwardUsage",
    "Certificate",
    "DeploymentLog",
    "Figure",
    "HomeSchoolWorkload",
    "Key",
    "Lag",
    "LeaderWorkload",
    "Materialised",
    "Note",
    "Progress",
    "Projection",
    "Rebuilt",
    "Source",
    "Streams",
    "as_data",
    "canonical_bytes",
    "digest",
    "london_day",
]
