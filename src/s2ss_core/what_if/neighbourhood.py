"""The part of a history that decisions about one deployment read: its own stream, and those that bear on it."""

from collections.abc import Iterator
from typing import Protocol

import attrs

from s2ss_core.events import Brokered, LeaderFoundSame, deployment_stream, grant_stream, stream_kind
from s2ss_core.events.streams import stream_parts
from s2ss_core.ids import key_of
from s2ss_core.store import Recorded

__all__ = ["History", "neighbourhood"]

READ_FOR_ALL = frozenset({"programme", "organisation", "system-leader"})
"""Kinds of streams that a decision about any deployment may read."""

SHARED = frozenset({"leader-year", "claim"})
"""Kinds of streams whose entries each name the deployment or the award that they are of."""


class History(Protocol):
    """Reads a history in order of position, as a `Store` does."""

    def history(self, *, after: int = 0, upto: int | None = None, texts: bool = True) -> Iterator[Recorded]:
        """Every entry in order of position, after the position `after` and up to `upto`."""
        ...


def neighbourhood(source: History, deployment: str, upto: int | None) -> tuple[Recorded, ...]:
    """The entries that bear on decisions about a deployment, in order of position, without private texts."""
    streams, newest = _Streams(), 0
    for entry in source.history(upto=upto, texts=False):
        streams.take(entry)
        newest = entry.position
    around = streams.around(deployment_stream(deployment))
    every = source.history(upto=newest, texts=False)  # not what was recorded meanwhile
    return tuple(e for e in every if e.stream in around or stream_kind(e.stream) in READ_FOR_ALL)


@attrs.define
class _Streams:
    """Which streams name which deployments and awards, and which leaders are one person."""

    awards: dict[str, frozenset[str]] = attrs.field(factory=dict)
    naming: dict[str, set[str]] = attrs.field(factory=dict)
    same: list[frozenset[str]] = attrs.field(factory=list)

    def take(self, entry: Recorded) -> None:
        """Take note of what an entry names."""
        event = entry.event
        if isinstance(event, Brokered):
            self.awards[entry.stream] = frozenset(map(grant_stream, event.funding.awards))
        elif isinstance(event, LeaderFoundSame):
            self.same.append(frozenset((key_of(event.leader), key_of(event.same_as))))
        elif stream_kind(entry.stream) in SHARED:
            named = self.naming.setdefault(entry.stream, set())
            for of_id, name in ((deployment_stream, "deployment"), (grant_stream, "grant")):
                if value := getattr(event, name, None):
                    named.add(of_id(value))

    def around(self, own: str) -> set[str]:
        """The stream itself, its awards and leaders' years, and the deployments and claims that share one of these."""
        awards = self.awards.get(own, frozenset())
        near = {stream for stream, named in self.naming.items() if own in named or named & awards}
        near |= self._years_of({stream_parts(each)[0] for each in near if stream_kind(each) == "leader-year"})
        sharing = {stream for stream, others in self.awards.items() if others & awards}
        return {own, *awards, *near, *sharing, *(named for stream in near for named in self.naming[stream])}

    def _years_of(self, leaders: set[str]) -> set[str]:
        for _ in self.same:
            leaders = leaders.union(*(pair for pair in self.same if pair & leaders))
        years = (stream for stream in self.naming if stream_kind(stream) == "leader-year")
        return {stream for stream in years if stream_parts(stream)[0] in leaders}
