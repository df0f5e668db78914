"""Grant usage: the Certificate of Grant Usage, the closing statement, and the usage of an award."""

from s2ss_core.projections.grant_usage.allocations import Allocation, PurposeUsage
from s2ss_core.projections.grant_usage.amounts import Amounts
from s2ss_core.projections.grant_usage.award_certificates import AwardCertificate
from s2ss_core.projections.grant_usage.award_costs import AwardCost, AwardCosts, AwardCostsOfYear, AwardLeg
from s2ss_core.projections.grant_usage.award_usage import AwardUsage, DeploymentUsage
from s2ss_core.projections.grant_usage.breakdowns import Breakdown, Breakdowns, LineBreakdown
from s2ss_core.projections.grant_usage.certificate import Certificate
from s2ss_core.projections.grant_usage.certificate_in_hand import CertificateInHand, certificate_in_hand
from s2ss_core.projections.grant_usage.certification import Certification
from s2ss_core.projections.grant_usage.certified_periods import CertifiedPeriod
from s2ss_core.projections.grant_usage.evidence import (
    AcceptedFinding,
    DisallowedRow,
    LineChange,
    Outcome,
    Reimbursement,
    Variation,
)
from s2ss_core.projections.grant_usage.organisations import OrganisationDues
from s2ss_core.projections.grant_usage.projections import AWARD_USAGE, GRANT_USAGE, USAGE_RETURNS
from s2ss_core.projections.grant_usage.provenance import Keeping, Provenance
from s2ss_core.projections.grant_usage.usage_returns import (
    DeploymentInYear,
    SubmittedReturn,
    UsageReturns,
    YearlyReturn,
)
from s2ss_core.projections.sums.parties import Agreement, Award, Parties, Periods

__all__ = [
    "AWARD_USAGE",
    "GRANT_USAGE",
    "USAGE_RETURNS",
    "AcceptedFinding",
    "Agreement",
    "Allocation",
    "Amounts",
    "Award",
    "AwardCertificate",
    "AwardCost",
    "AwardCosts",
    "AwardCostsOfYear",
    "AwardLeg",
    "AwardUsage",
    "Breakdown",
    "Breakdowns",
    "Certificate",
    "CertificateInHand",
    "Certification",
    "CertifiedPeriod",
    "DeploymentInYear",
    "DeploymentUsage",
    "DisallowedRow",
    "Keeping",
    "LineBreakdown",
    "LineChange",
    "OrganisationDues",
    "Outcome",
    "Parties",
    "Periods",
    "Provenance",
    "PurposeUsage",
    "Reimbursement",
    "SubmittedReturn",
    "UsageReturns",
    "Variation",
    "YearlyReturn",
    "certificate_in_hand",
]
