"""The outcome of a decision or a command, and the assertions about it."""

import datetime as dt
import inspect
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping
from itertools import zip_longest
from typing import Any

import attrs

from s2ss_core.aggregates import claim, grant, leader_year, organisation, system_leader
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
    "organisation": organisation.replay,
    "system-leader": system_leader.replay,
}


class Outcome(ABC):
    """What a decision or a command did. `Given.when` makes it; a `then` method runs it and checks it."""

    @abstractmethod
    def then(self, *events: Any) -> None:
        """Check that exactly these events are recorded, in this order, and none when it is repeated."""

    @abstractmethod
    def then_accepted(self, despite: Despite) -> tuple[Any, ...]:
        """Check that it is refused, and recorded with `despite`. Returns the events, `AcceptedDespite` among them.

        Raises `Refused` if a rule that is not met does not allow it.
        """

    def then_nothing(self) -> None:
        """Check that it is accepted and records nothing, because it was recorded before."""
        self.then()

    def then_refused(self, *codes: str, despite: bool | None = None) -> Refused:
        """Check that it is refused because of exactly these rules, given by code in any order.

        `despite=True` also checks that it may be recorded despite them, `despite=False` that it may not. Returns the
        refusal, for assertions about its text.
        """
        refused = self._refused()
        actual = sorted(broken.rule.code for broken in refused.broken)
        assert actual == sorted(codes), (
            f"not met are {', '.join(actual)}, but the test expects {', '.join(codes)}:\n{refused}"
        )
        if despite is not None:
            assert refused.may_be_accepted == despite, str(refused)
        return refused

    @abstractmethod
    def _refused(self) -> Refused: ...


@attrs.frozen(kw_only=True)
class DecisionOutcome(Outcome):
    """The outcome of a decision on the state after the given events."""

    given: Background
    decider: Decider
    fact: Any
    more: Mapping[str, Any]

    def then(self, *events: Any) -> None:
        """Check that the decision has exactly these events."""
        decision = self.decided()
        if decision.broken:
            raise AssertionError(str(self._refused()))
        assert decision.events == events, (
            f"other events are decided:\n{_differences(decision.events, events)}"
        )

    def then_accepted(self, despite: Despite) -> tuple[Any, ...]:
        """Check that a rule is not met, and that it is accepted with `despite`. Returns the events."""
        decision = self.decided()
        assert decision.broken, "every rule is met, so despite is not needed"
        return decision.accepted(despite, recorded_by=RECORDED_BY)

    def decided(self, *then: Any) -> Decision[Any]:
        """The decision on the state after the given events and `then`. It is made twice and must be the same."""
        events = [getattr(event, "event", event) for event in (*self.given.events, *then)]
        family = family_of(self.fact)
        state = REPLAYS[family](event for event in events if family_of(event) == family)
        before = hash(repr(state))
        arguments = (state, self._context(), self.fact) if self._wants_context() else (state, self.fact)
        decision = self.decider(*arguments, **self.more)
        assert self.decider(*arguments, **self.more) == decision, "a second call gives another decision"
        assert hash(repr(state)) == before, "the decision changed the state"
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
        raise AssertionError(f"every rule is met: it records {events}")


@attrs.frozen(kw_only=True)
class CommandOutcome(Outcome):
    """The outcome of a command on a brokerage in memory that holds the given events."""

    given: Background
    command: str
    about: tuple[Any, ...]
    fields: Mapping[str, Any]

    def then(self, *events: Any) -> None:
        """Check that it records these events in all streams, its own first, and none when it is repeated."""
        with self._brokerage() as brokerage:
            recorded = self._bound(brokerage)(*self.about, **self.fields)
            actual = tuple(entry.event for entry in recorded)
            assert actual == events, f"other events were recorded:\n{_differences(actual, events)}"
            again = self._bound(brokerage)(*self.about, **self.fields)
            assert again == (), f"the same command, repeated, recorded {again}"

    def then_accepted(self, despite: Despite) -> tuple[Any, ...]:
        """Check that it is refused, and recorded with `despite`. Returns the events of all streams, its own first."""
        self._refused()
        with self._brokerage() as brokerage:
            recorded = self._bound(brokerage).despite(despite, *self.about, **self.fields)
            return tuple(entry.event for entry in recorded)

    def _refused(self) -> Refused:
        with self._brokerage() as brokerage:
            newest = brokerage.store.newest()
            why_not = self._bound(brokerage).why_not(*self.about, **self.fields)
            try:
                recorded = self._bound(brokerage)(*self.about, **self.fields)
            except Refused as error:
                refused = error
            else:
                raise AssertionError(f"every rule is met: it recorded {recorded}")
            assert refused.broken == why_not, f"why_not gives other rules than the refusal: {why_not}"
            assert brokerage.store.newest() == newest, "it was refused, but events were recorded"
            return refused

    def _bound(self, brokerage: Brokerage) -> Any:
        return getattr(brokerage.acting_as(RECORDED_BY), self.command)

    def _brokerage(self) -> Brokerage:
        events = self.given.streamed()
        days = [event.event.on for event in events] + [
            value for value in self.fields.values() if type(value) is dt.date
        ]
        newest = afternoon(max(days))
        store = open_store("memory:", clock_is_right=True)
        seed(store, events)
        return Brokerage(store, clock=lambda: newest, programmes=self.given.programmes)


def _differences(actual: tuple[Any, ...], expected: tuple[Any, ...]) -> str:
    """The differences, one on a line. For two events of one class, only the fields that differ."""
    lines: list[str] = []
    for event, wanted in zip_longest(actual, expected):
        if event == wanted:
            continue
        if type(event) is not type(wanted):
            lines.append(f"  {event}, not {wanted}")
            continue
        names = [field.name for field in attrs.fields(type(event))]
        lines += [
            f"  {type(event).__name__}.{name}: {getattr(event, name)!r}, not {getattr(wanted, name)!r}"
            for name in names
            if getattr(event, name) != getattr(wanted, name)
        ]
    return "\n".join(lines)
