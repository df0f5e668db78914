"""A command as somebody asks for it."""

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
    """One command with all it needs. Openings are about nothing but what their fields say.

    As text it is the line one types, given a `brokerage`.
    """

    command: str
    about: str | None = None
    fields: Mapping[str, Any]
    despite: Despite | None = None
    by: str = SOMEBODY

    @property
    def on(self) -> date:
        """The day it says it happened."""
        day: date = self.fields["on"]
        return day

    def of(self, brokerage: Brokerage) -> tuple[Recorded, ...]:
        """Ask it. Raises what the command raises."""
        bound: Any = getattr(brokerage.acting_as(self.by), self.command)
        recorded: tuple[Recorded, ...] = (
            bound.despite(self.despite, *self._about, **self.fields)
            if self.despite
            else bound(*self._about, **self.fields)
        )
        return recorded

    def why_not(self, brokerage: Brokerage) -> tuple[Broken, ...]:
        """What stands in the way of it."""
        bound: Any = getattr(brokerage.acting_as(self.by), self.command)
        broken: tuple[Broken, ...] = bound.why_not(*self._about, **self.fields)
        return broken

    @property
    def _about(self) -> tuple[str, ...]:
        return () if self.about is None else (self.about,)

    def with_(self, **fields: Any) -> "CommandCall":
        """The same with other fields."""
        return attrs.evolve(self, fields={**self.fields, **fields})

    def __str__(self) -> str:
        first = [source_repr(argument) for argument in (self.despite, self.about) if argument is not None]
        fields = [f"{name}={source_repr(value)}" for name, value in self.fields.items()]
        command = f"{self.command}{'.despite' if self.despite else ''}"
        return f"brokerage.acting_as({self.by!r}).{command}({', '.join([*first, *fields])})"
