"""What was asked of a history, and what came of it."""

import datetime as dt
import inspect
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping
from itertools import zip_longest
from typing import Any

import attrs

from s2ss_core.aggregates import claim, grant, leader_year
from s2ss_core.aggregates.decision import Decision, DecisionContext
from s2ss_core.aggregates.deployment import deployment
from s2ss_core.application import Brokerage
from s2ss_core.events import Brokered
from s2ss_core.programmes import find
from s2ss_core.rules import Despite, Refused
from s2ss_core.store import open_store
from s2ss_core.testing.background import Background
from s2ss_core.testing.seeding import afternoon, family_of, seed

Decider = Callable[..., Decision[Any]]

RECORDED_BY = "u-1"

REPLAYS: Mapping[str, Callable[[Iterable[Any]], Any]] = {
    "deployment": deployment.replay,
    "grant": grant.replay,
    "leader-year": leader_year.replay,
    "claim": claim.replay,
}


class Outcome(ABC):
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
class DecisionOutcome(Outcome):
    """A decision asked of the state that events leave."""

    given: Background
    decider: Decider
    fact: Any
    more: Mapping[str, Any]

    def then(self, *events: Any) -> None:
        """These events and no others."""
        decision = self.decided()
        if decision.broken:
            raise AssertionError(str(self._refused()))
        assert decision.events == events, f"would be recorded:\n{_otherwise(decision.events, events)}"

    def then_accepted(self, despite: Despite) -> tuple[Any, ...]:
        """It is recorded despite the rules in its way: gives the events, the acceptance among them."""
        decision = self.decided()
        assert decision.broken, "nothing stands in its way"
        return decision.accepted(despite, recorded_by=RECORDED_BY)

    def decided(self, *then: Any) -> Decision[Any]:
        """The decision on the state that the events, and more after them, leave; asked twice."""
        events = [getattr(event, "event", event) for event in (*self.given.events, *then)]
        family = family_of(self.fact)
        state = REPLAYS[family](event for event in events if family_of(event) == family)
        before = hash(repr(state))
        asked = (state, self._context(), self.fact) if self._wants_context() else (state, self.fact)
        decision = self.decider(*asked, **self.more)
        assert self.decider(*asked, **self.more) == decision, "asked twice, it decides otherwise"
        assert hash(repr(state)) == before, "asking changed the state"
        return decision

    def _wants_context(self) -> bool:
        kinds = {inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD}
        return (
            sum(parameter.kind in kinds for parameter in inspect.signature(self.decider).parameters.values())
            > 2
        )

    def _context(self) -> DecisionContext:
        if self.given.context:
            return self.given.context
        brokered = next(event for event in (*self.given.events, self.fact) if isinstance(event, Brokered))
        return DecisionContext(programme=find(brokered.programme, brokered.version, self.given.programmes))

    def _refused(self) -> Refused:
        try:
            events = self.decided().events_or_raise()
        except Refused as refused:
            return refused
        raise AssertionError(f"nothing stands in the way: {events} would be recorded")


@attrs.frozen(kw_only=True)
class CommandOutcome(Outcome):
    """A command asked of a brokerage in memory in which events were recorded."""

    given: Background
    command: str
    about: tuple[Any, ...]
    fields: Mapping[str, Any]

    def then(self, *events: Any) -> None:
        """These events in all streams it writes to, its own first, and none when it is asked again."""
        with self._brokerage() as brokerage:
            recorded = self._bound(brokerage)(*self.about, **self.fields)
            found = tuple(entry.event for entry in recorded)
            assert found == events, f"were recorded:\n{_otherwise(found, events)}"
            again = self._bound(brokerage)(*self.about, **self.fields)
            assert again == (), f"asked again, {again} were recorded"

    def then_accepted(self, despite: Despite) -> tuple[Any, ...]:
        """It is recorded despite the rules in its way: gives the events of all streams, its own first."""
        self._refused()
        with self._brokerage() as brokerage:
            recorded = self._bound(brokerage).despite(despite, *self.about, **self.fields)
            return tuple(entry.event for entry in recorded)

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
        events = self.given.streamed()
        days = [event.event.on for event in events] + [
            value for value in self.fields.values() if type(value) is dt.date
        ]
        newest = afternoon(max(days))
        store = open_store("memory:")
        seed(store, events)
        return Brokerage(store, clock=lambda: newest, programmes=self.given.programmes)


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
