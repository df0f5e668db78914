"""What rests on an entry of a deployment: what was recorded after it and cannot stand without it."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

import s2ss_core.events as e
from s2ss_core.aggregates.deployment.deployment import Deployment
from s2ss_core.aggregates.deployment.state.support import hours_beyond
from s2ss_core.events import cause_of, stored_name
from s2ss_core.ids import among, same
from s2ss_core.ledger import holding_back, lasting, period_on
from s2ss_core.programmes import Programme, funding_terms
from s2ss_core.values import Cause, JudgingParty

Resting = Callable[[Deployment, Programme, Cause], Iterator[Cause]]

_TAKEN_WHEN_CLOSED = frozenset(
    stored_name(event_class).key_space
    for event_class in (
        e.AcceptedDespite, e.ActionDone, e.CertificatePrepared, e.CertificateReturned, e.ChecklistAnswered, e.CostAllowed, e.CostDisallowed, e.CostReversed,
        e.DocumentShared, e.EntryStruckOut, e.EvidenceFiled, e.GrantRecovered, e.GrantUsageCertified, e.PaymentMade,
        e.PaymentReversed, e.Reopened, e.VatSettled,
    )
)  # fmt: skip


def resting_on(deployment: Deployment, programme: Programme, entry: Cause) -> tuple[Cause, ...]:
    """What rests on an entry that stands, the newest first."""
    of_kind = _RESTING.get(entry.name)
    if of_kind is None or not deployment.has_entry(entry):
        return ()
    later = _later(deployment, entry)
    resting = frozenset(of_kind(deployment, programme, entry))
    return tuple(cause for cause in reversed(later) if cause in resting)


def _later(deployment: Deployment, entry: Cause) -> tuple[Cause, ...]:
    """The entries that were recorded after an entry, in order."""
    recorded = tuple(Cause(name, tuple(of)) for name, *of in deployment.entries)
    return recorded[recorded.index(entry) + 1 :]


def _on_visit(deployment: Deployment, programme: Programme, entry: Cause) -> Iterator[Cause]:
    """Visits whose hours were counted as the rest of the day beside those of a visit."""
    visit = deployment.support.visits[entry.id[0]]
    for other in deployment.support.visits.values():
        beside = other.on == visit.on and same(other.leader, visit.leader)
        if beside and hours_beyond(programme, deployment.support, other):
            yield cause_of(other)


def _on_report(deployment: Deployment, _: Programme, entry: Cause) -> Iterator[Cause]:
    """The reviews of a report."""
    for review in deployment.reporting.reviews.values():
        if review.report == entry.id[0]:
            yield cause_of(review)


def _on_replacement(deployment: Deployment, _: Programme, entry: Cause) -> Iterator[Cause]:
    """What was recorded of the leader who joined by a replacement, and not otherwise."""
    replaced = next(event for event in deployment.brokering.replacements if cause_of(event) == entry)
    if replaced.joining is None:
        return
    joined = replaced.joining.leader
    if sum(same(deployed.leader, joined) for deployed in deployment.brokering.leaders) > 1:
        return
    for visit in deployment.support.visits.values():
        if same(visit.leader, joined):
            yield cause_of(visit)
    for other in deployment.brokering.replacements:
        if among(joined, filter(None, (other.leaving, other.new_lead))):
            yield cause_of(other)
    for agreed in deployment.brokering.renegotiated:
        if among(joined, (commitment.leader for commitment in agreed.commitments)):
            yield cause_of(agreed)


def _on_renegotiation(deployment: Deployment, _: Programme, entry: Cause) -> Iterator[Cause]:
    """Later totals of the same days, and visits and costs that are outside the period without a renegotiation."""
    agreed = deployment.brokering.renegotiated
    struck = next(event for event in agreed if cause_of(event) == entry)
    named = [(commitment.leader, commitment.cap_year) for commitment in struck.commitments]
    for other in agreed:
        if any(
            same(c.leader, leader) and c.cap_year == year for c in other.commitments for leader, year in named
        ):
            yield cause_of(other)
    others = [event for event in agreed if event is not struck]
    facts: tuple[Any, ...] = (*deployment.support.visits.values(), *deployment.support.costs.values())
    for fact in facts:
        now = deployment.brokering.period_on(fact.on)
        then = period_on(deployment.brokering.brokered, others, fact.on)
        if now.start <= fact.on <= now.end and not then.start <= fact.on <= then.end:
            yield cause_of(fact)


def _on_lifting(deployment: Deployment, _: Programme, entry: Cause) -> Iterator[Cause]:
    """The releases of an instalment whose withholding was lifted."""
    instalment, leg, _on = entry.id
    for cause, release in deployment.money.released.items():
        if (str(release.instalment), release.leg) == (instalment, leg):
            yield cause


def _on_reopening(deployment: Deployment, _: Programme, entry: Cause) -> Iterator[Cause]:
    """What a closed deployment does not take."""
    return (later for later in _later(deployment, entry) if later.name not in _TAKEN_WHEN_CLOSED)


def _on_qa_day(deployment: Deployment, _: Programme, entry: Cause) -> Iterator[Cause]:
    """The approvals of plans, if no other QA Day of the same purpose stands at which the use of the money was agreed."""
    days = deployment.reporting.qa_days
    struck = next(day for day in days if cause_of(day) == entry)
    others = (
        day
        for day in days
        if day is not struck and day.purpose == struck.purpose and day.funding_use == "agreed"
    )
    if struck.funding_use == "agreed" and not any(others):
        for approved in deployment.planning.plans:
            yield Cause("plan-approved", (str(approved.plan.plan_version), str(approved.on)))


def _on_halt(deployment: Deployment, _: Programme, entry: Cause) -> Iterator[Cause]:
    """The resuming of the support after a halt."""
    yield Cause("support-resumed", entry.id)


def _on_resuming(deployment: Deployment, _: Programme, entry: Cause) -> Iterator[Cause]:
    """Visits, costs and releases of days on which support, or its money, would be withheld without it."""
    halts = deployment.support.halts
    without = [
        halt for halt in halts if not (isinstance(halt, e.SupportResumed) and halt.halt == entry.id[0])
    ]
    facts: tuple[Any, ...] = (*deployment.support.visits.values(), *deployment.support.costs.values())
    for fact in facts:
        if any(lasting(without, fact.on)) and not any(lasting(halts, fact.on)):
            yield cause_of(fact)
    for cause, release in deployment.money.released.items():
        if any(halt.funding_too for halt in lasting(without, release.on)):
            yield cause


def _on_activity(deployment: Deployment, _: Programme, entry: Cause) -> Iterator[Cause]:
    """The sessions of an activity, and what was planned instead of it."""
    for session in deployment.activities.held:
        if session.activity == entry.id[0]:
            yield cause_of(session)
    for activity in deployment.activities.planned.values():
        if activity.instead_of == entry.id[0]:
            yield cause_of(activity)


def _on_form(deployment: Deployment, _: Programme, entry: Cause) -> Iterator[Cause]:
    """The signatures under feedback or an evaluation."""
    for signature in deployment.feedback.signed:
        if (signature.record, signature.of) == (entry.name, entry.id[0]):
            yield cause_of(signature)


def _on_response(deployment: Deployment, programme: Programme, entry: Cause) -> Iterator[Cause]:
    """What was decided on answers to a checklist that are not met without a response."""
    responses, terms = deployment.reporting.responses, funding_terms(programme, deployment.funding)
    struck = next(response for response in responses if cause_of(response) == entry)
    without = [response for response in responses if response is not struck]
    for decided, on, party in _answered_for(deployment, struck):
        now, then = (
            holding_back(programme, terms, given, at=struck.at, of=struck.of, by=on, party=party)
            for given in (responses, without)
        )
        if set(then) - set(now):
            yield decided


def _answered_for(
    deployment: Deployment, response: e.ChecklistAnswered
) -> Iterator[tuple[Cause, date, JudgingParty | None]]:
    """The approval, review, judgement or certificate that a response is for, if there is one: its day, and the party that judged."""
    match response.at:
        case "plan":
            for approved in deployment.planning.plans:
                if response.of == (version := f"{approved.plan.plan_version}"):
                    yield Cause("plan-approved", (version, f"{approved.on}")), approved.on, None
        case "judgement":
            for judged in deployment.reporting.judgements:
                if judged.judgement == response.of:
                    yield cause_of(judged), judged.on, judged.party
        case "review":
            if held := deployment.reporting.review(response.of):
                yield cause_of(held), held.on, None
        case "certificate":
            if certified := deployment.ending.certificates.get(response.of):
                yield cause_of(certified), certified.on, None


_RESTING: Mapping[str, Resting] = {
    "visit": _on_visit,
    "report": _on_report,
    "leader-replaced": _on_replacement,
    "time-renegotiated": _on_renegotiation,
    "withholding-lifted": _on_lifting,
    "reopened": _on_reopening,
    "qa-day": _on_qa_day,
    "halt": _on_halt,
    "support-resumed": _on_resuming,
    "activity": _on_activity,
    "feedback": _on_form,
    "evaluation": _on_form,
    "response": _on_response,
}
