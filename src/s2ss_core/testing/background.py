"""The history and the circumstances that a test starts from."""

from typing import Any

import attrs

from s2ss_core.aggregates.decision import DecisionContext
from s2ss_core.programmes import Programme
from s2ss_core.testing.seeding import StreamedEvent, streamed


@attrs.frozen(kw_only=True)
class Background:
    """Events, oldest first, your own programmes in addition to those shipped, and the context of decisions."""

    events: tuple[Any, ...]
    programmes: tuple[Programme, ...] = ()
    context: DecisionContext | None = None

    def streamed(self) -> tuple[StreamedEvent, ...]:
        """The events, each with its stream. Raises `BadInput` for an event that belongs to no stream."""
        return tuple(streamed(self.events, self.programmes))
