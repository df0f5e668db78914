"""The parties to a deployment: grant, agreement, organisations and people, and its periods."""

import datetime as dt
from collections.abc import Iterator, Sequence

import attrs

from s2ss_core.events import (
    AwardVaried,
    Brokered,
    CertificatePeriods,
    GrantAwarded,
    GrantUsageCertified,
    Leader,
    LeaderJoined,
    LeaderReplaced,
    QALeadAppointed,
    QALeadStoodDown,
    SupportEnded,
    TimeRenegotiated,
    grant_stream,
)
from s2ss_core.ids import key_of, same
from s2ss_core.ledger import Period, award_period_on, period_on, qa_lead_on
from s2ss_core.projections.engine.event_set import EventSet, Positioned
from s2ss_core.projections.sums.schedule import binding_agreements, schedule_of
from s2ss_core.values import FundingKind, Organisation


@attrs.frozen(kw_only=True)
class Award:
    """The grant that funds a deployment. Its amount is among the view's amounts.

    Its days are as they were varied last. The funder asks for `certificates` of the whole award or of each financial year.
    """

    grant: str
    reference: str
    funder: Organisation
    holder: Organisation
    awarded_on: dt.date
    available_from: dt.date
    available_to: dt.date
    certificates: CertificatePeriods


@attrs.frozen(kw_only=True)
class Agreement:
    """The agreement under which instalments are released: the one that the schedule comes from."""

    agreement: str
    document: str
    version: str
    issued_on: dt.date
    purchase_order: str | None


@attrs.frozen(kw_only=True)
class Parties:
    """Organisations as the newest event that names each of them describes them; people by id.

    `recipient` is the organisation that certified the grant usage. If none did, it is the agreement's first payee, and
    without an agreement the lead leader's home trust or school.
    """

    deployment: str
    funding: FundingKind | None
    awards: tuple[Award, ...]
    agreement: Agreement | None
    recipient: Organisation | None
    broker: Organisation | None
    supported_school: Organisation | None
    leaders: tuple[str, ...]
    qa_lead: str | None


@attrs.frozen(kw_only=True)
class Periods:
    """First and last day of the support, both included. `support_to` is the intended end until `support_ended`."""

    support_from: dt.date | None
    support_to: dt.date | None
    support_ended: bool


def parties_of(deployment: str, facts: EventSet) -> Parties:
    """The parties to one deployment."""
    brokered = facts.latest(Brokered)
    qa_lead = qa_lead_in(facts, dt.date.max)
    event = brokered.event if brokered else None
    return Parties(
        deployment=deployment,
        funding=event.funding.kind if event else None,
        awards=awards_in(facts),
        agreement=_agreement(facts),
        recipient=_recipient(facts),
        broker=event.broker if event else None,
        supported_school=event.school if event else None,
        leaders=tuple(dict.fromkeys(leader.leader for leader in leaders_in(facts))),
        qa_lead=qa_lead,
    )


def leaders_in(facts: EventSet) -> Iterator[Leader]:
    """Every leader as deployed: who was brokered, then who joined, in order."""
    brokered = facts.latest(Brokered)
    if brokered:
        yield brokered.event.lead
    changes: Sequence[Positioned[LeaderJoined | LeaderReplaced]] = facts.not_struck_out(
        LeaderJoined, LeaderReplaced
    )
    for entry in changes:
        joining = entry.event.leader if isinstance(entry.event, LeaderJoined) else entry.event.joining
        if joining:
            yield joining


def lead_in(facts: EventSet) -> Leader | None:
    """The lead leader, as deployed: the one who was brokered, or whoever leads since."""
    brokered = facts.latest(Brokered)
    lead = brokered.event.lead if brokered else None
    known = {key_of(lead.leader): lead} if lead else {}
    changes: Sequence[Positioned[LeaderJoined | LeaderReplaced]] = facts.not_struck_out(
        LeaderJoined, LeaderReplaced
    )
    for entry in changes:
        event = entry.event
        joining = event.leader if isinstance(event, LeaderJoined) else event.joining
        known |= {key_of(joining.leader): joining} if joining else {}
        if isinstance(event, LeaderReplaced):
            lead = known.get(key_of(event.new_lead), lead) if event.new_lead else lead
        elif event.lead:
            lead = event.leader
    return lead


def without_lead_from(facts: EventSet) -> dt.date | None:
    """The first day without a lead leader, if the lead left and nobody took over; None if there is one."""
    brokered = facts.latest(Brokered)
    lead: str | None = brokered.event.lead.leader if brokered else None
    left: dt.date | None = None
    changes: Sequence[Positioned[LeaderJoined | LeaderReplaced]] = facts.not_struck_out(
        LeaderJoined, LeaderReplaced
    )
    for entry in changes:
        event = entry.event
        if isinstance(event, LeaderReplaced):
            left = event.last_day + dt.timedelta(days=1) if same(event.leaving, lead) else left
        new = (
            event.new_lead
            if isinstance(event, LeaderReplaced)
            else event.leader.leader
            if event.lead
            else None
        )
        lead, left = (new, None) if new else (lead, left)
    return left


def qa_lead_in(facts: EventSet, day: dt.date) -> str | None:
    """The id of the QA Lead who was in office on a day; None if nobody was."""
    appointed = (appointed.event for appointed in facts.of(QALeadAppointed))
    stood_down = (left.event for left in facts.not_struck_out(QALeadStoodDown))
    in_office = qa_lead_on(appointed, stood_down, day)
    return in_office.qa_lead if in_office else None


def period_in(facts: EventSet) -> Period | None:
    """The period that was agreed last; None if nothing was brokered."""
    brokered = facts.latest(Brokered)
    agreed = (agreed.event for agreed in facts.not_struck_out(TimeRenegotiated))
    return period_on(brokered.event, agreed, dt.date.max) if brokered else None


def periods_of(facts: EventSet) -> Periods:
    """The period of the support: the actual one if it has ended, otherwise the intended one."""
    intended, ended = period_in(facts), facts.latest(SupportEnded)
    agreed_to = intended.end if intended else None
    return Periods(
        support_from=intended.start if intended else None,
        support_to=ended.event.actual_end if ended else agreed_to,
        support_ended=ended is not None,
    )


def awards_in(facts: EventSet) -> tuple[Award, ...]:
    """The awards among these events, in order of id."""
    awards = (
        Award(
            grant=award.event.grant,
            reference=award.event.reference,
            funder=award.event.funder,
            holder=award.event.holder,
            awarded_on=award.event.on,
            available_from=award.event.available_from,
            available_to=award_period_in(facts, award.event, dt.date.max).end,
            certificates=award.event.certificates,
        )
        for award in facts.of(GrantAwarded)
    )
    return tuple(sorted(awards, key=lambda award: award.grant))


def award_period_in(facts: EventSet, awarded: GrantAwarded, day: dt.date) -> Period:
    """The first and the last day of an award, as it had been varied by a day."""
    of_it = {entry.position for entry in facts.within(grant_stream(awarded.grant))}
    varied = (varied.event for varied in facts.not_struck_out(AwardVaried) if varied.position in of_it)
    return award_period_on(awarded, varied, day)


def _agreement(facts: EventSet) -> Agreement | None:
    issued = schedule_of(facts).agreement or next(reversed(binding_agreements(facts)), None)
    return (
        Agreement(
            agreement=issued.event.agreement,
            document=issued.event.document,
            version=issued.event.version,
            issued_on=issued.event.on,
            purchase_order=issued.event.purchase_order,
        )
        if issued
        else None
    )


def _recipient(facts: EventSet) -> Organisation | None:
    certified, issued = facts.latest(GrantUsageCertified), schedule_of(facts).agreement
    if certified and certified.event.recipient:
        return certified.event.recipient
    if issued and issued.event.payees:
        return issued.event.payees[0]
    lead = lead_in(facts)
    return (lead.home_trust or lead.home_school) if lead else None
