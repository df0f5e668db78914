"""What goes into a store and what comes out of it: an append and a recorded event."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Any

import attrs

NO_CONTEXT: Mapping[str, str] = MappingProxyType({})


@attrs.frozen(kw_only=True)
class Recorded:
    """An event and the envelope it was stored in.

    `position` counts from 1 over the whole history, `version` from 1 (0 in some foreign streams) within the
    stream. `event_id` is the hexadecimal text of a random UUID. `recorded_at` is UTC, to the microsecond:
    when the fact was learned, not when it happened. `context` is the host's own, empty if none was given.
    """

    position: int
    stream: str
    version: int
    event_id: str
    recorded_at: datetime
    recorded_by: str
    context: Mapping[str, str] = attrs.field(default=NO_CONTEXT, hash=False)
    event: Any


@attrs.frozen
class Append:
    """Events to put at the end of one stream; `after` is the version of the newest event known of it, 0 if none."""

    stream: str
    after: int
    events: Sequence[Any]
