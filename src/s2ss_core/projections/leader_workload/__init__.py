"""Leaders' days by leader, by home school and by supported school: allowance, committed, worked and left."""

from s2ss_core.projections.leader_workload.days import DeploymentDays
from s2ss_core.projections.leader_workload.excess import Excess
from s2ss_core.projections.leader_workload.home_school import HOME_SCHOOL_WORKLOAD, HomeSchoolWorkload
from s2ss_core.projections.leader_workload.supported_school import (
    SUPPORTED_SCHOOL_WORKLOAD,
    LeaderAtSchool,
    SupportedSchoolWorkload,
)
from s2ss_core.projections.leader_workload.workload import LEADER_WORKLOAD, LeaderWorkload

__all__ = [
    "HOME_SCHOOL_WORKLOAD",
    "LEADER_WORKLOAD",
    "SUPPORTED_SCHOOL_WORKLOAD",
    "DeploymentDays",
    "Excess",
    "HomeSchoolWorkload",
    "LeaderAtSchool",
    "LeaderWorkload",
    "SupportedSchoolWorkload",
]
