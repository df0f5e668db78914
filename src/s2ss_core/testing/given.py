"""Given / when / then tests of decisions, commands and views.

    given(BROKERED, PLAN_SUBMITTED, PLAN_APPROVED).when(support.log_visit, VISIT).then_refused("S2SS-S02")
    given(ALLOWANCE, COMMITTED).when(leader_year.work_days, WORKED).then(WORKED)
    given(BROKERED, ALLOWANCE).when(Brokerage.log_visit, "d-1", VISIT).then_refused("S2SS-S01", "S2SS-S02")
    given(ALLOWANCE, WORKED).then_view(LEADER_WORKLOAD, ("leader", "sl-014", "2023/24"), worked=Days(1))

`when` takes a decision of `s2ss_core.aggregates` and the fact to decide on, or a command of `Brokerage` and its
arguments. Each `then` also checks what must always hold: a decision changes no state and gives the same result again; a
repeated command records nothing; a refused command records nothing, and `why_not` gives the same rules; a view is the
same whether it is folded live, caught up, rebuilt or delivered twice.

All `then` methods raise AssertionError with the differences if the outcome is another one.
"""

from typing import Any, TypeVar

import attrs

from s2ss_core.aggregates.decision import DecisionContext
from s2ss_core.application import Command
from s2ss_core.errors import NotFound
from s2ss_core.programmes import Programme
from s2ss_core.projections import NOW, AsAt, Figure, Key, Projection
from s2ss_core.store import open_store
from s2ss_core.testing.background import Background
from s2ss_core.testing.outcome import CommandOutcome, Decider, DecisionOutcome, Outcome
from s2ss_core.testing.seeding import seed
from s2ss_core.testing.view_equivalence import assert_served_alike

__all__ = ["Given", "Outcome", "given"]

V = TypeVar("V")


def given(*events: Any) -> "Given":
    """Start a test from these events, oldest first.

    Each is an event, a `Recorded`, or a `StreamedEvent` from `seeding.in_stream(stream, event, …)`. Every other event
    goes to the stream it belongs to and is recorded on the afternoon of its day. A programme that a deployment is
    brokered under is adopted with it. `then` methods raise `BadInput` for an event that belongs to no stream yet, such
    as a visit before any deployment is brokered.
    """
    return Given(events=events)


@attrs.frozen(kw_only=True)
class Given(Background):
    """The history that a test starts from; `given` makes it."""

    def under(self, *programmes: Programme) -> "Given":
        """The same history with your own programmes, in addition to those that the library ships."""
        return attrs.evolve(self, programmes=programmes)

    def where(self, context: DecisionContext) -> "Given":
        """The same history with this context for decisions: the programme, awards and so on.

        Without it, decisions see the deployment's programme and no award. Commands find their own context.
        """
        return attrs.evolve(self, context=context)

    def when(self, action: Decider | Command[...], *arguments: Any, **fields: Any) -> "Outcome":
        """The outcome of a decision or a command after these events. Nothing runs before a `then` is called.

        - A decision: `when(support.log_visit, VISIT)`. The only argument is the fact; `fields` are its further
          keyword arguments.
        - A command: `when(Brokerage.log_visit, "d-1", VISIT)`, or with the event's fields by keyword:
          `when(Brokerage.log_visit, "d-1", visit="v-1", on=…)`.
        """
        if isinstance(action, Command):
            subject: list[Any] = list(arguments)
            if arguments and isinstance(arguments[-1], action.event):
                *subject, fact = arguments
                fields = {name: getattr(fact, name) for name in action.takes.given}
            return CommandOutcome(given=self, command=action.name, about=tuple(subject), fields=fields)
        (fact,) = arguments
        return DecisionOutcome(given=self, decider=action, fact=fact, more=fields)

    def then_view(self, projection: Projection[Any, V], key: Key, *, as_at: AsAt = NOW, **shows: Any) -> V:
        """Check that the view of a key has these values, and that it is the same however it is served.

        `shows` gives expected values by field name; the value of a `Figure` is compared without its positions. Returns
        the view, for further assertions. Raises `NotFound` if there are no events for the key.
        """
        events = self.streamed()
        with open_store("memory:", clock_is_right=True) as store:
            seed(store, events)
            view = projection.live(store, key, as_at=as_at)
        shown = {name: _plain(getattr(view, name)) for name in shows}
        assert shown == shows, f"{projection.name} of {' '.join(key)} shows {shown}, not {shows}"
        assert_served_alike(projection, key, events)
        return view

    def then_no_view(self, projection: Projection[Any, Any], key: Key, *, as_at: AsAt = NOW) -> None:
        """Check that there are no events for that key, so that there is no view of it."""
        with open_store("memory:", clock_is_right=True) as store:
            seed(store, self.streamed())
            try:
                view = projection.live(store, key, as_at=as_at)
            except NotFound:
                return
        raise AssertionError(f"there is a view, {projection.name} of {' '.join(key)}: {view}")


def _plain(shown: Any) -> Any:
    return shown.value if isinstance(shown, Figure) else shown
