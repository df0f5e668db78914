"""The envelope of a stored entry: the fields around the event's data, and how they are written.

See docs/explanation/stored-format.md before touching anything here.
"""

import re
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, Generic, TypeVar
from uuid import UUID, uuid5

import attrs
import msgspec

from s2ss_core.errors import BadInput
from s2ss_core.events import stored_name
from s2ss_core.store.recorded import Recorded

E = TypeVar("E")

STREAMS = UUID("6a0c1d0e-4f0b-5d0a-9c57-0b2f5d1e8a36")
STAMP = slice(7, 34)  # every entry begins {"at":"2024-03-29T12:00:00.000001Z"
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", re.ASCII)


class Envelope(
    msgspec.Struct, Generic[E], frozen=True, forbid_unknown_fields=True, omit_defaults=True, gc=False
):
    """The keys of a stored entry. They are written in sorted order; `context` is left out if it is empty."""

    at: str
    by: str
    data: E
    id: str
    name: str
    stream: str
    v: int
    version: int
    context: dict[str, str] | None = None


@attrs.frozen
class Draft:
    """An event on its way into the store, in the form that eventsourcing expects. Only its position is still open."""

    recorded: Recorded

    @property
    def originator_id(self) -> UUID:
        return stream_id(self.recorded.stream)

    @property
    def originator_version(self) -> int:
        return self.recorded.version


@lru_cache(maxsize=4096)
def stream_id(stream: str) -> UUID:
    """The UUID of a stream for eventsourcing. Raises BadInput if the name is not valid text."""
    try:
        return uuid5(STREAMS, stream)
    except UnicodeEncodeError:
        raise BadInput(f"{stream!r} is not a stream name: it contains a lone surrogate") from None


@lru_cache(maxsize=4096)
def stream_key(stream: str) -> str:
    """The same UUID as our back ends store it, in hexadecimal."""
    return stream_id(stream).hex


def topic_of(name: str, version: int) -> str:
    """The value of the `topic` column: a copy of the entry's `name` and `v`."""
    return f"{name}@{version}"


def utc(at: Any) -> datetime:
    """A time in UTC. Raises BadInput unless it is a datetime with a time zone."""
    if not isinstance(at, datetime) or at.utcoffset() is None:
        raise BadInput(f"{at!r} is not a time: give a datetime with its time zone")
    try:
        return at.astimezone(UTC)
    except OverflowError:
        raise BadInput(f"{at} is not in the years 1 to 9999 of UTC: give a time that is") from None


def moment(at: datetime) -> str:
    """A time as entries write it: UTC, seconds with six decimals, Z."""
    return at.astimezone(UTC).isoformat(timespec="microseconds").removesuffix("+00:00") + "Z"


def stamp_of(state: bytes) -> bytes:
    """The time of recording in stored bytes, as `moment` writes it. Times in this form sort as text."""
    return state[STAMP]


def time_of(stamp: bytes) -> datetime | None:
    """The time of a stamp; None if it is damaged."""
    text = stamp.decode("ascii", "replace")
    try:
        return datetime.fromisoformat(text) if MOMENT.fullmatch(text) else None
    except ValueError:
        return None


def enveloped(recorded: Recorded, sealed: Any) -> Envelope[Any]:
    """The envelope of a recorded event; `sealed` is the event with digests instead of private texts."""
    stored = stored_name(type(recorded.event))
    return Envelope(
        at=moment(recorded.recorded_at),
        by=recorded.recorded_by,
        data=sealed,
        id=recorded.event_id,
        name=stored.name,
        stream=recorded.stream,
        v=stored.version,
        version=recorded.version,
        context=dict(recorded.context) or None,
    )
