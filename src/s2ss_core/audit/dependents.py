"""What was recorded later and could not stand without a visit, a replacement, a renegotiation, a halt, a plan or a form."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from s2ss_core.audit.capacity import days_of_visit
from s2ss_core.audit.checklists import unmet
from s2ss_core.audit.deployment import Deployment
from s2ss_core.audit.ending import MAY_FOLLOW
from s2ss_core.events import (
    ActivityHeld,
    ActivityPlanned,
    ChecklistAnswered,
    CostIncurred,
    FeedbackGiven,
    GrantUsageCertified,
    InstalmentReleased,
    LeaderReplaced,
    PlanApproved,
    ProgressJudged,
    RecordSigned,
    Reopened,
    ReviewHeld,
    SupportEvaluated,
    SupportHalted,
    SupportResumed,
    TimeRenegotiated,
    VisitLogged,
    natural_id,
)
from s2ss_core.store import Recorded

__all__ = ["resting_beside_reports"]

Resting = Callable[[Any, Deployment], Iterator[Any]]


def resting_beside_reports(wrong: Recorded, deployment: Deployment) -> Iterator[Recorded]:
    """The entries that stand, were recorded after an entry, and rest on it: all but those that rest on a report."""
    event = wrong.event
    of_kind = _RESTING.get(type(event))
    if of_kind is None:
        return
    found = list(of_kind(event, deployment))  # held, so that no other event takes the identity of one of them
    resting = set(map(id, found))
    for entry in deployment.book.entries:
        later = entry.position > wrong.position and deployment.book.stands(entry)
        if later and id(entry.event) in resting:
            yield entry


def _on_visit(event: VisitLogged, deployment: Deployment) -> Iterator[Any]:
    """Records of its date in hours, of the same leader, that come to more than a day with the others."""
    programme = deployment.programme
    if programme is None:
        return
    beside = [
        other.event
        for other in deployment.book.on(event.on, VisitLogged)
        if deployment.is_same(other.event.leader, event.leader)
    ]
    hours = [other for other in beside if other.unit == "hour"]
    if sum(days_of_visit(other, programme)[0] for other in hours) > 1:
        yield from hours


def _on_replacement(event: LeaderReplaced, deployment: Deployment) -> Iterator[Any]:
    """What is of the leader who joined by it, if nothing else says that they joined."""
    if event.joining is None:
        return
    joined = event.joining.leader
    if sum(deployment.is_same(spell.leader.leader, joined) for spell in deployment.spells) > 1:
        return
    for other in deployment.book.events(VisitLogged, LeaderReplaced):
        named = [other.leader] if isinstance(other, VisitLogged) else [other.leaving, other.new_lead]
        if any(deployment.is_same(name, joined) for name in named):
            yield other
    for agreed in deployment.book.events(TimeRenegotiated):
        if any(deployment.is_same(commitment.leader, joined) for commitment in agreed.commitments):
            yield agreed


def _on_renegotiation(event: TimeRenegotiated, deployment: Deployment) -> Iterator[Any]:
    """Later totals of the same days, and visits and costs that are in the period as agreed by it alone."""
    named = {(deployment.record.identity(days.leader), days.cap_year) for days in event.commitments}
    agreed = deployment.book.events(TimeRenegotiated)
    for other in agreed:
        theirs = {(deployment.record.identity(days.leader), days.cap_year) for days in other.commitments}
        if theirs & named:
            yield other
    without = [other for other in agreed if other is not event]
    for fact in deployment.book.events(VisitLogged, CostIncurred):
        start, end = deployment.period(fact.on)
        then_start, then_end = _period(deployment, without, fact.on)
        if start <= fact.on <= end and not then_start <= fact.on <= then_end:
            yield fact


def _period(deployment: Deployment, agreed: list[TimeRenegotiated], day: date) -> tuple[date, date]:
    start, end = deployment.brokered.start, deployment.brokered.intended_end
    for each in agreed:
        if each.in_force_from <= day:
            start, end = each.start or start, each.intended_end or end
    return start, end


def _on_reopening(_: Reopened, deployment: Deployment) -> Iterator[Any]:
    """What a closed deployment does not take."""
    yield from (entry.event for entry in deployment.book.entries if type(entry.event) not in MAY_FOLLOW)


def _on_halt(event: SupportHalted, deployment: Deployment) -> Iterator[Any]:
    """The resuming of the support after it."""
    yield from (each for each in deployment.book.events(SupportResumed) if each.halt == event.halt)


def _on_resuming(event: SupportResumed, deployment: Deployment) -> Iterator[Any]:
    """What is of days on which nothing but that halt would withhold the support or its money."""
    halts = deployment.book.events(SupportHalted)
    resumed = {each.halt: each.on for each in deployment.book.events(SupportResumed)}
    for fact in deployment.book.events(VisitLogged, CostIncurred):
        over = [halt for halt in halts if halt.on <= fact.on and resumed.get(halt.halt, date.max) <= fact.on]
        lasting = [halt for halt in halts if halt.on <= fact.on and halt not in over]
        if not lasting and any(halt.halt == event.halt for halt in over):
            yield fact
    for release in deployment.book.events(InstalmentReleased):
        if any(h.halt == event.halt and h.funding_too and h.on <= release.on for h in halts):
            yield release


def _on_activity(event: ActivityPlanned, deployment: Deployment) -> Iterator[Any]:
    """The sessions of it, and what was planned instead of it."""
    for each in deployment.book.events(ActivityHeld, ActivityPlanned):
        of = each.activity if isinstance(each, ActivityHeld) else each.instead_of
        if of == event.activity:
            yield each


def _on_form(event: FeedbackGiven | SupportEvaluated, deployment: Deployment) -> Iterator[Any]:
    """The signatures under it."""
    space, identity = natural_id(event)[:2]
    for each in deployment.book.events(RecordSigned):
        if (each.record, each.of) == (space, identity):
            yield each


def _on_response(event: ChecklistAnswered, deployment: Deployment) -> Iterator[Any]:
    """What was decided on its answers, and would not be met without them."""
    book = deployment.book
    given = book.events(ChecklistAnswered)
    without = [each for each in given if each is not event]
    for entry in book.of(PlanApproved, ReviewHeld, ProgressJudged, GrantUsageCertified):
        if set(unmet(entry.event, deployment, without)) - set(unmet(entry.event, deployment, given)):
            yield entry.event


_RESTING: Mapping[type, Resting] = {
    VisitLogged: _on_visit,
    LeaderReplaced: _on_replacement,
    TimeRenegotiated: _on_renegotiation,
    Reopened: _on_reopening,
    SupportHalted: _on_halt,
    SupportResumed: _on_resuming,
    ActivityPlanned: _on_activity,
    FeedbackGiven: _on_form,
    SupportEvaluated: _on_form,
    ChecklistAnswered: _on_response,
}
