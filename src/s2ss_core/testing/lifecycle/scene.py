"""The scene in which commands are asked: a brokerage, its clock, and all it was told."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby
from typing import Any

from s2ss_core.application import Brokerage
from s2ss_core.programmes import Programme, shipped
from s2ss_core.store import Append, Recorded
from s2ss_core.testing.asking import Ask
from s2ss_core.testing.lifecycle.people import CLERK
from s2ss_core.testing.lifecycle.setting import Setting
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


class Scene:
    """A brokerage, its clock, all it was told, and what was asked of it with success.

    `opener` opens the brokerage, which must be empty: one in memory, where none is given.
    """

    def __init__(self, setting: Setting, opener: Opener = in_memory) -> None:
        self.setting = setting
        self.clock = Clock(setting.first_day)
        own = () if setting.programme in shipped() else (setting.programme,)
        self.brokerage = opener(self.clock, own)
        self.history: list[Recorded] = []
        self.accepted: list[Ask] = []

    @property
    def today(self) -> date:
        """The day it is."""
        return self.clock.today

    def story(self, deployment: str) -> Story:
        """What happened in a deployment so far."""
        return Story(deployment, self.history)

    def told(self, *kinds: type) -> list[Any]:
        """Every event of these kinds so far, wherever it belongs."""
        return [entry.event for entry in self.history if isinstance(entry.event, kinds)]

    def fresh(self, letter: str) -> str:
        """An id that nothing has yet."""
        return f"{letter}-{len(self.history) + 1}"

    def resume(self, before: "Scene") -> None:
        """Begin where another scene stands: its entries are recorded anew, command by command."""
        self.clock.wait_until(before.today)
        for at, told in groupby(before.history, key=lambda entry: entry.recorded_at):
            appends = [Append(one.stream, one.version - 1, (one.event,)) for one in told]
            self.history += self.brokerage.store.append(appends, at=at, by=CLERK)
        self.accepted += before.accepted

    def take(self, ask: Ask, recorded: tuple[Recorded, ...]) -> None:
        """Remember what was recorded."""
        self.history += recorded
        if recorded:
            self.accepted.append(ask)
