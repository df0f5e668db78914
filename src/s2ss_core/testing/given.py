"""Given what happened, when something is asked, then this: tests of decisions and of views that read as the trade talks.

    given(BROKERED, PLAN_SUBMITTED, PLAN_APPROVED).when(support.log_visit, VISIT).then_refused("S2SS-S02")
    given(ALLOWANCE, COMMITTED).when(leader_year.work_days, WORKED).then(WORKED)
    given(BROKERED, ALLOWANCE).when(Brokerage.log_visit, "d-1", VISIT).then_refused("S2SS-S01", "S2SS-S02")
    given(ALLOWANCE, WORKED).then_view(LEADER_WORKLOAD, ("leader", "sl-014", "2023/24"), worked=Days(1))

What is asked may be a decision of `s2ss_core.aggregates` and the fact it is asked of, or a command of `Brokerage` with
what that takes. Each `then` checks more than it says: that asking changed nothing, that asking again gives the same,
that what was recorded is not recorded again; and of a view that it is the same however it is served.
"""

import datetime as dt
import inspect
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping
from itertools import zip_longest
from typing import Any, TypeVar

import attrs

from s2ss_core.aggregates import claim, deployment, grant, leader_year
from s2ss_core.aggregates.deciding import Circumstances, Decision
from s2ss_core.brokerage import Brokerage, Command
from s2ss_core.errors import NotFound
from s2ss_core.events import Brokered
from s2ss_core.programmes import Programme, find
from s2ss_core.projections import NOW, AsAt, Figure, Key, Projection
from s2ss_core.rules import Despite, Refused
from s2ss_core.store import open_store
from s2ss_core.testing.serving import served_alike
from s2ss_core.testing.telling import Told, afternoon, family_of, tell_to, told

__all__ = ["Asked", "Given", "given"]

V = TypeVar("V")
Decider = Callable[..., Decision[Any]]

RECORDED_BY = "u-1"

REPLAYS: Mapping[str, Callable[[Iterable[Any]], Any]] = {
    "deployment": deployment.replay,
    "grant": grant.replay,
    "leader-year": leader_year.replay,
    "claim": claim.replay,
}


def given(*events: Any) -> "Given":
    """What happened, oldest first: events, `Recorded` ones, or what `telling.in_stream` says of a stream."""
    return Given(events=events)


@attrs.frozen(kw_only=True)
class Given:
    """A history to ask of."""

    events: tuple[Any, ...]
    programmes: tuple[Programme, ...] = ()
    circumstances: Circumstances | None = None

    def under(self, *programmes: Programme) -> "Given":
        """The same, where these programmes of your own are known beside those shipped."""
        return attrs.evolve(self, programmes=programmes)

    def where(self, circumstances: Circumstances) -> "Given":
        """The same, in these circumstances: else decisions see the programme of the deployment and no award."""
        return attrs.evolve(self, circumstances=circumstances)

    def when(self, asked: Decider | Command[...], *about: Any, **more: Any) -> "Asked":
        """A decision asked of a fact, or a command with what it takes: the fields by keyword, or the fact itself."""
        if isinstance(asked, Command):
            named: list[Any] = list(about)
            if about and isinstance(about[-1], asked.fact):
                *named, fact = about
                more = {name: getattr(fact, name) for name in asked.fields.parameters}
            return AskedOfABrokerage(given=self, command=asked.name, about=tuple(named), fields=more)
        (fact,) = about
        return AskedOfADecider(given=self, decider=asked, fact=fact, more=more)

    def then_view(self, projection: Projection[Any, V], key: Key, *, as_at: AsAt = NOW, **shows: Any) -> V:
        """The view of a key shows these values, a `Figure` by its value; and it is the same however it is served.

        Gives the view, for whatever else is to be said of it.
        """
        events = self.told()
        with open_store("memory:") as store:
            tell_to(store, events)
            view = projection.live(store, key, as_at=as_at)
        shown = {name: _plain(getattr(view, name)) for name in shows}
        assert shown == shows, f"{projection.name} of {' '.join(key)} shows {shown}, not {shows}"
        served_alike(projection, key, events)
        return view

    def then_no_view(self, projection: Projection[Any, Any], key: Key, *, as_at: AsAt = NOW) -> None:
        """Nothing is recorded of that key."""
        with open_store("memory:") as store:
            tell_to(store, self.told())
            try:
                view = projection.live(store, key, as_at=as_at)
            except NotFound:
                return
        raise AssertionError(f"{projection.name} of {' '.join(key)} is {view}")

    def told(self) -> tuple[Told, ...]:
        """The events, each with its stream."""
        return tuple(told(self.events, self.programmes))


class Asked(ABC):
    """What was asked, and what came of it."""

    @abstractmethod
    def then(self, *events: Any) -> None:
        """These events and no others are recorded, in this order, and not a second time."""

    @abstractmethod
    def then_accepted(self, despite: Despite) -> tuple[Any, ...]:
        """It is recorded despite the rules in its way: gives the events, the acceptance among them. Raises `Refused`."""

    def then_nothing(self) -> None:
        """It was told before: nothing is recorded, and nothing stands in the way."""
        self.then()

    def then_refused(self, *codes: str, despite: bool | None = None) -> Refused:
        """Exactly these rules stand in the way, in any order; `despite` says whether it may be recorded all the same.

        Gives the refusal, for its words. Nothing is recorded.
        """
        refused = self._refused()
        found = sorted(broken.rule.code for broken in refused.broken)
        assert found == sorted(codes), (
            f"{', '.join(found)} stand in the way, not {', '.join(codes)}:\n{refused}"
        )
        if despite is not None:
            assert ("record it with despite" in str(refused)) == despite, str(refused)
        return refused

    @abstractmethod
    def _refused(self) -> Refused: ...


@attrs.frozen(kw_only=True)
class AskedOfADecider(Asked):
    """A decision asked of the state that events leave."""

    given: Given
    decider: Decider
    fact: Any
    more: Mapping[str, Any]

    def then(self, *events: Any) -> None:
        """These events and no others, and none when it is asked again after them."""
        decision = self.decided()
        if decision.broken:
            raise AssertionError(str(self._refused()))
        assert decision.events == events, f"would be recorded:\n{_otherwise(decision.events, events)}"
        again = self.decided(*events)
        assert again.events == (), f"asked again, {again.events} would be recorded"

    def then_accepted(self, despite: Despite) -> tuple[Any, ...]:
        """It is recorded despite the rules in its way: gives the events, the acceptance among them."""
        decision = self.decided()
        assert decision.broken, "nothing stands in its way"
        return decision.accepted(despite, recorded_by=RECORDED_BY)

    def decided(self, *then: Any) -> Decision[Any]:
        """The decision on the state that the events, and more after them, leave; asked twice."""
        events = [getattr(one, "event", one) for one in (*self.given.events, *then)]
        family = family_of(self.fact)
        state = REPLAYS[family](one for one in events if family_of(one) == family)
        before = hash(repr(state))
        asked = (
            (state, self._circumstances(), self.fact) if self._wants_circumstances() else (state, self.fact)
        )
        decision = self.decider(*asked, **self.more)
        assert self.decider(*asked, **self.more) == decision, "asked twice, it decides otherwise"
        assert hash(repr(state)) == before, "asking changed the state"
        return decision

    def _wants_circumstances(self) -> bool:
        kinds = {inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD}
        return sum(one.kind in kinds for one in inspect.signature(self.decider).parameters.values()) > 2

    def _circumstances(self) -> Circumstances:
        if self.given.circumstances:
            return self.given.circumstances
        brokered = next(one for one in (*self.given.events, self.fact) if isinstance(one, Brokered))
        return Circumstances(programme=find(brokered.programme, brokered.version, self.given.programmes))

    def _refused(self) -> Refused:
        try:
            events = self.decided().settled()
        except Refused as refused:
            return refused
        raise AssertionError(f"nothing stands in the way: {events} would be recorded")


@attrs.frozen(kw_only=True)
class AskedOfABrokerage(Asked):
    """A command asked of a brokerage in memory in which events were recorded."""

    given: Given
    command: str
    about: tuple[Any, ...]
    fields: Mapping[str, Any]

    def then(self, *events: Any) -> None:
        """These events in all streams it writes to, its own first, and none when it is asked again."""
        with self._brokerage() as brokerage:
            recorded = self._bound(brokerage)(*self.about, **self.fields)
            found = tuple(one.event for one in recorded)
            assert found == events, f"were recorded:\n{_otherwise(found, events)}"
            again = self._bound(brokerage)(*self.about, **self.fields)
            assert again == (), f"asked again, {again} were recorded"

    def then_accepted(self, despite: Despite) -> tuple[Any, ...]:
        """It is recorded despite the rules in its way: gives the events of all streams, its own first."""
        self._refused()
        with self._brokerage() as brokerage:
            recorded = self._bound(brokerage).despite(despite, *self.about, **self.fields)
            return tuple(one.event for one in recorded)

    def _refused(self) -> Refused:
        with self._brokerage() as brokerage:
            newest = brokerage.store.newest()
            foreseen = self._bound(brokerage).why_not(*self.about, **self.fields)
            try:
                recorded = self._bound(brokerage)(*self.about, **self.fields)
            except Refused as error:
                refused = error
            else:
                raise AssertionError(f"nothing stands in the way: {recorded} were recorded")
            assert refused.broken == foreseen, f"why_not says otherwise: {foreseen}"
            assert brokerage.store.newest() == newest, "it was refused, and something was recorded"
            return refused

    def _bound(self, brokerage: Brokerage) -> Any:
        return getattr(brokerage.acting_as(RECORDED_BY), self.command)

    def _brokerage(self) -> Brokerage:
        events = self.given.told()
        days = [one.event.on for one in events] + [
            one for one in self.fields.values() if type(one) is dt.date
        ]
        newest = afternoon(max(days))
        store = open_store("memory:")
        tell_to(store, events)
        return Brokerage(store, clock=lambda: newest, programmes=self.given.programmes)


def _plain(shown: Any) -> Any:
    return shown.value if isinstance(shown, Figure) else shown


def _otherwise(found: tuple[Any, ...], said: tuple[Any, ...]) -> str:
    """What was found and not said, line by line: of an event of the same kind, the fields that differ."""
    lines: list[str] = []
    for one, other in zip_longest(found, said):
        if one == other:
            continue
        if type(one) is not type(other):
            lines.append(f"  {one}, not {other}")
            continue
        fields = [
            field.name
            for field in attrs.fields(type(one))
            if getattr(one, field.name) != getattr(other, field.name)
        ]
        lines += [
            f"  {type(one).__name__}.{name}: {getattr(one, name)!r}, not {getattr(other, name)!r}"
            for name in fields
        ]
    return "\n".join(lines)
