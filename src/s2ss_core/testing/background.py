"""What happened before something is asked."""

from typing import Any

import attrs

from s2ss_core.aggregates.decision import DecisionContext
from s2ss_core.programmes import Programme
from s2ss_core.testing.seeding import StreamedEvent, streamed


@attrs.frozen(kw_only=True)
class Background:
    """Events, oldest first, the programmes known beside those shipped, and the context of a decision."""

    events: tuple[Any, ...]
    programmes: tuple[Programme, ...] = ()
    context: DecisionContext | None = None

    def streamed(self) -> tuple[StreamedEvent, ...]:
        """The events, each with its stream."""
        return tuple(streamed(self.events, self.programmes))
