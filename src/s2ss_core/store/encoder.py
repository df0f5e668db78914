"""Encode an event to the stored bytes, and refuse it unless they read back as the same event."""

from typing import Any

import msgspec

from s2ss_core.errors import BadInput, CorruptEntry
from s2ss_core.events import event_class, stored_name
from s2ss_core.store.codec import from_json, to_json
from s2ss_core.store.decoder import UNREADABLE, decoder_of, read
from s2ss_core.store.envelope import Envelope, enveloped, topic_of
from s2ss_core.store.private_texts import Sealer, sealed
from s2ss_core.store.recorded import Recorded
from s2ss_core.store.recorder import Row
from s2ss_core.store.round_trip import round_trip_error, unwritable
from s2ss_core.store.twin import twin_of

UNWRITABLE = (msgspec.ValidationError, TypeError, ValueError, AttributeError, RecursionError, OverflowError)


def write(recorded: Recorded) -> tuple[str, bytes, str | None]:
    """The topic, stored bytes and `texts` column of an event. Raises BadInput unless it reads back unchanged."""
    name = _name_of(recorded.event)
    sealer = Sealer()
    try:
        envelope = enveloped(recorded, sealer.seal(recorded.event))
        state = _bytes_of(envelope)
    except BadInput as error:
        raise BadInput(f"{name}{error}") from None
    except UNWRITABLE as error:
        raise BadInput(f"{name}: {unwritable(recorded.event) or error}") from error
    problem = _misread(state, envelope)
    if problem:
        raise BadInput(f"{name}{problem}")
    return topic_of(envelope.name, envelope.v), state, sealer.texts


def _bytes_of(envelope: Envelope[Any]) -> bytes:
    cls: Any = type(envelope.data)
    return to_json(msgspec.structs.replace(envelope, data=twin_of(cls).of(envelope.data, "")))


def _name_of(event: Any) -> str:
    try:
        return stored_name(type(event)).name
    except KeyError:
        raise BadInput(f"{type(event).__name__} is not an event: it has no stored name") from None


def _misread(state: bytes, envelope: Envelope[Any]) -> str | None:
    try:
        again, event = decoder_of(topic_of(envelope.name, envelope.v), position=0).decode(state, sealed)
    except UNREADABLE as error:
        return f": {error}".replace("`$.data.", "`")
    problem = round_trip_error(envelope.data, event, "")
    if problem is None and _bytes_of(msgspec.structs.replace(again, data=event)) != state:
        return ": it reads back as something else"
    return problem


def state_of(recorded: Recorded) -> bytes:
    """The stored bytes of an event that was read without its private texts. Raises BadInput if it holds private text."""
    sealer = Sealer()
    envelope = enveloped(recorded, sealer.seal(recorded.event))
    if sealer.texts is not None:
        raise BadInput(f"{envelope.name} holds private text, which is never stored: read it with texts=False")
    return _bytes_of(envelope)


def recorded_of(state: bytes, *, position: int) -> Recorded:
    """The recorded event of stored bytes alone, with private texts withheld.

    Raises UnknownEvent and CorruptEntry. CorruptEntry is also raised if an event of a current version gives
    different bytes when it is written again, for example because of an unknown key.
    """
    try:
        plain: Any = from_json(state)
        row = Row(
            position, plain["version"], topic_of(plain["name"], plain["v"]), state, plain["stream"], None
        )
    except (*UNREADABLE, KeyError) as error:
        raise CorruptEntry(f"The entry at position {position} is not an entry: {error!r}") from error
    recorded = read(row)
    if event_class(plain["name"], plain["v"]) is not None and state_of(recorded) != state:
        raise CorruptEntry(
            f"The entry at position {position} is not the canonical form of a {plain['name']}."
        )
    return recorded
