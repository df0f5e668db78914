"""A supported school's year: the days that leaders of other schools were committed for there and worked.

Collect, then compute: `_step` collects the days of the year and what was brokered, `supported_school_workload_of` computes.
"""

from collections.abc import Iterator, Mapping
from typing import get_args

import attrs

from s2ss_core.events import (
    Brokered,
    CommitmentReleased,
    DaysCommitted,
    DaysStruckOut,
    DaysWorked,
    UnbrokeredSupportLogged,
    deployment_stream,
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
from s2ss_core.projections.sums.unbrokered import (
    UnbrokeredVisit,
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

OF_DEPLOYMENT = get_args(DaysCommitted | CommitmentReleased | DaysWorked | DaysStruckOut)


@attrs.frozen(kw_only=True)
class LeaderAtSchool:
    """One leader's days at the supported school, by deployment. `home_schools` are those that the days are of."""

    leader: str
    same_as: tuple[str, ...]
    home_schools: tuple[str, ...]
    deployments: tuple[DeploymentDays, ...]


@attrs.frozen(kw_only=True)
class SupportedSchoolWorkload:
    """All support that one school takes in one cap year, in days of leaders. `worked` is `contact` and `preparation`.

    `unbrokered` are the days of `visits_unbrokered`, which are of no deployment: they are in no other figure.
    """

    school: str
    cap_year: str
    committed: Figure[Days]
    worked: Figure[Days]
    contact: Figure[Days]
    preparation: Figure[Days]
    booked: Figure[Days]
    unbrokered: Figure[Days]
    leaders: tuple[LeaderAtSchool, ...]
    visits_unbrokered: tuple[UnbrokeredVisit, ...]


def supported_school_workload_of(facts: EventSet) -> SupportedSchoolWorkload:
    """The days at the school in the cap year in the key of these events."""
    _, school, cap_year = facts.key
    brokered = {
        key_of(entry.event.deployment): entry
        for entry in facts.of(Brokered)
        if key_of(entry.event.school.id) == school
    }
    leaders = tuple(_leaders(facts, {deployment: entry.position for deployment, entry in brokered.items()}))
    rows = [row for leader in leaders for row in leader.deployments]
    visits = tuple(sorted(_unbrokered(facts), key=lambda visit: (visit.on, visit.position)))
    supported = [entry.event.school.id for entry in brokered.values()]
    visited = [entry.event.school.id for entry in facts.of(UnbrokeredSupportLogged)]
    return SupportedSchoolWorkload(
        school=next(iter((*supported, *visited)), school),
        cap_year=cap_year,
        committed=days(row.committed for row in rows),
        worked=days(row.worked for row in rows),
        contact=days(row.contact for row in rows),
        preparation=days(row.preparation for row in rows),
        booked=days(row.booked for row in rows),
        unbrokered=days_unbrokered(visits),
        leaders=leaders,
        visits_unbrokered=visits,
    )


def _leaders(facts: EventSet, brokered: Mapping[str, int]) -> Iterator[LeaderAtSchool]:
    """Each leader with days for these deployments, in order of key, under the first of their ids."""
    ids, named, found = groups(facts), named_in(facts), found_same(facts)
    of_each: dict[str, EventSet] = {}
    for entry in facts.entries:
        event = entry.event
        if isinstance(event, OF_DEPLOYMENT) and key_of(event.deployment) in brokered:
            of_each.setdefault(min(ids[key_of(event.leader)]), EventSet(facts.key)).add(entry)
    for leader, own in sorted(of_each.items()):
        joined = tuple(named[other] for other in ids[leader] if other != leader)
        rows = (
            _because(row, brokered[key_of(row.deployment)], *(found if joined else ()))
            for row in by_deployment(own)
        )
        schools = {
            key_of(entry.event.home_school.id): entry.event.home_school.id for entry in own.of(*OF_DEPLOYMENT)
        }
        yield LeaderAtSchool(
            leader=named[leader],
            same_as=joined,
            home_schools=tuple(schools.values()),
            deployments=tuple(rows),
        )


def _unbrokered(facts: EventSet) -> Iterator[UnbrokeredVisit]:
    """The visits of each leader that nobody brokered, the days so far under all ids of the leader."""
    ids, found = groups(facts), found_same(facts)
    of_each: dict[str, EventSet] = {}
    for entry in facts.entries:
        if is_about_unbrokered(entry):
            for key in ids.keys() & stream_parts(entry.stream):
                of_each.setdefault(min(ids[key]), EventSet(facts.key)).add(entry)
    for leader, own in of_each.items():
        yield from unbrokered_visits(own, *(found if len(ids[leader]) > 1 else ()))


def _because(row: DeploymentDays, *positions: int) -> DeploymentDays:
    """The row with more source events of each figure: which school it is for, and who the leader is."""
    return DeploymentDays(
        deployment=row.deployment,
        committed=row.committed.because_of(*positions),
        worked=row.worked.because_of(*positions),
        contact=row.contact.because_of(*positions),
        preparation=row.preparation.because_of(*positions),
        booked=row.booked.because_of(*positions),
    )


def _school_of(deployment: str, streams: StreamReader) -> str | None:
    """The key of the school that a deployment supports, which its first entry names."""
    entries = streams.read(deployment_stream(deployment), texts=False)
    return next(
        (key_of(entry.event.school.id) for entry in entries if isinstance(entry.event, Brokered)), None
    )


def _deployments_of_year(year: str, streams: StreamReader) -> Iterator[str]:
    """The deployments that a leader's days of a year are for, each once."""
    events = (entry.event for entry in streams.read(year, texts=False))
    named = {
        key_of(event.deployment): event.deployment for event in events if isinstance(event, OF_DEPLOYMENT)
    }
    yield from named.values()


def _keys_of_year(year: str, streams: StreamReader) -> Iterator[Key]:
    for deployment in _deployments_of_year(year, streams):
        if school := _school_of(deployment, streams):
            yield ("supported-school", school, stream_parts(year)[-1])


def _keys(entry: Recorded, streams: StreamReader) -> tuple[Key, ...]:
    event = entry.event
    if isinstance(event, OF_DEPLOYMENT):
        school = _school_of(event.deployment, streams)
        return (("supported-school", school, str(event.cap_year)),) if school else ()
    if isinstance(event, Brokered):
        years = dict.fromkeys(str(commitment.cap_year) for commitment in event.commitments)
        return tuple(("supported-school", key_of(event.school.id), year) for year in years)
    if is_about_unbrokered(entry):
        return tuple(map(_key_of_visit, unbrokered_in(entry, streams)))
    if not is_about_identity(entry):
        return ()
    leaders = leaders_named_by(entry, streams)
    years_told = (year for leader in leaders for year in years_of(leader, streams))
    visits = (logged for leader in leaders for logged in logged_of(leader, streams))
    keys = (key for year in years_told for key in _keys_of_year(year, streams))
    return tuple(dict.fromkeys((*keys, *map(_key_of_visit, visits))))


def _key_of_visit(logged: UnbrokeredSupportLogged) -> Key:
    return ("supported-school", key_of(logged.school.id), year_of(logged))


def _step(facts: EventSet, entry: Recorded) -> EventSet:
    event = entry.event
    of_year = isinstance(event, OF_DEPLOYMENT) and str(event.cap_year) == facts.key[-1]
    if isinstance(event, UnbrokeredSupportLogged):
        of_year = is_in_year(entry, facts.key[-1]) and key_of(event.school.id) == facts.key[1]
    elif is_about_unbrokered(entry):
        of_year = True
    if of_year or isinstance(event, Brokered) or is_about_identity(entry):
        facts.add(entry)
    return facts


def _streams_for(key: Key, streams: StreamReader) -> tuple[str, ...]:
    """The leaders' years with days at the school, the deployments that they are for, and the leaders' own streams.

    Those who visited the school without a broker are among the leaders.
    """
    years = [year for year in streams.streams("leader-year:") if stream_parts(year)[-1] == key[-1]]
    here = [year for year in years if key in _keys_of_year(year, streams)]
    deployments = (
        deployment_stream(deployment) for year in here for deployment in _deployments_of_year(year, streams)
    )
    visiting = (
        stream_parts(stream)[0]
        for stream in streams.streams(system_leader_stream(""))
        if key in map(_key_of_visit, logged_of(stream_parts(stream)[0], streams))
    )
    named = (*(stream_parts(year)[0] for year in here), *visiting)
    leaders = (name for leader in named for name in keys_of_one_leader(leader, streams))
    return tuple(dict.fromkeys((*here, *deployments, *map(system_leader_stream, leaders))))


SUPPORTED_SCHOOL_WORKLOAD: Projection[EventSet, SupportedSchoolWorkload] = Projection(
    name="supported_school_workload",
    keys=_keys,
    streams_for=_streams_for,
    initial=EventSet,
    step=_step,
    view=supported_school_workload_of,
)
"""All support that one school takes in one cap year. Key: `("supported-school", id, "2023/24")`.

It is not among those that are stored unless they are asked for: no index leads from a school to the support that it takes.
"""
