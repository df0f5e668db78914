"""Agreement: the flow-down contract, its signatures and its schedule of instalments and reviews."""

from datetime import date, time
from typing import Literal

import attrs

from s2ss_core.events.registry import recorded_as
from s2ss_core.ids import DocumentNumber, Id, RecordId
from s2ss_core.values import (
    INSTALMENT,
    AgreementKind,
    Condition,
    Mode,
    Money,
    Organisation,
    PartyRole,
    Person,
    Term,
)

__all__ = [
    "AgreementEvent", "AgreementIssued", "AgreementSigned", "Costs", "Party", "ReviewsScheduled",
    "ScheduledInstalment", "ScheduledReview",
]  # fmt: skip


@attrs.frozen(kw_only=True)
class Party:
    """One party to an agreement."""

    role: PartyRole
    organisation: Organisation | None = None
    person: Person | None = None


@attrs.frozen(kw_only=True)
class ScheduledInstalment:
    """One instalment of a leg: what may be released at most, for which term, after which report if after any."""

    instalment: int
    leg: RecordId = INSTALMENT
    term: Term
    amount: Money
    due_by: date | None = None
    after: Literal["interim", "final"] | None


@attrs.frozen(kw_only=True)
class Costs:
    """Who bears how much of the whole cost: the three parts make the total."""

    total: Money
    supported_school: Money
    broker: Money
    home_school: Money


@attrs.frozen(kw_only=True)
class ScheduledReview:
    """A termly review meeting agreed from the outset."""

    review: RecordId
    term: Term
    on: date
    at: time | None = None
    mode: Mode = "face-to-face"


@recorded_as("deployment.agreement-issued", version=1, key_space="agreement")
class AgreementIssued:
    """The broker issued an agreement for signature; a later one may vary an earlier one.

    `staff_involved` are the people of the supported school whom its form names beside the parties.
    """

    agreement: RecordId
    on: date
    document: AgreementKind
    version: RecordId
    issued_by: Person
    parties: tuple[Party, ...]
    staff_involved: tuple[Person, ...] = ()
    purchase_order: DocumentNumber | None = None
    schedule: tuple[ScheduledInstalment, ...] = ()
    payees: tuple[Organisation, ...] = ()
    claim_rules: str | None = None
    report_deadline: date | None = None
    conditions: tuple[Condition, ...] = ()
    costs: Costs | None = None
    copies_to: tuple[Id, ...] = ()
    variation_of: RecordId | None = None


@recorded_as("deployment.agreement-signed", version=1, natural_key=("agreement", "party", "signatory.person"))
class AgreementSigned:
    """Somebody signed the agreement for one party."""

    agreement: RecordId
    party: PartyRole
    on: date
    signatory: Person
    delegated_by: Person | None = None
    has_read: bool = True


@recorded_as("deployment.reviews-scheduled", version=1, natural_key=("schedule",))
class ReviewsScheduled:
    """The dates of the termly review meetings were agreed."""

    schedule: RecordId
    on: date
    reviews: tuple[ScheduledReview, ...]
    evaluation_format: str | None = None


AgreementEvent = AgreementIssued | AgreementSigned | ReviewsScheduled
