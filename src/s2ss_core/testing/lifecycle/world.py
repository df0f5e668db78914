"""The world in which commands are asked: a brokerage, its clock, and all it was told."""

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
    """A clock that goes on when told to, and a second at each look."""

    def __init__(self, first_day: date) -> None:
        self.now = datetime.combine(first_day, time(9), tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now

    @property
    def today(self) -> date:
        """The day it is."""
        return self.now.date()

    def wait_until(self, day: date) -> None:
        """Go on to the morning of a day, if it is still to come."""
        if day > self.today:
            self.now = datetime.combine(day, time(9), tzinfo=UTC)


Opener = Callable[[Clock, tuple[Programme, ...]], Brokerage]


def in_memory(clock: Clock, programmes: tuple[Programme, ...]) -> Brokerage:
    """A brokerage in memory."""
    return Brokerage.open("memory:", clock=clock, programmes=programmes)


class World:
    """A brokerage, its clock, all it was told, and what was asked of it with success.

    `opener` opens the brokerage, which must be empty: one in memory, where none is given.
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
        """The day it is."""
        return self.clock.today

    def story(self, deployment: str) -> Story:
        """What happened in a deployment so far."""
        return Story(deployment, self.history)

    def recorded(self, *kinds: type) -> list[Any]:
        """Every event of these kinds so far, wherever it belongs."""
        return [entry.event for entry in self.history if isinstance(entry.event, kinds)]

    def fresh(self, letter: str) -> str:
        """An id that nothing has yet."""
        return f"{letter}-{len(self.history) + 1}"

    def resume(self, before: "World") -> None:
        """Begin where another world stands: its entries are recorded anew, command by command."""
        self.clock.wait_until(before.today)
        for at, recorded in groupby(before.history, key=lambda entry: entry.recorded_at):
            appends = [Append(entry.stream, entry.version - 1, (entry.event,)) for entry in recorded]
            self.history += self.brokerage.store.append(appends, at=at, by=CLERK)
        self.accepted += before.accepted

    def take(self, call: CommandCall, recorded: tuple[Recorded, ...]) -> None:
        """Remember what was recorded."""
        self.history += recorded
        if recorded:
            self.accepted.append(call)
