"""Brokering: who may support whom, and what is settled before support starts."""

from collections.abc import Iterator
from datetime import date

from s2ss_core.audit.check import Breach
from s2ss_core.audit.deployment import Deployment, academic_years, asks
from s2ss_core.audit.offices import headteachers
from s2ss_core.audit.organisations import urns_of
from s2ss_core.events import Brokered, Commitment, GrantAwarded, Leader, LeaderJoined, LeaderReplaced
from s2ss_core.ids import key_of

Joining = Brokered | LeaderJoined | LeaderReplaced


def joining(event: Joining) -> tuple[Leader, tuple[Commitment, ...], date] | None:
    """The leader who joins with an event, the days committed of theirs, and the day from which they are there."""
    match event:
        case Brokered(lead=leader):
            return leader, event.commitments, event.on
        case LeaderJoined(leader=leader):
            return leader, event.commitments, event.on
        case LeaderReplaced(joining=leader):
            return (leader, event.commitments, event.effective_from) if leader else None


@asks("S2SS-B01", Brokered)
def the_schools_capacity(event: Brokered, _: Deployment) -> Iterator[Breach]:
    """The school said that it has capacity."""
    if event.capacity_confirmed is None:
        yield Breach(confirmed_by=None)


@asks("S2SS-B02", Brokered)
def existing_support(event: Brokered, _: Deployment) -> Iterator[Breach]:
    """What support there already is was told, or that there is none."""
    if event.existing_support is None:
        yield Breach(considered=False)


@asks("S2SS-B03", Brokered, LeaderJoined, LeaderReplaced, in_hindsight=True)
def the_leaders_school(event: Joining, deployment: Deployment) -> Iterator[Breach]:
    """The home school of whoever joins is another than the supported school, by id and by URN."""
    if (joins := joining(event)) is None:
        return
    home, school, day = joins[0].home_school, deployment.brokered.school, joins[2]
    shared = urns_of(home, day, deployment.record) & urns_of(school, day, deployment.record)
    if shared or key_of(home.id) == key_of(school.id):
        yield Breach(home_school=home.id, school=school.id, shared_urn=shared)


@asks("S2SS-B04", Brokered)
def the_brokers_capacity(event: Brokered, _: Deployment) -> Iterator[Breach]:
    """The broker said that it has the capacity."""
    if event.broker_capacity is None:
        yield Breach(confirmed_by=None)


@asks("S2SS-B05", Brokered)
def the_period(event: Brokered, _: Deployment) -> Iterator[Breach]:
    """The support does not end before it starts."""
    if event.intended_end < event.start:
        yield Breach(start=event.start, intended_end=event.intended_end)


@asks("S2SS-B06", Brokered, LeaderJoined, LeaderReplaced)
def the_days_committed(event: Joining, deployment: Deployment) -> Iterator[Breach]:
    """The days are those of whoever joins, once a year, in years of the support."""
    if (joins := joining(event)) is None:
        return
    start, end = deployment.period(joins[2])
    years = academic_years(start, end)
    leader, committed = key_of(joins[0].leader), [(key_of(days.leader), days.cap_year) for days in joins[1]]
    strange = [f"{whose} {year}" for whose, year in committed if whose != leader or year not in years]
    if strange or len(set(committed)) != len(committed):
        named = [f"{whose} {year}" for whose, year in committed]
        yield Breach(leader=joins[0].leader, years=years, committed=named)


@asks("S2SS-B07", Brokered)
def the_award(event: Brokered, deployment: Deployment) -> Iterator[Breach]:
    """Support paid from a grant names its awards, all of which are on record."""
    if deployment.terms is None or not deployment.terms.needs_award:
        return
    awards = event.funding.awards
    known = [award for award in awards if deployment.record.grant(award).first(GrantAwarded)]
    if not awards or len(known) < len(awards):
        yield Breach(awards=awards, known=known)


@asks("S2SS-B11", LeaderJoined, LeaderReplaced)
def deployed_already(event: LeaderJoined | LeaderReplaced, deployment: Deployment) -> Iterator[Breach]:
    """Whoever joins is not deployed here already."""
    if (joins := joining(event)) is None:
        return
    here = deployment.leaders(joins[2])
    if deployment.among(joins[0].leader, here):
        yield Breach(leader=joins[0].leader, leaders=here)


@asks("S2SS-B12", Brokered)
def the_usual_number_of_terms(event: Brokered, deployment: Deployment) -> Iterator[Breach]:
    """The support runs for as many terms as is usual."""
    terms = len(deployment.terms_of_support(event.on))
    if deployment.programme and terms:
        usual = deployment.programme.duration
        if not usual.fewest_terms <= terms <= usual.most_terms:
            yield Breach(terms=terms, fewest=usual.fewest_terms, most=usual.most_terms)


@asks("S2SS-B13", Brokered)
def the_programme(event: Brokered, deployment: Deployment) -> Iterator[Breach]:
    """The version of the programme was in force."""
    if deployment.programme and event.on < deployment.programme.effective_from:
        yield Breach(
            programme=event.programme, effective_from=deployment.programme.effective_from, on=event.on
        )


@asks("S2SS-B15", Brokered)
def days_or_none_yet(event: Brokered, _: Deployment) -> Iterator[Breach]:
    """Days are committed, or said to be still open."""
    if not event.commitments and not event.commitments_open:
        yield Breach(leader=event.lead.leader, committed=False, commitments_open=False)


@asks("S2SS-B90", Brokered)
def the_alternatives(event: Brokered, deployment: Deployment) -> Iterator[Breach]:
    """Nobody who was considered and not chosen is the leader who was chosen."""
    others = [alternative.leader for alternative in event.alternatives]
    if deployment.among(event.lead.leader, others):
        yield Breach(leader=event.lead.leader, alternatives=others)


@asks("S2SS-B16", LeaderJoined)
def one_lead(event: LeaderJoined, deployment: Deployment) -> Iterator[Breach]:
    """Nobody joins as lead beside a lead."""
    lead = deployment.lead(event.on)
    if event.lead and lead is not None:
        yield Breach(joining=event.leader.leader, lead=lead, as_lead=True)


@asks("S2SS-B19", Brokered, LeaderJoined, LeaderReplaced, in_hindsight=True)
def the_headteacher_leads_nothing(event: Joining, deployment: Deployment) -> Iterator[Breach]:
    """Whoever joins is not Headteacher of the supported school."""
    if (joins := joining(event)) is None:
        return
    heads = headteachers(deployment, joins[2])
    if deployment.among(joins[0].leader, heads):
        yield Breach(leader=joins[0].leader, headteachers=heads)


@asks("S2SS-B20", Brokered)
def who_confirmed(event: Brokered, deployment: Deployment) -> Iterator[Breach]:
    """Neither capacity was confirmed by the leader who is matched."""
    by = [said.by.person for said in (event.capacity_confirmed, event.broker_capacity) if said]
    if deployment.among(event.lead.leader, by):
        yield Breach(leader=event.lead.leader, confirmed_by=by)
