"""Histories that are held against another programme, and programmes that differ in one setting."""

import random
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby
from operator import attrgetter
from typing import Any

import attrs

from s2ss_core.application import Brokerage
from s2ss_core.events import Brokered, ProgrammeAdopted
from s2ss_core.programmes import Programme, Setting, from_canonical, shipped
from s2ss_core.programmes.consistency import inconsistencies
from s2ss_core.rules import Refused
from s2ss_core.store import Append, Recorded, open_store
from s2ss_core.testing.lifecycle import Clock, Runner
from s2ss_core.values import FundingKind
from s2ss_core.what_if.settings import Place, differing_places, with_setting

EXCEED, INSTITUTE, LLF = (
    next(programme for programme in shipped() if programme.name == name)
    for name in ("exceed-2023", "exceed-institute", "llf-2019")
)


def kept(history: Iterable[Recorded]) -> Brokerage:
    """A brokerage in memory that holds a history."""
    store = open_store("memory:", clock_is_right=True)
    for at, together in groupby(history, key=attrgetter("recorded_at")):
        entries = list(together)
        appends = [Append(entry.stream, entry.version - 1, (entry.event,)) for entry in entries]
        store.append(appends, at=at, by=entries[0].recorded_by)
    return Brokerage(store)


def brokerings(history: Iterable[Recorded]) -> list[Brokered]:
    """The events that begin the deployments of a history."""
    return [entry.event for entry in history if isinstance(entry.event, Brokered)]


def pinned(history: Iterable[Recorded], brokered: Brokered) -> Programme:
    """The programme that a deployment was brokered under, as the history holds it."""
    adopted = (entry.event for entry in history if isinstance(entry.event, ProgrammeAdopted))
    return next(from_canonical(event.content) for event in adopted if event.digest == brokered.digest)


def another(programme: Programme, **parts: Any) -> Programme:
    """Another version of a programme."""
    return attrs.evolve(programme, version="another", **parts)


def with_terms(programme: Programme, **fields: Any) -> Programme:
    """Another version of a programme, with other terms of external funding."""
    funding = (
        attrs.evolve(terms, **fields) if terms.kind == "external" else terms for terms in programme.funding
    )
    return another(programme, funding=tuple(funding))


def set_to(value: Any) -> Setting[Any]:
    """A setting of a test."""
    return Setting(value=value, source="choice: a test", since=date(2023, 9, 1))


def with_one_setting_changed(
    chance: random.Random, programme: Programme, kind: FundingKind
) -> tuple[Programme, Place]:
    """A consistent programme with one setting of another; that may be one which the other has for other funding."""
    changed = [
        (another(with_setting(programme, place, other, kind)), place)
        for other in _with_such_funding(kind)
        for place in differing_places(programme, other, kind)
    ]
    return chance.choice([each for each in changed if not list(inconsistencies(each[0]))])


def _with_such_funding(kind: FundingKind) -> Iterator[Programme]:
    for programme in shipped():
        for terms in programme.funding:
            yield attrs.evolve(programme, funding=(attrs.evolve(terms, kind=kind),))


@attrs.define
class Replay:
    """The accepted calls of a player, called anew under another programme, up to the first that is not accepted."""

    runner: Runner
    deployment: str
    programme: Programme
    brokerage: Brokerage = attrs.field(init=False)

    def calls(self) -> Iterator[tuple[tuple[int, ...], frozenset[str]]]:
        """For each call the positions of what it recorded at first, and the codes of the rules that refuse it now."""
        clock = Clock(self.runner.world.scenario.first_day)
        self.brokerage = Brokerage.open("memory:", clock=clock, programmes=(self.programme,))
        groups = groupby(self.runner.world.history, key=attrgetter("recorded_at"))
        for (at, together), call in zip(groups, self.runner.world.accepted, strict=True):
            positions = tuple(entry.position for entry in together)
            clock.now = at
            its_own = call.command == "broker" and call.fields["deployment"] == self.deployment
            again = call.with_(version=self.programme.version) if its_own else call
            try:
                again.of(self.brokerage)
            except Refused as refused:
                yield positions, frozenset(broken.rule.code for broken in refused.broken)
                return
            yield positions, frozenset()
