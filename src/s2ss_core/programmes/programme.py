"""The fields of a programme: what was agreed beforehand, as data. Every number has its source."""

from datetime import date
from typing import Generic, Literal, TypeVar

import attrs

from s2ss_core.values import (
    AgreementKind,
    Audience,
    Band,
    Days,
    FundingKind,
    Head,
    JudgingParty,
    Money,
    PartyRole,
    PlanKind,
    QAFunding,
    Role,
    Season,
    Significance,
    Unit,
)

T = TypeVar("T")

Gate = Literal[
    "agreement-signed", "plan-approved", "report-exists", "review-held", "progress-judged", "term-ended",
    "final-report-finalised", "certificate-returned",
    "within-schedule", "within-eligible", "within-allocation", "payee-role", "invoice-with-purchase-order",
    "journal-for-members",
    "report-shared-in-time",
]  # fmt: skip
PayeeRole = Literal["home-school", "home-trust", "supported-school", "broker"]


@attrs.frozen(kw_only=True)
class Setting(Generic[T]):
    """A value with its source and the day since when it holds."""

    value: T
    source: str
    since: date


@attrs.frozen(kw_only=True)
class Cap:
    """How many days a leader may be away in a cap year, and what counts towards them."""

    days: Setting[Days]
    counted_by: Literal["leader", "home-school"] = "leader"
    counts: Setting[tuple[Significance, ...]]
    counts_preparation: Setting[bool]
    most_in_a_visit: Setting[Days]


@attrs.frozen(kw_only=True)
class Capacity:
    """How many days of a leader's year one unit takes."""

    unit: Unit
    days: Days
    source: str


@attrs.frozen(kw_only=True)
class Charge:
    """What a unit is charged at: a share of the line's rate for a day."""

    unit: Unit
    of_day_rate: Days
    source: str


@attrs.frozen(kw_only=True)
class RateSplit:
    """The part of a rate that goes to one party, in pence for each unit."""

    party: Literal["home-school", "broker", "supported-school"]
    amount: Money


@attrs.frozen(kw_only=True)
class Rate:
    """One row of the rate card: pence for each unit, for one band, or for any band if none is named."""

    unit: Unit
    amount: Money
    kind: Literal["typical", "minimum", "standard"]
    band: Band | None = None
    head: Head = "leader-days"
    splits: tuple[RateSplit, ...] = ()
    source: str
    since: date
    until: date | None = None


@attrs.frozen(kw_only=True)
class Uses:
    """What the money may be used for: `unusual` uses need a reason on the plan line, `never` ones are refused.

    Every head of account is in exactly one of the three.
    """

    permitted: Setting[tuple[Head, ...]]
    unusual: Setting[tuple[Head, ...]]
    never: Setting[tuple[Head, ...]]


@attrs.frozen(kw_only=True)
class Duration:
    """How many terms support usually runs; a guide, never a refusal."""

    fewest_terms: int
    most_terms: int
    source: str


@attrs.frozen(kw_only=True)
class LeadTimes:
    """Notice and follow-up, in working days (Monday to Friday less English bank holidays)."""

    report_shared_before_review: Setting[int]
    report_updated_after_review: Setting[int]
    review_minutes: Setting[int]


@attrs.frozen(kw_only=True)
class TermSpan:
    """The part of the year that is one term, for money: from a day to a day, both included.

    The spans of a programme partition the calendar year; terms of teaching are the school's own and not here.
    """

    season: Season
    first_month: int
    first_day: int
    last_month: int
    last_day: int
    source: str = "no source"


@attrs.frozen(kw_only=True)
class Signatories:
    """Who must sign a document before it is in force."""

    document: AgreementKind
    parties: tuple[PartyRole, ...]
    source: str


@attrs.frozen(kw_only=True)
class Reports:
    """Which reports a deployment owes, who writes them, who must be at their review, and who is sent them.

    `interim_from_terms`: support that touches so many terms owes an interim report in each but its last.
    Wherever a headteacher must write or attend, a headteacher's nominee may stand in. The QA Lead counts only
    where the funding has one, and the funder only where there is an award.
    """

    interim_from_terms: int
    interim_authors: tuple[Role, ...]
    final_authors: tuple[Role, ...]
    review_attendees: tuple[Role, ...]
    review_led_by: tuple[Role, ...]
    shared_before_review_with: tuple[Audience, ...]
    review_convened_by: tuple[Role, ...] = ()
    finalised_shared_with: tuple[Audience, ...] = ()
    source: str

    @property
    def written(self) -> bool:
        """Whether the programme has anybody write reports."""
        return bool(self.interim_authors or self.final_authors)


@attrs.frozen(kw_only=True)
class Flow:
    """One leg of the money."""

    paid_by: str
    paid_to: str
    what: str
    when: str
    how: Literal["invoice", "journal", "grant-payment", "retained"]
    source: str


@attrs.frozen(kw_only=True)
class Terms:
    """The terms for one kind of funding under the programme: steps, gates, judges, payees and flows.

    `agreement` is the document that must be signed before support begins, if any. `training` names who
    attends; a headteacher's nominee may stand in for the headteacher. `qa_funding` lists how the QA Lead may
    be paid for, the usual way first. `last_gates` hold for the last instalment, beside `gates`.
    """

    kind: FundingKind
    qa_lead_required: bool
    qa_lead_independent: bool
    approver: Role
    plan_kinds: tuple[PlanKind, ...] = ()
    qa_funding: tuple[QAFunding, ...] = ()
    agreement: AgreementKind | None = None
    needs_award: bool
    training: tuple[Role, ...] = ()
    foundations: bool = False
    judges: tuple[JudgingParty, ...] = ()
    payees: tuple[PayeeRole, ...] = ()
    gates: tuple[Gate, ...] = ()
    last_gates: tuple[Gate, ...] = ()
    flows: tuple[Flow, ...] = ()
    source: str


@attrs.frozen(kw_only=True, cache_hash=True)
class Programme:
    """One version of a programme. A deployment records the digest of its canonical form."""

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
    notes: tuple[str, ...] = ()
