"""The ids that were found to name one leader, as views read them."""

from collections.abc import Iterable
from typing import get_args

from s2ss_core.events import (
    LeaderFoundSame,
    LeaderYearEvent,
    SystemLeaderEvent,
    leader_years_prefix,
    system_leader_stream,
)
from s2ss_core.ids import key_of
from s2ss_core.ledger import ids_of_one_leader, standing, struck_by
from s2ss_core.projections.engine.event_set import EventSet
from s2ss_core.projections.engine.reader import StreamReader
from s2ss_core.store import Recorded

OF_A_LEADER = get_args(LeaderYearEvent | SystemLeaderEvent)


def keys_of_one_leader(leader: str, streams: StreamReader) -> tuple[str, ...]:
    """The keys of all ids of a leader, the given one first."""

    def found(name: str) -> Iterable[LeaderFoundSame]:
        entries = streams.read(system_leader_stream(name), texts=False)
        events = standing(entry.event for entry in entries)
        return (event for event in events if isinstance(event, LeaderFoundSame))

    return tuple(map(key_of, ids_of_one_leader(leader, found)))


def is_about_identity(entry: Recorded) -> bool:
    """Whether an entry says that two ids name one leader, or strikes that out."""
    struck = struck_by(entry.event)
    return isinstance(entry.event, LeaderFoundSame) or bool(struck and struck.name == "found-same")


def leaders_named_by(entry: Recorded, streams: StreamReader) -> tuple[str, ...]:
    """The keys of every leader whose days an entry about identity joins or parts."""
    found = (e.event for e in streams.read(entry.stream, texts=False) if isinstance(e.event, LeaderFoundSame))
    named = (name for event in found for name in (event.leader, event.same_as))
    keys = (key for name in named for key in keys_of_one_leader(name, streams))
    return tuple(dict.fromkeys(keys))


def years_of(leader: str, streams: StreamReader) -> tuple[str, ...]:
    """The names of the streams of all years of a leader's id."""
    return streams.streams(leader_years_prefix(leader))


def groups(facts: EventSet) -> dict[str, tuple[str, ...]]:
    """For each leader among these events, by key: the keys of all their ids, in the order in which they were named."""
    found: dict[str, list[LeaderFoundSame]] = {}
    for entry in facts.not_struck_out(LeaderFoundSame):
        found.setdefault(key_of(entry.event.leader), []).append(entry.event)
    named = {
        key_of(entry.event.leader): None for entry in facts.entries if isinstance(entry.event, OF_A_LEADER)
    }

    def of(name: str) -> Iterable[LeaderFoundSame]:
        return found.get(key_of(name), ())

    return {leader: tuple(map(key_of, ids_of_one_leader(leader, of))) for leader in {**named, **found}}


def named_in(facts: EventSet) -> dict[str, str]:
    """For each leader whom these events name, by key: the id as it was recorded first."""
    named: dict[str, str] = {}
    for entry in facts.entries:
        event = entry.event
        if isinstance(event, OF_A_LEADER):
            named.setdefault(key_of(event.leader), event.leader)
        if isinstance(event, LeaderFoundSame):
            named.setdefault(key_of(event.same_as), event.same_as)
    return named


def found_same(facts: EventSet) -> tuple[int, ...]:
    """The positions of the entries that found the ids of these events to name one leader."""
    return tuple(entry.position for entry in facts.not_struck_out(LeaderFoundSame))
