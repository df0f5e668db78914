"""Calls of commands, as values that can be changed, called and printed."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import attrs

from s2ss_core.application import Brokerage
from s2ss_core.rules import Broken, Despite
from s2ss_core.store import Recorded
from s2ss_core.testing.source_repr import source_repr

SOMEBODY = "u-1"


@attrs.frozen(kw_only=True)
class CommandCall:
    """A call of one command: its name, the id it is about, its fields, `Despite` if any, and who calls it.

    `about` is None for commands that begin something, such as `broker`, because their fields name it. `str(call)` is
    the line of Python that calls it on a `brokerage`.
    """

    command: str
    about: str | None = None
    fields: Mapping[str, Any]
    despite: Despite | None = None
    by: str = SOMEBODY

    @property
    def on(self) -> date:
        """The day on which the fact happened, from its fields."""
        day: date = self.fields["on"]
        return day

    def of(self, brokerage: Brokerage) -> tuple[Recorded, ...]:
        """Call the command on a brokerage. Returns the recorded events and raises what the command raises."""
        bound: Any = getattr(brokerage.acting_as(self.by), self.command)
        recorded: tuple[Recorded, ...] = (
            bound.despite(self.despite, *self._about, **self.fields)
            if self.despite
            else bound(*self._about, **self.fields)
        )
        return recorded

    def why_not(self, brokerage: Brokerage) -> tuple[Broken, ...]:
        """The rules that the call would break."""
        bound: Any = getattr(brokerage.acting_as(self.by), self.command)
        broken: tuple[Broken, ...] = bound.why_not(*self._about, **self.fields)
        return broken

    @property
    def _about(self) -> tuple[str, ...]:
        return () if self.about is None else (self.about,)

    def with_(self, **fields: Any) -> "CommandCall":
        """The same call with other values for these fields."""
        return attrs.evolve(self, fields={**self.fields, **fields})

    def __str__(self) -> str:
        first = [source_repr(argument) for argument in (self.despite, self.about) if argument is not None]
        fields = [f"{name}={source_repr(value)}" for name, value in self.fields.items()]
        command = f"{self.command}{'.despite' if self.despite else ''}"
        return f"brokerage.acting_as({self.by!r}).{command}({', '.join([*first, *fields])})"
