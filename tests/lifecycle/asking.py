"""A command as somebody asks for it, and the scene it is asked in."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby
from typing import Any

import attrs

from s2ss_core.brokerage import Brokerage
from s2ss_core.rules import Broken, Despite
from s2ss_core.store import Append, Recorded
from tests.lifecycle.cast import CLERK, FIRST_DAY, Setting
from tests.lifecycle.story import Story


@attrs.frozen(kw_only=True)
class Ask:
    """One command with all it needs. Openings are about nothing but what their fields say."""

    command: str
    about: str | None = None
    fields: Mapping[str, Any]
    despite: Despite | None = None
    by: str = CLERK

    @property
    def on(self) -> date:
        day: date = self.fields["on"]
        return day

    def of(self, brokerage: Brokerage) -> tuple[Recorded, ...]:
        """Ask it. Raises what the command raises."""
        bound: Any = getattr(brokerage.acting_as(self.by), self.command)
        about = () if self.about is None else (self.about,)
        recorded: tuple[Recorded, ...] = (
            bound.despite(self.despite, *about, **self.fields)
            if self.despite
            else bound(*about, **self.fields)
        )
        return recorded

    def why_not(self, brokerage: Brokerage) -> tuple[Broken, ...]:
        """What stands in the way of it."""
        bound: Any = getattr(brokerage.acting_as(self.by), self.command)
        about = () if self.about is None else (self.about,)
        broken: tuple[Broken, ...] = bound.why_not(*about, **self.fields)
        return broken

    def with_(self, **fields: Any) -> "Ask":
        """The same with other fields."""
        return attrs.evolve(self, fields={**self.fields, **fields})

    def __str__(self) -> str:
        about = [repr(self.about)] if self.about else []
        fields = [f"{name}={value!r}" for name, value in self.fields.items()]
        call = f"{self.command}{'.despite' if self.despite else ''}"
        return f"{call}({', '.join([*([repr(self.despite)] if self.despite else []), *about, *fields])})"


class Clock:
    """A clock that goes on when told to, and a second at each look."""

    def __init__(self) -> None:
        self.now = datetime.combine(FIRST_DAY, time(9), tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now

    @property
    def today(self) -> date:
        return self.now.date()

    def wait_until(self, day: date) -> None:
        """Go on to the morning of a day, if it is still to come."""
        if day > self.today:
            self.now = datetime.combine(day, time(9), tzinfo=UTC)


class Scene:
    """A brokerage in memory, its clock, all it was told, and what was asked of it with success."""

    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        self.clock = Clock()
        self.brokerage = Brokerage.open("memory:", clock=self.clock)
        self.history: list[Recorded] = []
        self.accepted: list[Ask] = []

    @property
    def today(self) -> date:
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
