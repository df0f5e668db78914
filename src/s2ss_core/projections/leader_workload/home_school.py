"""A home school's year: the days that all its leaders were committed for and worked.

Collect, then compute: `_step` collects the events of the home school's leaders, `home_school_workload_of` computes.
"""

from collections.abc import Iterator

import attrs

from s2ss_core.events import (
    AcceptedDespite,
    LeaderYearEvent,
    UnbrokeredSupportLogged,
    stream_parts,
    system_leader_stream,
)
from s2ss_core.ids import key_of
from s2ss_core.projections.engine.event_set import EventSet
from s2ss_core.projections.engine.figure import Figure, days
from s2ss_core.projections.engine.identities import (
    groups,
    is_about_identity,
    keys_of_one_leader,
    leaders_named_by,
    years_of,
)
from s2ss_core.projections.engine.projection import Key, Projection
from s2ss_core.projections.engine.reader import StreamReader
from s2ss_core.projections.leader_workload.workload import (
    LeaderWorkload,
    with_acceptances,
    workload_of,
)
from s2ss_core.projections.sums.unbrokered import is_about_unbrokered, is_in_year, unbrokered_in, year_of
from s2ss_core.store import Recorded
from s2ss_core.values import Days


@attrs.frozen(kw_only=True)
class HomeSchoolWorkload:
    """All leaders of one home school in one cap year, in days. Each leader's row counts only days for this school.

    Who was never agreed, committed or worked a day of here has no row, whatever the school arranged without a broker.
    """

    home_school: str
    cap_year: str
    committed: Figure[Days]
    worked: Figure[Days]
    booked: Figure[Days]
    unbrokered: Figure[Days]
    leaders: tuple[LeaderWorkload, ...]


def home_school_workload_of(facts: EventSet) -> HomeSchoolWorkload:
    """The workload of the home school and cap year in the key of these events."""
    _, home_school, cap_year = facts.key
    named = (
        entry.event.home_school.id for entry in facts.entries if isinstance(entry.event, LeaderYearEvent)
    )
    leaders = tuple(map(workload_of, _by_leader(facts)))
    return HomeSchoolWorkload(
        home_school=next(named, home_school),
        cap_year=cap_year,
        committed=days(leader.committed for leader in leaders),
        worked=days(leader.worked for leader in leaders),
        booked=days(leader.booked for leader in leaders),
        unbrokered=days(leader.unbrokered for leader in leaders),
        leaders=leaders,
    )


def _by_leader(facts: EventSet) -> Iterator[EventSet]:
    """The events of each leader, in order of key, with every acceptance and what was found of their ids."""
    others: list[Recorded] = []
    of_each: dict[str, list[Recorded]] = {}
    first = {leader: min(ids) for leader, ids in groups(facts).items()}
    for entry in facts.entries:
        of_leader = isinstance(entry.event, LeaderYearEvent | UnbrokeredSupportLogged)
        (of_each.setdefault(first[key_of(entry.event.leader)], []) if of_leader else others).append(entry)
    here = {min(key_of(entry.event.leader) for entry in entries): entries for entries in of_each.values()}
    for leader in sorted(here):
        own = sorted((*here[leader], *others), key=lambda entry: entry.position)
        yield EventSet(("leader", leader, facts.key[-1]), own)


def _key(event: LeaderYearEvent) -> Key:
    return ("home-school", key_of(event.home_school.id), str(event.cap_year))


def _keys(entry: Recorded, streams: StreamReader) -> tuple[Key, ...]:
    if isinstance(entry.event, LeaderYearEvent):
        return (_key(entry.event),)
    if is_about_unbrokered(entry):
        visits = unbrokered_in(entry, streams)
        return tuple(key for logged in visits for key in _keys_of_visit(logged, streams))
    if not is_about_identity(entry):
        return ()
    years = (year for leader in leaders_named_by(entry, streams) for year in years_of(leader, streams))
    events = (recorded.event for year in years for recorded in streams.read(year, texts=False))
    return tuple(dict.fromkeys(_key(event) for event in events if isinstance(event, LeaderYearEvent)))


def _keys_of_visit(logged: UnbrokeredSupportLogged, streams: StreamReader) -> Iterator[Key]:
    """The key of the school that arranged a visit, if days of the leader are on record there in the year."""
    key = ("home-school", key_of(logged.home_school.id), year_of(logged))
    leaders = {stream_parts(year)[0] for year in _years(key, streams)}
    if leaders.intersection(keys_of_one_leader(logged.leader, streams)):
        yield key


def _step(facts: EventSet, entry: Recorded) -> EventSet:
    event = entry.event
    if isinstance(event, LeaderYearEvent):
        counts = _key(event) == facts.key
    elif isinstance(event, UnbrokeredSupportLogged):
        counts = is_in_year(entry, facts.key[-1]) and key_of(event.home_school.id) == facts.key[1]
    else:
        besides = is_about_identity(entry) or is_about_unbrokered(entry)
        counts = besides or isinstance(event, AcceptedDespite)
    if counts:
        facts.add(entry)
    return facts


def _years(key: Key, streams: StreamReader) -> Iterator[str]:
    """The leaders' years that have an entry for the home school and the year of a key."""
    for year in streams.years_at(key[1]):
        events = (entry.event for entry in streams.read(year, texts=False))
        if year.endswith(f":{key[-1]}") and any(
            isinstance(event, LeaderYearEvent) and _key(event) == key for event in events
        ):
            yield year


def _streams_for(key: Key, streams: StreamReader) -> tuple[str, ...]:
    years = tuple(_years(key, streams))
    leaders = dict.fromkeys(stream_parts(year)[0] for year in years)
    ids = dict.fromkeys(key for leader in leaders for key in keys_of_one_leader(leader, streams))
    return (*with_acceptances(years, streams), *map(system_leader_stream, ids))


HOME_SCHOOL_WORKLOAD: Projection[EventSet, HomeSchoolWorkload] = Projection(
    name="home_school_workload",
    keys=_keys,
    streams_for=_streams_for,
    initial=EventSet,
    step=_step,
    view=home_school_workload_of,
    texts=True,
)
"""All leaders of one home school in one cap year. Key: `("home-school", id, "2023/24")`."""
