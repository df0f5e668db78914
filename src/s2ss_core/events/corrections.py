"""Corrections: entries struck out, facts reversed, costs disallowed, facts accepted despite a rule."""

from datetime import date
from typing import Literal

import attrs

from s2ss_core.events.registry import recorded_as
from s2ss_core.values import Money, Private

__all__ = [
    "AcceptedDespite",
    "BrokenRule",
    "CorrectionEvent",
    "CostAllowed",
    "CostDisallowed",
    "CostReversed",
    "CostStruckOut",
    "DisallowedReason",
    "FactFound",
    "PaymentStruckOut",
    "ReportStruckOut",
    "ReviewStruckOut",
    "StrikeCause",
    "VisitStruckOut",
]  # fmt: skip

StrikeCause = Literal["duplicate", "wrong-details", "wrong-deployment", "did-not-happen"]
DisallowedReason = Literal[
    "capital", "business-as-usual", "outside-period", "not-on-plan", "quality-assurance", "duplicate", "over-rate",
    "recorded-despite", "not-evidenced", "other",
]  # fmt: skip


@attrs.frozen(kw_only=True)
class FactFound:
    """One fact that broke a rule, as text."""

    name: str
    value: str


@attrs.frozen(kw_only=True)
class BrokenRule:
    """A rule that a recorded fact does not meet."""

    code: str
    name: str
    facts: tuple[FactFound, ...]


@recorded_as("deployment.accepted-despite", version=1, natural_key=("of",))
class AcceptedDespite:
    """A fact was recorded although rules are not met; `of` is the kind and natural id of the fact."""

    of: str
    on: date
    rules: tuple[BrokenRule, ...]
    reason: Private
    accepted_by: str


@recorded_as("deployment.visit-struck-out", version=1)
class VisitStruckOut:
    """A Record of Visit was struck out: it stays in the log and counts in no figure."""

    visit: str
    on: date
    cause: StrikeCause
    reason: Private
    asked_by: str
    agreed_by: str
    replaced_by: str | None = None


@recorded_as("deployment.cost-struck-out", version=1)
class CostStruckOut:
    """A cost entered wrongly was struck out."""

    cost: str
    on: date
    cause: StrikeCause
    reason: Private
    asked_by: str
    agreed_by: str
    replaced_by: str | None = None


@recorded_as("deployment.report-struck-out", version=1)
class ReportStruckOut:
    """A report entered wrongly was struck out."""

    report: str
    on: date
    cause: StrikeCause
    reason: Private
    asked_by: str
    agreed_by: str
    replaced_by: str | None = None


@recorded_as("deployment.review-struck-out", version=1)
class ReviewStruckOut:
    """A review entered wrongly was struck out."""

    review: str
    on: date
    cause: StrikeCause
    reason: Private
    asked_by: str
    agreed_by: str
    replaced_by: str | None = None


@recorded_as("deployment.payment-struck-out", version=1)
class PaymentStruckOut:
    """A payment entered wrongly was struck out."""

    payment: str
    on: date
    cause: StrikeCause
    reason: Private
    asked_by: str
    agreed_by: str
    replaced_by: str | None = None


@recorded_as("deployment.cost-reversed", version=1, natural_key=("cost", "document"))
class CostReversed:
    """A cost that was incurred was credited back, in whole or in part; `net` in pence."""

    cost: str
    document: str
    on: date
    net: Money


@recorded_as("deployment.cost-disallowed", version=1)
class CostDisallowed:
    """A cost that happened is not eligible; `fact` is the id of the visit or cost, `amount` in pence."""

    disallowance: str
    on: date
    fact: str
    amount: Money
    reason: DisallowedReason
    by: str
    note: Private | None = None


@recorded_as("deployment.cost-allowed", version=1)
class CostAllowed:
    """A disallowance was lifted."""

    disallowance: str
    on: date
    by: str
    note: Private | None = None


CorrectionEvent = (
    AcceptedDespite
    | VisitStruckOut
    | CostStruckOut
    | ReportStruckOut
    | ReviewStruckOut
    | PaymentStruckOut
    | CostReversed
    | CostDisallowed
    | CostAllowed
)
