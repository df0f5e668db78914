"""Decode stored bytes to a recorded event. Names come from a closed registry: nothing is ever imported."""

from collections.abc import Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Any, Protocol, cast
from uuid import UUID

import msgspec

from s2ss_core.errors import CorruptEntry, UnknownEvent
from s2ss_core.events import event_class, registered
from s2ss_core.store.codec import converted, decoder_for, is_canonical
from s2ss_core.store.documents import SetAside
from s2ss_core.store.envelope import MOMENT, Envelope, stream_id, stream_key, topic_of
from s2ss_core.store.event_decoder import EventDecoder, UnknownField
from s2ss_core.store.leaf import check_leaf
from s2ss_core.store.private_texts import disclosing, withheld
from s2ss_core.store.recorded import NO_CONTEXT, Recorded
from s2ss_core.store.recorder import Row
from s2ss_core.store.thawed import thawed
from s2ss_core.store.twin import Text, twin_of
from s2ss_core.store.upcasts import UPCASTS

UNREADABLE = (msgspec.MsgspecError, ValueError, TypeError, RecursionError)


Columns = tuple[int, int, str, bytes, str, str | None, UUID | str, bytes | None]
"""A `Row`, or its fields in the same order; eventsourcing knows streams by UUIDs."""


class EnvelopeDecoder(Protocol):
    """Gives the envelope and the event of the bytes of an entry, with `text` applied to every digest."""

    def decode(self, state: bytes, text: Text) -> tuple[Envelope[Any], Any]: ...


class _Upcasting:
    """Decodes entries of an old version and upcasts their data, version by version, to a registered one."""

    def __init__(self, name: str, version: int) -> None:
        self._name = name
        self._version = version
        self._plain = decoder_for(Envelope[dict[str, Any]])

    def decode(self, state: bytes, text: Text) -> tuple[Envelope[Any], Any]:
        entry = self._plain.decode(state)
        data, version = entry.data, self._version
        while (cls := event_class(self._name, version)) is None:
            data, version = self._upcast(version, data), version + 1
        twin = twin_of(cls)
        return entry, twin.event(converted(data, twin.struct), text)

    def _upcast(self, version: int, data: dict[str, Any]) -> dict[str, Any]:
        try:
            return UPCASTS[self._name, version](data)
        except (LookupError, AttributeError) as error:
            raise ValueError(f"its data is not of version {version}: {error!r}") from error


_decoders: dict[str, EnvelopeDecoder] = {}


def build_decoders() -> None:
    """Build a decoder for every event of the library, so that no reading thread has to build one."""
    known = [(stored.name, stored.version) for stored, _ in registered()]
    for name, version in (*known, *UPCASTS):
        decoder_of(topic_of(name, version), position=0)


def decoder_of(topic: str, *, position: int) -> EnvelopeDecoder:
    """The decoder for entries of a topic. Raises UnknownEvent, naming the unknown event and the position."""
    known = _decoders.get(topic)
    if known is None:
        known = _decoders[topic] = _new_decoder(topic, position)
    return known


def _new_decoder(topic: str, position: int) -> EnvelopeDecoder:
    name, _, digits = str(topic).rpartition("@")
    version = int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 10 else 0
    cls = event_class(name, version)
    if cls is not None:
        return EventDecoder(cls)
    if (name, version) in UPCASTS:
        return _Upcasting(name, version)
    raise UnknownEvent(
        f"The entry at position {position} is a {name or topic!r} of version {digits}, which this version of "
        "s2ss_core does not know. A newer version may have written it."
    )


def check_contiguous(stream: str, entries: Sequence[Recorded], after: int) -> None:
    """Raise CorruptEntry if a version is missing among the entries of a stream after a version."""
    if not entries:
        return
    first = (0, 1) if after == 0 else (after + 1,)
    if entries[0].version not in first or entries[-1].version - entries[0].version != len(entries) - 1:
        raise CorruptEntry(
            f"Entries of {stream} are missing before position {entries[-1].position}: it has {len(entries)} after "
            f"version {after}, up to version {entries[-1].version}. Run s2ss doctor, and restore a backup."
        )


def read_or_set_aside(row: Row) -> Recorded | SetAside:
    """The recorded event of a row, or the reason why it cannot be read."""
    try:
        return read(row)
    except (UnknownEvent, CorruptEntry) as error:
        return SetAside(position=row.position, stream=row.stream, reason=str(error))


def read(row: Columns) -> Recorded:
    """The recorded event of a row, with the private texts that exist and match their digests.

    Raises UnknownEvent for a name or version that this library does not know. Raises CorruptEntry if the bytes do not
    have the leaf hash beside them, are not valid for the event they name, or contradict the other columns. A row
    without a leaf hash must be canonical JSON instead.
    """
    position, version, topic, state, stream, texts, originator_id, leaf = row
    if leaf is not None:
        check_leaf(position, state, leaf)
    decoder = _decoders.get(topic) or decoder_of(topic, position=position)
    try:
        entry, event = decoder.decode(state, withheld if texts is None else disclosing(texts))
        at = datetime.fromisoformat(entry.at)
        sound = MOMENT.fullmatch(entry.at) and entry.context != {} and (leaf or is_canonical(state))
    except UnknownField as error:
        raise UnknownEvent(
            f"The entry at position {position} has a field that this version of s2ss_core does not know: "
            f"{error}. A newer version may have written it: install that version."
        ) from None
    except UNREADABLE as error:
        raise CorruptEntry(f"The entry at position {position} cannot be read: {error}") from error
    if not sound:
        raise CorruptEntry(f"The entry at position {position} is not canonical JSON.")
    key_of = stream_key if type(originator_id) is str else stream_id
    if (
        entry.stream != stream
        or entry.version != version
        or f"{entry.name}@{entry.v}" != topic
        or originator_id not in (key_of(stream), "")
    ):
        raise CorruptEntry(f"The entry at position {position} contradicts the columns beside it.")
    return _recorded(position, at, entry, event)


_new, _thawed = object.__new__, thawed(Recorded)


def _recorded(position: int, at: datetime, entry: Envelope[Any], event: Any) -> Recorded:
    recorded: Any = _new(_thawed)
    recorded.position = position
    recorded.stream = entry.stream
    recorded.version = entry.version
    recorded.event_id = entry.id
    recorded.recorded_at = at
    recorded.recorded_by = entry.by
    recorded.context = NO_CONTEXT if entry.context is None else MappingProxyType(entry.context)
    recorded.event = event
    recorded.__class__ = Recorded
    return cast(Recorded, recorded)
