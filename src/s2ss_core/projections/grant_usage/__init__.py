"""Grant usage: the certificate, the closing statement, and the usage of an award."""

from s2ss_core.projections.grant_usage.amounts import Amounts
from s2ss_core.projections.grant_usage.award import Allocation, AwardUsage, DeploymentUsage
from s2ss_core.projections.grant_usage.basis import Basis, Keeping
from s2ss_core.projections.grant_usage.certificate import Certificate
from s2ss_core.projections.grant_usage.certification import Certification
from s2ss_core.projections.grant_usage.cuts import Cut, Cuts, LineCut
from s2ss_core.projections.grant_usage.evidence import (
    AcceptedFinding,
    DisallowedRow,
    Outcome,
    Reimbursement,
    Variation,
)
from s2ss_core.projections.grant_usage.parties import Agreement, Award, Parties, Periods
from s2ss_core.projections.grant_usage.usage import AWARD_USAGE, GRANT_USAGE

__all__ = [
    "AWARD_USAGE",
    "GRANT_USAGE",
    "AcceptedFinding",
    "Agreement",
    "Allocation",
    "Amounts",
    "Award",
    "AwardUsage",
    "Basis",
    "Certificate",
    "Certification",
    "Cut",
    "Cuts",
    "DeploymentUsage",
    "DisallowedRow",
    "Keeping",
    "LineCut",
    "Outcome",
    "Parties",
    "Periods",
    "Reimbursement",
    "Variation",
]
