"""The deployment: what past events leave true of it, stage by stage, as far as decisions need it."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, assert_never

import attrs

from s2ss_core.aggregates import agreement, brokering, ending, mending, money, planning, reporting, support
from s2ss_core.aggregates.agreement import Agreement
from s2ss_core.aggregates.brokering import Brokering
from s2ss_core.aggregates.deciding import Decision, asked_for, decide
from s2ss_core.aggregates.ending import Ending
from s2ss_core.aggregates.mending import Mending, StruckOut
from s2ss_core.aggregates.money import Ledger
from s2ss_core.aggregates.planning import Planning
from s2ss_core.aggregates.reporting import Reporting
from s2ss_core.aggregates.support import Support
from s2ss_core.errors import ImpossibleHistory
from s2ss_core.events import (
    AcceptedDespite,
    AgreementIssued,
    AgreementSigned,
    Brokered,
    CertificatePrepared,
    CertificateReturned,
    Closed,
    ConcernEscalated,
    ConcernRaised,
    ConcernResolved,
    CostAllowed,
    CostDisallowed,
    CostIncurred,
    CostReversed,
    CostStruckOut,
    DeploymentEvent,
    DocumentShared,
    EvidenceFiled,
    FinalReported,
    FoundationsSecured,
    GrantRecovered,
    GrantUsageCertified,
    InstalmentCancelled,
    InstalmentReleased,
    InstalmentWithheld,
    InterimReported,
    InvoiceReceived,
    LeaderJoined,
    PaymentMade,
    PaymentReversed,
    PaymentStruckOut,
    PlanApproved,
    PlanningMeetingHeld,
    PlanReturned,
    PlanSubmitted,
    ProgressJudged,
    QALeadAppointed,
    ReportFinalised,
    ReportStruckOut,
    ReviewHeld,
    ReviewsScheduled,
    ReviewStruckOut,
    SupportEnded,
    TrainingAttended,
    VisitLogged,
    VisitStruckOut,
    natural_id,
)
from s2ss_core.programmes import PayeeRole, Programme, Terms
from s2ss_core.rules import Broken, what_is_closed_takes_only_corrections_and_payments
from s2ss_core.values import FundingKind, Money, Organisation

TAKEN_AFTER_CLOSING = (
    VisitStruckOut, CostStruckOut, ReportStruckOut, ReviewStruckOut, PaymentStruckOut, CostReversed, CostDisallowed,
    CostAllowed, PaymentMade, PaymentReversed, GrantRecovered, CertificatePrepared, GrantUsageCertified,
    CertificateReturned, DocumentShared, EvidenceFiled,
)  # fmt: skip


@attrs.frozen(kw_only=True)
class Incurred:
    """What a visit or cost charges: to which line, on which day, in pence less what was reversed."""

    line: str
    on: date
    amount: Money


@attrs.frozen(kw_only=True)
class Deployment:
    """A deployment, stage by stage; `told` holds every fact by its natural id."""

    told: Mapping[tuple[str, ...], Any]
    brokering: Brokering
    planning: Planning = attrs.field(factory=Planning)
    agreement: Agreement = attrs.field(factory=Agreement)
    support: Support = attrs.field(factory=Support)
    reporting: Reporting = attrs.field(factory=Reporting)
    ledger: Ledger = attrs.field(factory=Ledger)
    ending: Ending = attrs.field(factory=Ending)
    mending: Mending = attrs.field(factory=Mending)

    @property
    def funding(self) -> FundingKind:
        """The kind of funding it was brokered under."""
        return self.brokering.brokered.funding.kind

    @property
    def parties(self) -> frozenset[str]:
        """The ids of every organisation that provides or receives the support, and of their trusts."""
        plans = [approved.plan for approved in self.planning.plans]
        plans += [self.planning.waiting] if self.planning.waiting else []
        providers = brokering.organisations(*(line.provider for plan in plans for line in plan.lines))
        return self.brokering.providing | self.brokering.brokered.school.names | providers

    def payees(self, terms: Terms) -> tuple[str, ...]:
        """The ids of the organisations that the programme pays."""
        lead = self.brokering.leaders[0]
        by_role: Mapping[PayeeRole, Organisation | None] = {
            "home-school": lead.home_school,
            "home-trust": lead.home_trust,
            "supported-school": self.brokering.brokered.school,
            "broker": self.brokering.brokered.broker,
        }
        return tuple(payee.id for role in terms.payees if (payee := by_role[role]) is not None)

    def incurred(self, programme: Programme) -> Mapping[str, Incurred]:
        """What each visit and cost charges under the programme, by its natural id."""
        found = {}
        for name, visit in self.support.visits.items():
            amount = support.charge(programme, self.planning.in_force(visit.on), visit)
            if amount and visit.line:
                found[name] = Incurred(line=visit.line, on=visit.on, amount=amount)
        for name, cost in self.support.costs.items():
            net = cost.net - self.mending.reversed.get(name, Money(0))
            found[name] = Incurred(line=cost.line, on=cost.on, amount=net)
        return found

    def eligible_by_line(self, programme: Programme, by: date | None = None) -> Mapping[str, Money]:
        """Incurred less disallowed, line by line, up to a day if one is given."""
        lines: dict[str, Money] = {}
        for name, one in self.incurred(programme).items():
            if by is None or one.on <= by:
                eligible = one.amount - self.mending.counted(name, one.amount)
                lines[one.line] = lines.get(one.line, Money(0)) + eligible
        return lines

    def eligible(self, programme: Programme, by: date | None = None) -> Money:
        """Incurred less disallowed, up to a day if one is given."""
        return sum(self.eligible_by_line(programme, by).values(), Money(0))

    def overpaid(self, programme: Programme) -> Money:
        """What is released, and not recovered, beyond eligible cost."""
        return Money(max(0, self.ledger.net_released - self.eligible(programme)))

    def names(self, entry: str, by: date = date.max) -> bool:
        """Whether a natural id names a fact here, that happened by a day if one is given."""
        return any(entry == identity[1] and fact.on <= by for identity, fact in self.told.items())

    def standing(self, fact: StruckOut) -> Mapping[str, Any]:
        """The entries that stand, of the kind that a correction strikes out."""
        match fact:
            case VisitStruckOut():
                return self.support.visits
            case CostStruckOut():
                return self.support.costs
            case ReportStruckOut():
                return self.reporting.reports
            case ReviewStruckOut():
                return self.reporting.reviews
            case PaymentStruckOut():
                return self.ledger.payments
            case _:
                assert_never(fact)

    def decide(
        self, fact: DeploymentEvent, *broken: Iterable[Broken], despite: bool = False, cost: Money = Money(0)
    ) -> Decision[DeploymentEvent]:
        """A decision on one fact of this deployment; once closed it takes little more."""
        taken = self.ending.closed is None or isinstance(fact, TAKEN_AFTER_CLOSING)
        closed = what_is_closed_takes_only_corrections_and_payments.broken_by(
            asked=asked_for(fact), taken=taken
        )
        return decide(fact, self.told, closed, *broken, despite=despite, cost=cost)


def evolve(deployment: Deployment | None, event: DeploymentEvent) -> Deployment:
    """Apply what happened. No rules, no clock. Raises `ImpossibleHistory` for events that cannot follow."""
    if deployment is None:
        if not isinstance(event, Brokered):
            raise ImpossibleHistory(f"a deployment begins with Brokered, not {type(event).__name__}")
        return Deployment(told={natural_id(event): event}, brokering=brokering.begin(event))
    return attrs.evolve(_apply(deployment, event), told={**deployment.told, natural_id(event): event})


def _apply(deployment: Deployment, event: DeploymentEvent) -> Deployment:
    match event:
        case (
            Brokered() | QALeadAppointed() | PlanningMeetingHeld() | TrainingAttended() | FoundationsSecured()
            | LeaderJoined()
        ):  # fmt: skip
            return attrs.evolve(deployment, brokering=brokering.evolve(deployment.brokering, event))
        case PlanSubmitted() | PlanReturned() | PlanApproved():
            return attrs.evolve(deployment, planning=planning.evolve(deployment.planning, event))
        case AgreementIssued() | AgreementSigned() | ReviewsScheduled():
            return attrs.evolve(deployment, agreement=agreement.evolve(deployment.agreement, event))
        case (
            VisitLogged() | CostIncurred() | ConcernRaised() | ConcernEscalated() | ConcernResolved() | EvidenceFiled()
        ):  # fmt: skip
            return attrs.evolve(deployment, support=support.evolve(deployment.support, event))
        case (
            InterimReported() | FinalReported() | ReportFinalised() | DocumentShared() | ReviewHeld() | ProgressJudged()
        ):  # fmt: skip
            return attrs.evolve(deployment, reporting=reporting.evolve(deployment.reporting, event))
        case (
            InvoiceReceived() | InstalmentReleased() | InstalmentWithheld() | InstalmentCancelled() | PaymentMade()
            | PaymentReversed() | GrantRecovered()
        ):  # fmt: skip
            return attrs.evolve(deployment, ledger=money.evolve(deployment.ledger, event))
        case (
            CertificatePrepared() | GrantUsageCertified() | CertificateReturned() | SupportEnded() | Closed()
        ):
            return attrs.evolve(deployment, ending=ending.evolve(deployment.ending, event))
        case (
            AcceptedDespite() | CostReversed() | CostDisallowed() | CostAllowed() | VisitStruckOut() | CostStruckOut()
            | ReportStruckOut() | ReviewStruckOut() | PaymentStruckOut()
        ):  # fmt: skip
            mended = attrs.evolve(deployment, mending=mending.evolve(deployment.mending, event))
            return _strike(mended, event)
        case _:
            assert_never(event)


def _strike(deployment: Deployment, event: DeploymentEvent) -> Deployment:
    without = mending.without
    match event:
        case VisitStruckOut(visit=entry):
            visits = without(deployment.support.visits, entry)
            return attrs.evolve(deployment, support=attrs.evolve(deployment.support, visits=visits))
        case CostStruckOut(cost=entry):
            costs = without(deployment.support.costs, entry)
            return attrs.evolve(deployment, support=attrs.evolve(deployment.support, costs=costs))
        case ReportStruckOut(report=entry):
            reports = without(deployment.reporting.reports, entry)
            finalised = without(deployment.reporting.finalised, entry)
            kept = attrs.evolve(deployment.reporting, reports=reports, finalised=finalised)
            return attrs.evolve(deployment, reporting=kept)
        case ReviewStruckOut(review=entry):
            reviews = without(deployment.reporting.reviews, entry)
            return attrs.evolve(deployment, reporting=attrs.evolve(deployment.reporting, reviews=reviews))
        case PaymentStruckOut(payment=entry):
            payments = without(deployment.ledger.payments, entry)
            return attrs.evolve(deployment, ledger=attrs.evolve(deployment.ledger, payments=payments))
        case _:
            return deployment


def replay(events: Iterable[DeploymentEvent]) -> Deployment | None:
    """The state that a history leaves, or None for no history."""
    deployment = None
    for event in events:
        deployment = evolve(deployment, event)
    return deployment
