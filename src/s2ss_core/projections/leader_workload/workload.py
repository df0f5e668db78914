"""A leader's year: the days agreed, committed, worked and left.

Collect, then compute: `_step` collects the events of the year, `workload_of` computes the view from them.
"""

from collections.abc import Iterable
from decimal import Decimal

import attrs

from s2ss_core.events import (
    AcceptedDespite,
    AllowanceAgreed,
    DaysWorked,
    LeaderFoundSame,
    LeaderYearEvent,
    UnbrokeredSupportLogged,
    leader_years_prefix,
    stream_parts,
    system_leader_stream,
)
from s2ss_core.ids import key_of
from s2ss_core.projections.engine.event_set import EventSet
from s2ss_core.projections.engine.figure import Figure, days
from s2ss_core.projections.engine.identities import (
    found_same,
    groups,
    is_about_identity,
    keys_of_one_leader,
    leaders_named_by,
    named_in,
    years_of,
)
from s2ss_core.projections.engine.projection import Key, Projection
from s2ss_core.projections.engine.reader import StreamReader
from s2ss_core.projections.leader_workload.days import DeploymentDays, by_deployment
from s2ss_core.projections.leader_workload.excess import Excess, excesses
from s2ss_core.projections.leader_workload.limits import Limits, limits_of
from s2ss_core.projections.sums.unbrokered import (
    days_unbrokered,
    is_about_unbrokered,
    is_in_year,
    logged_of,
    unbrokered_in,
    unbrokered_visits,
    year_of,
)
from s2ss_core.store import Recorded
from s2ss_core.values import Days


@attrs.frozen(kw_only=True)
class LeaderWorkload:
    """One leader in one cap year, in days. `left` is allowance less booked; it is negative above the allowance.

    `booked` is the sum over deployments of the greater of committed and worked. `home_school` is the one that agreed
    last. `allowance` is the sum of what it and the leader's other home schools of the year each agreed last,
    limited to the lowest cap of the programmes with booked days besides what is booked for support that no cap holds, and
    zero if nothing was agreed. `same_as` are the other ids that were found to name the leader: their days are among these.
    `unbrokered` are days that two schools arranged between them: they are in no other figure, and use nothing of the
    allowance.
    """

    leader: str
    same_as: tuple[str, ...]
    cap_year: str
    home_school: str | None
    allowance: Figure[Days]
    committed: Figure[Days]
    worked: Figure[Days]
    contact: Figure[Days]
    preparation: Figure[Days]
    booked: Figure[Days]
    left: Figure[Decimal]
    unbrokered: Figure[Days]
    deployments: tuple[DeploymentDays, ...]
    excesses: tuple[Excess, ...]


def workload_of(facts: EventSet) -> LeaderWorkload:
    """The workload of the leader and cap year in the key of these events."""
    _, leader, cap_year = facts.key
    ids = groups(facts).get(leader, (leader,))
    facts, named = _of_leader(facts, ids), named_in(facts)
    found = found_same(facts)
    deployments = by_deployment(facts)
    agreed = facts.latest(AllowanceAgreed)
    limits = limits_of(facts, _agreed_in_all(facts))
    allowance = allowance_of(limits, deployments)
    booked = days(deployment.booked for deployment in deployments).because_of(*found)
    return LeaderWorkload(
        leader=named.get(leader, leader),
        same_as=tuple(named.get(other, other) for other in ids if other != leader),
        cap_year=cap_year,
        home_school=agreed.event.home_school.id if agreed else None,
        allowance=allowance,
        committed=days(deployment.committed for deployment in deployments),
        worked=days(deployment.worked for deployment in deployments),
        contact=days(deployment.contact for deployment in deployments),
        preparation=days(deployment.preparation for deployment in deployments),
        booked=booked,
        left=Figure(Decimal(allowance.value) - Decimal(booked.value), (allowance + booked).positions),
        unbrokered=days_unbrokered(unbrokered_visits(facts)).because_of(*found),
        deployments=deployments,
        excesses=tuple(excesses(facts, limits)),
    )


def _agreed_in_all(facts: EventSet) -> Figure[Days]:
    """The days that each home school agreed last, in all."""
    latest = {key_of(entry.event.home_school.id): entry for entry in facts.of(AllowanceAgreed)}
    return days(Figure(agreed.event.days, (agreed.position,)) for agreed in latest.values())


def allowance_of(limits: Limits, rows: Iterable[DeploymentDays]) -> Figure[Days]:
    """What was agreed in all; or the lowest cap besides what is booked beyond it, if that is less."""
    agreed = limits.agreed
    if limits.cap is None:
        return agreed
    beyond = days(row.booked for row in rows if key_of(row.deployment) in limits.beyond)
    most = limits.cap + beyond
    return most.because_of(*agreed.positions) if most.value < agreed.value else agreed


def _of_leader(facts: EventSet, ids: tuple[str, ...]) -> EventSet:
    """The events under these ids of one leader, and every acceptance."""
    return EventSet(
        facts.key,
        (
            entry
            for entry in facts.entries
            if not isinstance(entry.event, LeaderYearEvent | LeaderFoundSame | UnbrokeredSupportLogged)
            or key_of(entry.event.leader) in ids
        ),
    )


def _keys(entry: Recorded, streams: StreamReader) -> tuple[Key, ...]:
    event = entry.event
    if isinstance(event, LeaderYearEvent):
        ids = keys_of_one_leader(event.leader, streams)
        return tuple(("leader", leader, str(event.cap_year)) for leader in ids)
    if is_about_unbrokered(entry):
        return tuple(
            ("leader", leader, year_of(logged))
            for logged in unbrokered_in(entry, streams)
            for leader in keys_of_one_leader(logged.leader, streams)
        )
    if not is_about_identity(entry):
        return ()
    leaders = leaders_named_by(entry, streams)
    years = {stream_parts(year)[1] for leader in leaders for year in years_of(leader, streams)}
    years |= {year_of(logged) for leader in leaders for logged in logged_of(leader, streams)}
    return tuple(("leader", leader, year) for leader in leaders for year in sorted(years))


def _step(facts: EventSet, entry: Recorded) -> EventSet:
    event = entry.event
    of_year = isinstance(event, LeaderYearEvent) and str(event.cap_year) == facts.key[-1]
    besides = is_about_identity(entry) or is_in_year(entry, facts.key[-1])
    if of_year or besides or isinstance(event, AcceptedDespite):
        facts.add(entry)
    return facts


def _streams_for(key: Key, streams: StreamReader) -> tuple[str, ...]:
    _, leader, cap_year = key
    ids = keys_of_one_leader(leader, streams)
    # A visit may be in 1999/00, from which days can be recorded, and in which none can be booked.
    years = tuple(f"{leader_years_prefix(name)}{cap_year}" for name in ids)
    return (*with_acceptances(years, streams), *map(system_leader_stream, ids))


def with_acceptances(years: tuple[str, ...], streams: StreamReader) -> tuple[str, ...]:
    """The streams of leaders' years, and those of the deployments that accepted days past an allowance."""
    worked = (
        e.event for year in years for e in streams.read(year, texts=False) if isinstance(e.event, DaysWorked)
    )
    accepted = {event.accepted.stream for event in worked if event.accepted and event.accepted.stream}
    return (*years, *sorted(accepted))


LEADER_WORKLOAD: Projection[EventSet, LeaderWorkload] = Projection(
    name="leader_workload",
    keys=_keys,
    streams_for=_streams_for,
    initial=EventSet,
    step=_step,
    view=workload_of,
    texts=True,
)
"""One leader in one cap year. Key: `("leader", id, "2023/24")`."""
