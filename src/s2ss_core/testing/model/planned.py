"""The plain model of what was planned, approved and agreed in a deployment."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from s2ss_core.events import (
    AgreementIssued,
    AgreementSigned,
    Brokered,
    GrantAwarded,
    Leader,
    LeaderJoined,
    LeaderReplaced,
    PlanApproved,
    PlanLine,
    PlanReturned,
    PlanSubmitted,
    ProgrammeAdopted,
    QALeadAppointed,
    QALeadStoodDown,
    SupportEnded,
    programme_stream,
)
from s2ss_core.programmes import Programme, Terms, from_canonical
from s2ss_core.store import Recorded
from s2ss_core.testing.model.event_index import EventIndex
from s2ss_core.values import Organisation


class Planned(EventIndex):
    """One deployment with its awards and its programme."""

    def __init__(self, deployment: str, history: Iterable[Recorded]) -> None:
        entries = list(history)
        own = f"deployment:{deployment}"
        brokered = [e.event for e in entries if e.stream == own and isinstance(e.event, Brokered)]
        awards = {f"grant:{award}" for beginning in brokered for award in beginning.funding.awards}
        pinned = {programme_stream(beginning.programme, beginning.version) for beginning in brokered}
        streams = {own, *awards, *pinned}
        super().__init__(entry.event for entry in entries if entry.stream in streams)
        self.deployment = deployment

    @property
    def brokered(self) -> Brokered:
        """The event that brokered it. Raises IndexError if there is none."""
        return self.of(Brokered)[0]

    @property
    def programme(self) -> Programme:
        """The programme as the history holds it."""
        return from_canonical(self.of(ProgrammeAdopted)[0].content)

    @property
    def laid_down(self) -> Terms:
        """The programme's terms for this deployment's kind of funding."""
        kind = self.brokered.funding.kind
        return next(terms for terms in self.programme.funding if terms.kind == kind)

    @property
    def submitted(self) -> dict[int, PlanSubmitted]:
        """Every submitted plan by its version."""
        return {plan.plan_version: plan for plan in self.of(PlanSubmitted)}

    @property
    def waiting(self) -> PlanSubmitted | None:
        """The plan that awaits a decision."""
        last = self.last(PlanSubmitted)
        decided = {event.plan_version for event in self.any_of(PlanApproved, PlanReturned)}
        return last if last and last.plan_version not in decided else None

    @property
    def plan(self) -> PlanSubmitted | None:
        """The plan that was approved last; None if there is none."""
        approval = self.last(PlanApproved)
        return self.submitted[approval.plan_version] if approval else None

    @property
    def approved(self) -> int:
        """The total of that plan, in pence."""
        return sum(line.approved for line in self.plan.lines) if self.plan else 0

    def plan_on(self, day: date) -> PlanSubmitted | None:
        """The plan in force on a day."""
        in_effect = [
            approval for approval in self.of(PlanApproved) if (approval.effective_from or approval.on) <= day
        ]
        return self.submitted[in_effect[-1].plan_version] if in_effect else None

    def line(self, name: str | None, day: date) -> PlanLine | None:
        """A line of that plan; None if it does not have it."""
        plan = self.plan_on(day)
        return next((line for line in plan.lines if line.id == name), None) if plan else None

    def signed_on(self, issued: AgreementIssued) -> date | None:
        """The day on which the last required party signed an agreement; None while a signature is missing."""
        named = {party.role for party in issued.parties}
        needed = {
            party
            for signatory in self.programme.signatories
            if signatory.document == issued.document
            for party in signatory.parties
            if not named or party in named or party not in signatory.where_applicable
        }
        signed = [
            signature for signature in self.of(AgreementSigned) if signature.agreement == issued.agreement
        ]
        days = {
            party: min(signature.on for signature in signed if signature.party == party)
            for party in {signature.party for signature in signed}
        }
        return max(days[party] for party in needed) if needed and needed <= set(days) else None

    def agreement(self) -> AgreementIssued | None:
        """The newest agreement with all required signatures."""
        return next((agreement for agreement in reversed(self._binding) if self.signed_on(agreement)), None)

    @property
    def _binding(self) -> list[AgreementIssued]:
        return [issued for issued in self.of(AgreementIssued) if issued.document == self.laid_down.agreement]

    def first_signed(self) -> date | None:
        """The first day on which an agreement had all required signatures."""
        days = [self.signed_on(agreement) for agreement in self._binding]
        return min((day for day in days if day), default=None)

    def leads(self, day: date) -> list[Leader]:
        """The first lead, and each who led by a day or was by then agreed as the next, in the order of the record."""
        first, *next_leads = self._led()
        return [first[0], *(leader for leader, since, agreed in next_leads if min(since, agreed) <= day)]

    def lead_on(self, day: date) -> str:
        """The id of the lead on a day, who may have left; before the brokering, that of the first lead."""
        return self.lead_as_deployed(day).leader

    def lead_as_deployed(self, day: date) -> Leader:
        """The lead on a day, with the school and trust of that time."""
        begun = sorted(((since, at) for at, (_, since, _) in enumerate(self._led()) if since <= day))
        return self._led()[begun[-1][1] if begun else 0][0]

    def as_deployed(self, leader: str, day: date) -> Leader:
        """A leader as deployed on a day, or first after it; the lead where nobody of that id was deployed."""
        first = (self.brokered.on, self.brokered.lead)
        joined = [(event.on, event.leader) for event in self.of(LeaderJoined)]
        joined += [
            (event.effective_from, event.joining) for event in self.of(LeaderReplaced) if event.joining
        ]
        own = [(since, deployed) for since, deployed in [first, *joined] if deployed.leader == leader]
        begun = [each for each in own if each[0] <= day] or own[:1]
        return max(reversed(begun), key=lambda each: each[0])[1] if begun else self.lead_as_deployed(day)

    def _led(self) -> list[tuple[Leader, date, date]]:
        """Each lead, since when, and when that was agreed."""
        brokered = self.brokered
        joined = {brokered.lead.leader: brokered.lead}
        led = [(brokered.lead, brokered.on, brokered.on)]
        for event in self.any_of(LeaderJoined, LeaderReplaced):
            replaced = isinstance(event, LeaderReplaced)
            leader = event.joining if replaced else event.leader
            joined |= {leader.leader: leader} if leader else {}
            name = event.new_lead if replaced else event.leader.leader if event.lead else None
            since = event.effective_from if replaced else event.on
            led += [(joined[name], since, event.on)] if name else []
        return led

    def payees(self, by: date) -> set[str]:
        """The ids of the organisations that the programme pays, with every lead up to a day."""
        paid: set[Organisation | None] = set()
        for lead in self.leads(by):
            by_role: dict[str, Organisation | None] = {
                "home-school": lead.home_school,
                "home-trust": lead.home_trust,
                "leader-school": lead.home_school,
                "supported-school": self.brokered.school,
                "broker": self.brokered.broker,
            }
            paid |= {by_role[role] for role in self.laid_down.payees}
        return {organisation.id for organisation in paid if organisation}

    @property
    def judges(self) -> tuple[Any, ...]:
        """The parties whose judgement a release needs."""
        funder = (
            any(award.judged_by_funder for award in self.of(GrantAwarded))
            and "funder" not in self.laid_down.judges
        )
        return (*self.laid_down.judges, *(("funder",) if funder else ()))

    def qa_lead_on(self, day: date) -> str | None:
        """The id of the QA Lead in office on a day: in office to the end of the day of standing down."""
        begun = sorted(
            (appointed for appointed in self.of(QALeadAppointed) if appointed.on <= day), key=lambda a: a.on
        )
        if not begun:
            return None
        newest: QALeadAppointed = begun[-1]
        over = [
            left for left in self.of(QALeadStoodDown) if (left.qa_lead == newest.qa_lead) and left.on < day
        ]
        return None if any(left.on >= newest.on for left in over) else newest.qa_lead

    @property
    def ended(self) -> SupportEnded | None:
        """The event that ended the support; None if it has not ended."""
        return self.last(SupportEnded)
