"""The input of a store (an append) and its output (a recorded event)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Any

import attrs

NO_CONTEXT: Mapping[str, str] = MappingProxyType({})


@attrs.frozen(kw_only=True)
class Recorded:
    """An event and the envelope it was stored in.

    `position` counts from 1 over the whole history. `version` counts from 1 within the stream (from 0 in some
    third-party stores). `event_id` is the hexadecimal text of a random UUID. `recorded_at` is UTC, to the
    microsecond: when the fact was recorded, not when it happened. `context` belongs to the host; it may be empty.
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
    """Events to append to one stream. `after` is the version of its newest event known to you, 0 if there is none."""

    stream: str
    after: int
    events: Sequence[Any]
