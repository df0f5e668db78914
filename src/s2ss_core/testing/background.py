"""What happened before something is asked."""

from typing import Any

import attrs

from s2ss_core.aggregates.decision import DecisionContext
from s2ss_core.programmes import Programme
from s2ss_core.testing.telling import Told, told


@attrs.frozen(kw_only=True)
class Background:
    """Events, oldest first, the programmes known beside those shipped, and the context of a decision."""

    events: tuple[Any, ...]
    programmes: tuple[Programme, ...] = ()
    context: DecisionContext | None = None

    def told(self) -> tuple[Told, ...]:
        """The events, each with its stream."""
        return tuple(told(self.events, self.programmes))
