"""`World`: a brokerage with its clock and its history."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby
from typing import Any

from s2ss_core.application import Brokerage
from s2ss_core.programmes import Programme, shipped
from s2ss_core.store import Append, Recorded
from s2ss_core.testing.command_call import CommandCall
from s2ss_core.testing.lifecycle.cast import CLERK
from s2ss_core.testing.lifecycle.scenario import Scenario
from s2ss_core.testing.model import Story


class Clock:
    """A clock that starts at 09:00 UTC on a day. Each call advances it by a second; `wait_until` by days."""

    def __init__(self, first_day: date) -> None:
        self.now = datetime.combine(first_day, time(9), tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now

    @property
    def today(self) -> date:
        """The current date."""
        return self.now.date()

    def wait_until(self, day: date) -> None:
        """Advance to 09:00 UTC on a day. Does nothing if that is in the past."""
        if day > self.today:
            self.now = datetime.combine(day, time(9), tzinfo=UTC)


Opener = Callable[[Clock, tuple[Programme, ...]], Brokerage]
"""Opens an empty brokerage with a clock and with programmes that the library does not ship."""


def in_memory(clock: Clock, programmes: tuple[Programme, ...]) -> Brokerage:
    """The default `Opener`: an empty brokerage in memory."""
    return Brokerage.open("memory:", clock=clock, programmes=programmes)


class World:
    """A brokerage and its clock, with its `history` so far and the `accepted` calls.

    `opener` opens the brokerage, which must be empty; by default it is in memory.
    """

    def __init__(self, scenario: Scenario, opener: Opener = in_memory) -> None:
        self.scenario = scenario
        self.clock = Clock(scenario.first_day)
        own = () if scenario.programme in shipped() else (scenario.programme,)
        self.brokerage = opener(self.clock, own)
        self.history: list[Recorded] = []
        self.accepted: list[CommandCall] = []

    @property
    def today(self) -> date:
        """The current date of the clock."""
        return self.clock.today

    def story(self, deployment: str) -> Story:
        """The plain model of a deployment so far."""
        return Story(deployment, self.history)

    def recorded(self, *kinds: type) -> list[Any]:
        """Every event of these kinds so far, in any stream."""
        return [entry.event for entry in self.history if isinstance(entry.event, kinds)]

    def fresh(self, letter: str) -> str:
        """An id that is not in use yet."""
        return f"{letter}-{len(self.history) + 1}"

    def resume(self, before: "World") -> None:
        """Continue where another world is: append its entries to this brokerage, command by command."""
        self.clock.wait_until(before.today)
        for at, recorded in groupby(before.history, key=lambda entry: entry.recorded_at):
            appends = [Append(entry.stream, entry.version - 1, (entry.event,)) for entry in recorded]
            self.history += self.brokerage.store.append(appends, at=at, by=CLERK)
        self.accepted += before.accepted

    def take(self, call: CommandCall, recorded: tuple[Recorded, ...]) -> None:
        """Add the events of a call to the history, and the call to `accepted` if it recorded any."""
        self.history += recorded
        if recorded:
            self.accepted.append(call)
