"""Given what happened, when something is asked, then this: tests of decisions and of views that read as the trade talks.

    given(BROKERED, PLAN_SUBMITTED, PLAN_APPROVED).when(support.log_visit, VISIT).then_refused("S2SS-S02")
    given(ALLOWANCE, COMMITTED).when(leader_year.work_days, WORKED).then(WORKED)
    given(BROKERED, ALLOWANCE).when(Brokerage.log_visit, "d-1", VISIT).then_refused("S2SS-S01", "S2SS-S02")
    given(ALLOWANCE, WORKED).then_view(LEADER_WORKLOAD, ("leader", "sl-014", "2023/24"), worked=Days(1))

What is asked may be a decision of `s2ss_core.aggregates` and the fact it is asked of, or a command of `Brokerage` with
what that takes. Each `then` checks more than it says: that asking changed nothing, that asking again gives the same,
that what was recorded is not recorded again; and of a view that it is the same however it is served.
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
    """What happened, oldest first: events, `Recorded` ones, or what `seeding.in_stream` says of a stream."""
    return Given(events=events)


@attrs.frozen(kw_only=True)
class Given(Background):
    """A history to ask of."""

    def under(self, *programmes: Programme) -> "Given":
        """The same, where these programmes of your own are known beside those shipped."""
        return attrs.evolve(self, programmes=programmes)

    def where(self, context: DecisionContext) -> "Given":
        """The same, in these context: else decisions see the programme of the deployment and no award."""
        return attrs.evolve(self, context=context)

    def when(self, asked: Decider | Command[...], *about: Any, **more: Any) -> "Outcome":
        """A decision asked of a fact, or a command with what it takes: the fields by keyword, or the fact itself."""
        if isinstance(asked, Command):
            named: list[Any] = list(about)
            if about and isinstance(about[-1], asked.event):
                *named, fact = about
                more = {name: getattr(fact, name) for name in asked.takes.given}
            return CommandOutcome(given=self, command=asked.name, about=tuple(named), fields=more)
        (fact,) = about
        return DecisionOutcome(given=self, decider=asked, fact=fact, more=more)

    def then_view(self, projection: Projection[Any, V], key: Key, *, as_at: AsAt = NOW, **shows: Any) -> V:
        """The view of a key shows these values, a `Figure` by its value; and it is the same however it is served.

        Gives the view, for whatever else is to be said of it.
        """
        events = self.streamed()
        with open_store("memory:") as store:
            seed(store, events)
            view = projection.live(store, key, as_at=as_at)
        shown = {name: _plain(getattr(view, name)) for name in shows}
        assert shown == shows, f"{projection.name} of {' '.join(key)} shows {shown}, not {shows}"
        assert_served_alike(projection, key, events)
        return view

    def then_no_view(self, projection: Projection[Any, Any], key: Key, *, as_at: AsAt = NOW) -> None:
        """Nothing is recorded of that key."""
        with open_store("memory:") as store:
            seed(store, self.streamed())
            try:
                view = projection.live(store, key, as_at=as_at)
            except NotFound:
                return
        raise AssertionError(f"{projection.name} of {' '.join(key)} is {view}")


def _plain(shown: Any) -> Any:
    return shown.value if isinstance(shown, Figure) else shown
