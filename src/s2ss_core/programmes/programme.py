"""The fields of a programme: what was agreed beforehand, as data. Every number has its source."""

from datetime import date
from typing import Literal

import attrs

from s2ss_core.programmes.checklists import AskedChecklist, Checklist
from s2ss_core.programmes.days_and_terms import (
    Cap,
    Capacity,
    Duration,
    LeadTimes,
    QADayDue,
    TermSpan,
)
from s2ss_core.programmes.flows import Flow
from s2ss_core.programmes.prices import Accreditation, Charge, Rate, Uses
from s2ss_core.programmes.reports import Reports
from s2ss_core.programmes.retention import YEARS_KEPT
from s2ss_core.programmes.rhythms import Rhythm
from s2ss_core.programmes.setting import Setting
from s2ss_core.values import (
    AgreementKind,
    FundingKind,
    Head,
    JudgingParty,
    PartyRole,
    PlanKind,
    QAFunding,
    QAPurpose,
    Role,
)

Gate = Literal[
    "agreement-signed", "plan-approved", "report-exists", "review-held", "progress-judged", "term-ended",
    "final-report-finalised", "certificate-returned",
    "within-schedule", "within-eligible", "within-allocation", "payee-role", "invoice-with-purchase-order",
    "journal-for-members",
    "report-shared-in-time", "report-by-its-authors",
]  # fmt: skip
CERTIFICATE_STATEMENTS = (
    "purposes-agreed", "no-capital", "no-business-as-usual", "additional", "figures-agree-to-the-books",
    "no-double-funding", "records-kept", "repayable-if-not",
)  # fmt: skip
PayeeRole = Literal["home-school", "home-trust", "leader-school", "supported-school", "broker"]


@attrs.frozen(kw_only=True)
class Signatories:
    """Who must sign a document before it is in force.

    Those of the parties that are `where_applicable` sign only a document that names them among its parties, or names
    nobody.
    """

    document: AgreementKind
    parties: tuple[PartyRole, ...]
    where_applicable: tuple[PartyRole, ...] = ()
    source: str


@attrs.frozen(kw_only=True)
class Terms:
    """The terms for one kind of funding under the programme: steps, gates, judges, payees and flows.

    `agreement` is the document that must be signed before support begins, if any; `further_agreements` are issued and
    signed beside it, and support does not wait for them. `training` names who attends; a headteacher's nominee may stand
    in for the headteacher. `plan` is False if support waits for no plan; then nobody is named who approves one. `qa_funding` lists how the QA Lead may
    be paid for, the usual way first. `last_gates` hold for the last instalment, beside `gates`.

    `uses` are the heads that this kind of funding pays for, if not all that the programme permits. If `plan_agreed_at` names
    a QA Day, the plan is agreed at it, and the agreement may come before the plan. Instalments are scheduled by the agreement,
    or by the terms and lines of the plan (`scheduled_by`). If `counterparts` names roles, a leader never works without
    somebody of the supported school in one of them. `qa_days` say by when each QA Day is held. Costs count from the last
    signature of the agreement on, or already from the approval of the plan (`costs_from`). `checklists` are those that are
    asked for with a decision.
    """

    kind: FundingKind
    qa_lead_required: bool
    qa_lead_independent: bool
    plan: bool = True
    approver: Role | None = None
    plan_kinds: tuple[PlanKind, ...] = ()
    qa_funding: tuple[QAFunding, ...] = ()
    agreement: AgreementKind | None = None
    further_agreements: tuple[AgreementKind, ...] = ()
    needs_award: bool
    training: tuple[Role, ...] = ()
    foundations: bool = False
    judges: tuple[JudgingParty, ...] = ()
    payees: tuple[PayeeRole, ...] = ()
    gates: tuple[Gate, ...] = ()
    last_gates: tuple[Gate, ...] = ()
    flows: tuple[Flow, ...] = ()
    uses: tuple[Head, ...] = ()
    plan_agreed_at: QAPurpose | None = None
    scheduled_by: Literal["agreement", "plan"] = "agreement"
    counterparts: tuple[Role, ...] = ()
    qa_days: tuple[QADayDue, ...] = ()
    costs_from: Literal["signature", "approval"] = "signature"
    checklists: tuple[AskedChecklist, ...] = ()
    source: str

    @property
    def documents(self) -> tuple[AgreementKind, ...]:
        """Every document that is signed: first the one that support waits for."""
        return (*((self.agreement,) if self.agreement else ()), *self.further_agreements)


@attrs.frozen(kw_only=True, cache_hash=True)
class Programme:
    """One version of a programme. A deployment records the digest of its canonical form.

    `certificate_statements` are the ids of the statements that whoever certifies must make. The sources name the
    certificate and do not show it, so they are ours unless a programme lists its own. `designations` are the bands whose days
    are priced by an accreditation. Records are kept for `years_kept` years after the financial year of the last cost.
    `checklists` have the items of every list that its kinds of funding ask for.
    """

    name: str
    version: str
    title: str
    document: str
    effective_from: date
    cap: Cap
    capacity: tuple[Capacity, ...]
    charges: tuple[Charge, ...]
    rates: tuple[Rate, ...]
    uses: Uses
    duration: Duration
    lead_times: LeadTimes
    terms: tuple[TermSpan, ...]
    signatories: tuple[Signatories, ...]
    reports: Reports
    funding: tuple[Terms, ...]
    designations: tuple[Accreditation, ...] = ()
    certificate_statements: tuple[str, ...] = CERTIFICATE_STATEMENTS
    rhythms: tuple[Rhythm, ...] = ()
    notes: tuple[str, ...] = ()
    years_kept: Setting[int] = YEARS_KEPT
    checklists: tuple[Checklist, ...] = ()
