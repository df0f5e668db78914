"""The deployment log: the Deployment Record and the Records of Visit of one deployment."""

from s2ss_core.projections.deployment_log.concerns import Concern
from s2ss_core.projections.deployment_log.entries import Entry, StruckOut, Text
from s2ss_core.projections.deployment_log.log import DEPLOYMENT_LOG, DeploymentLog
from s2ss_core.projections.deployment_log.reporting import Judgement, Report, Review, Shared
from s2ss_core.projections.deployment_log.visits import RecordOfVisit

__all__ = [
    "DEPLOYMENT_LOG",
    "Concern",
    "DeploymentLog",
    "Entry",
    "Judgement",
    "RecordOfVisit",
    "Report",
    "Review",
    "Shared",
    "StruckOut",
    "Text",
]
