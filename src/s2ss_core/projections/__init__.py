"""Views of the history: the deployment log, grant usage and leaders' workload. Every figure names its source events."""

from s2ss_core.projections.completeness import COMPLETENESS, Completeness
from s2ss_core.projections.deployment_log import DEPLOYMENT_LOG, DeploymentLog
from s2ss_core.projections.engine.as_at import NOW, AsAt, london_day
from s2ss_core.projections.engine.difference import Change, Difference, difference
from s2ss_core.projections.engine.figure import Figure
from s2ss_core.projections.engine.note import Note
from s2ss_core.projections.engine.paths import figures_in
from s2ss_core.projections.engine.projection import Key, Projection
from s2ss_core.projections.engine.reader import HistoryReader, StreamReader
from s2ss_core.projections.engine.serialization import as_data, canonical_bytes, digest
from s2ss_core.projections.expenditure_sample import ExpenditureSample, expenditure_sample
from s2ss_core.projections.forms import Chosen, Form, FormField, FormSection, form
from s2ss_core.projections.grant_usage import (
    AWARD_USAGE,
    GRANT_USAGE,
    USAGE_RETURNS,
    AwardUsage,
    Certificate,
    CertificateInHand,
    UsageReturns,
    certificate_in_hand,
)
from s2ss_core.projections.leader_match import Candidate, Need, Proposal, Reason, proposals_for
from s2ss_core.projections.leader_register import (
    LEADER_REGISTER,
    DeclaredExpertise,
    LeaderRegister,
    RegisteredDesignation,
    RegisteredEmployment,
    RegisteredTraining,
)
from s2ss_core.projections.leader_workload import (
    HOME_SCHOOL_WORKLOAD,
    LEADER_WORKLOAD,
    SUPPORTED_SCHOOL_WORKLOAD,
    HomeSchoolWorkload,
    LeaderAtSchool,
    LeaderWorkload,
    SupportedSchoolWorkload,
)
from s2ss_core.projections.money_trail import MONEY_TRAIL, Course, MoneyTrail, course
from s2ss_core.projections.organisation_statement import (
    ORGANISATION_STATEMENT,
    OrganisationStatement,
    every_statement,
)
from s2ss_core.projections.serving.document_builder import Progress
from s2ss_core.projections.serving.dues import due_rows, every_due
from s2ss_core.projections.serving.fed_figures import FedFigure, figures_from
from s2ss_core.projections.serving.leaders import every_leader, leader_page
from s2ss_core.projections.serving.materialised import EVERY_PROJECTION, Lag, Materialised
from s2ss_core.projections.serving.rebuild import Rebuilt
from s2ss_core.projections.subject_access import Erasure, SubjectAccess, erasure, subject_access
from s2ss_core.projections.whats_due import WHATS_DUE, Due, DueRow, WhatsDue

__all__ = [
    "AWARD_USAGE",
    "COMPLETENESS",
    "DEPLOYMENT_LOG",
    "EVERY_PROJECTION",
    "GRANT_USAGE",
    "HOME_SCHOOL_WORKLOAD",
    "LEADER_REGISTER",
    "LEADER_WORKLOAD",
    "MONEY_TRAIL",
    "NOW",
    "ORGANISATION_STATEMENT",
    "SUPPORTED_SCHOOL_WORKLOAD",
    "USAGE_RETURNS",
    "WHATS_DUE",
    "AsAt",
    "AwardUsage",
    "Candidate",
    "Certificate",
    "CertificateInHand",
    "Change",
    "Chosen",
    "Completeness",
    "Course",
    "DeclaredExpertise",
    "DeploymentLog",
    "Difference",
    "Due",
    "DueRow",
    "Erasure",
    "ExpenditureSample",
    "FedFigure",
    "Figure",
    "Form",
    "FormField",
    "FormSection",
    "HistoryReader",
    "HomeSchoolWorkload",
    "Key",
    "Lag",
    "LeaderAtSchool",
    "LeaderRegister",
    "LeaderWorkload",
    "Materialised",
    "MoneyTrail",
    "Need",
    "Note",
    "OrganisationStatement",
    "Progress",
    "Projection",
    "Proposal",
    "Reason",
    "Rebuilt",
    "RegisteredDesignation",
    "RegisteredEmployment",
    "RegisteredTraining",
    "StreamReader",
    "SubjectAccess",
    "SupportedSchoolWorkload",
    "UsageReturns",
    "WhatsDue",
    "as_data",
    "canonical_bytes",
    "certificate_in_hand",
    "course",
    "difference",
    "digest",
    "due_rows",
    "erasure",
    "every_due",
    "every_leader",
    "every_statement",
    "expenditure_sample",
    "figures_from",
    "figures_in",
    "form",
    "leader_page",
    "london_day",
    "proposals_for",
    "subject_access",
]
