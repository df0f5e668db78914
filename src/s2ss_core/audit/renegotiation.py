"""Renegotiation: who may leave, who leads from then on, and which days may be agreed anew."""

from collections.abc import Iterator

from s2ss_core.audit.check import Breach
from s2ss_core.audit.deployment import Deployment, academic_years, asks
from s2ss_core.events import LeaderJoined, LeaderReplaced, TimeRenegotiated, VisitLogged
from s2ss_core.ids import key_of


@asks("S2SS-N01", LeaderReplaced)
def is_deployed(event: LeaderReplaced, deployment: Deployment) -> Iterator[Breach]:
    """Whoever leaves was deployed here on the last day, and has not left."""
    here = [s.leader.leader for s in deployment.spells if s.last_day is None and s.covers(event.last_day)]
    if not deployment.among(event.leaving, here):
        yield Breach(leaving=event.leaving, last_day=event.last_day, leaders=here)


@asks("S2SS-N02", LeaderReplaced)
def a_lead_remains(event: LeaderReplaced, deployment: Deployment) -> Iterator[Breach]:
    """If the lead leaves, the one who joins or another leader here leads."""
    lead = deployment.lead(event.last_day)
    if not deployment.is_same(event.leaving, lead):
        return
    others = [
        s.leader.leader
        for s in deployment.spells
        if s.last_day is None and not deployment.is_same(s.leader.leader, event.leaving)
    ]
    others += [event.joining.leader] if event.joining else []
    if not deployment.among(event.new_lead, others):
        yield Breach(leaving=event.leaving, lead=lead, new_lead=event.new_lead, leaders=others)


@asks("S2SS-N03", LeaderReplaced)
def after_the_last_visit(event: LeaderReplaced, deployment: Deployment) -> Iterator[Breach]:
    """Nobody leaves before the day of their last visit."""
    visits = [
        visit.on
        for visit in deployment.book.events(VisitLogged)
        if deployment.is_same(visit.leader, event.leaving)
    ]
    if visits and event.last_day < max(visits):
        yield Breach(leaving=event.leaving, last_day=event.last_day, last_visit=max(visits))


@asks("S2SS-N04", LeaderJoined, LeaderReplaced, TimeRenegotiated)
def before_the_end(
    event: LeaderJoined | LeaderReplaced | TimeRenegotiated, deployment: Deployment
) -> Iterator[Breach]:
    """Days are committed before the support has ended."""
    if event.commitments and deployment.ended is not None:
        yield Breach(ended_on=deployment.ended.on)


@asks("S2SS-N05", LeaderReplaced)
def whose_days(event: LeaderReplaced, _: Deployment) -> Iterator[Breach]:
    """Where nobody joins, no days are committed."""
    if event.joining is None and event.commitments:
        yield Breach(committed=len(event.commitments))


@asks("S2SS-N06", LeaderReplaced)
def the_day_has_come(event: LeaderReplaced, _: Deployment) -> Iterator[Breach]:
    """That somebody left is recorded when the last day has come."""
    if event.on < event.last_day:
        yield Breach(last_day=event.last_day, on=event.on)


@asks("S2SS-N07", TimeRenegotiated)
def days_agreed_anew(event: TimeRenegotiated, deployment: Deployment) -> Iterator[Breach]:
    """The days are of leaders here, once each a year, in years of the support; none at all may be of any year."""
    before = deployment.period(event.in_force_from)
    start, end = event.start or before[0], event.intended_end or before[1]
    years = academic_years(start, end)
    here = {key_of(s.leader.leader) for s in deployment.spells if s.last_day is None}
    committed = [(key_of(total.leader), total.cap_year) for total in event.commitments]
    outside = [
        f"{whose} {year}"
        for (whose, year), total in zip(committed, event.commitments, strict=True)
        if not deployment.among(whose, tuple(here))
        or (year not in years and total.days != 0)
        or committed.count((whose, year)) > 1
    ]
    if outside:
        yield Breach(leaders=here, years=years, outside=outside)


@asks("S2SS-B05", TimeRenegotiated)
def the_period(event: TimeRenegotiated, deployment: Deployment) -> Iterator[Breach]:
    """The period agreed anew does not end before it starts."""
    before = deployment.period(event.in_force_from)
    start, end = event.start or before[0], event.intended_end or before[1]
    if end < start:
        yield Breach(start=start, intended_end=end)
