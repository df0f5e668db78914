"""The registry of event classes and their stored names. The stored format begins here: see docs/explanation/stored-format.md."""

from collections.abc import Callable, Iterator
from operator import attrgetter
from typing import Any, TypeVar, cast, dataclass_transform

import attrs

from s2ss_core.values import Cause, Organisation

__all__ = [
    "DERIVED",
    "StoredName",
    "cause_of",
    "derived_fields",
    "event_class",
    "natural_id",
    "recorded_as",
    "registered",
    "stored_name",
]  # fmt: skip

E = TypeVar("E")


@attrs.frozen(kw_only=True)
class StoredName:
    """The name and version under which events of a class are stored, and the fields that identify a fact.

    Two events with equal `natural_key` fields in one `key_space` are about the same fact. Other entries name a fact by
    a `Cause`: its key space and its natural id.
    """

    name: str
    version: int
    natural_key: tuple[str, ...]
    key_space: str


DERIVED = {"derived": True}
"""Metadata of a derived field: the decision sets it, and callers leave it out."""

_names: dict[type, StoredName] = {}
_natural_keys: dict[type, tuple[Any, ...]] = {}  # the key space, and how to find each part
_classes: dict[tuple[str, int], type] = {}


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(attrs.field,))
def recorded_as(
    name: str, *, version: int, natural_key: tuple[str, ...] = (), key_space: str | None = None
) -> Callable[[type[E]], type[E]]:
    """Make a class an event: frozen, keyword-only, slotted, and stored under `name` and `version`.

    `natural_key` names the fields of its natural id, or a field within one, such as `attendee.person` (default: the
    first field). `key_space` is the space in which that id is unique, within one stream (default: the stored name after
    its dot). Neither ever changes.
    """

    def record(cls: type[E]) -> type[E]:
        event = attrs.frozen(kw_only=True)(cls)
        first: attrs.Attribute[Any] = attrs.fields(cast(Any, event))[0]
        identity = natural_key or (first.name,)
        if (name, version) in _classes:
            raise TypeError(
                f"{name} version {version} is already the stored name of {_classes[name, version]}"
            )
        _names[event] = StoredName(
            name=name, version=version, natural_key=identity, key_space=key_space or name.partition(".")[2]
        )
        _natural_keys[event] = (_names[event].key_space, *map(attrgetter, identity))
        _classes[name, version] = event
        return event

    return record


def stored_name(event_class: type) -> StoredName:
    """The stored name of an event class. Raises KeyError for a class that is not an event."""
    return _names[event_class]


def event_class(name: str, version: int) -> type | None:
    """The class of a stored name and version, or None. A stored name never causes an import."""
    return _classes.get((name, version))


def registered() -> Iterator[tuple[StoredName, type]]:
    """Every event the library knows, in order of stored name."""
    yield from sorted(
        ((stored, cls) for cls, stored in _names.items()), key=lambda pair: (pair[0].name, pair[0].version)
    )


def natural_id(event: Any) -> tuple[str, ...]:
    """The natural id of an event, with the key space first. A second event with it is a duplicate or an error."""
    space, of, *more = _natural_keys[type(event)]
    first = of(event)
    if not more and type(first) is str:  # nearly always, and every event that is folded asks
        return space, first
    return (space, *_parts(first), *(part for of in more for part in _parts(of(event))))


def _parts(value: Any) -> tuple[str, ...]:
    match value:
        case Cause(name=name, id=identity, stream=stream):
            return (name, *identity, *((stream,) if stream else ()))
        case Organisation(id=identity):
            return (identity,)
        case tuple():
            return (", ".join(map(str, value)),)
        case _:
            return (str(value),)


def cause_of(event: Any, stream: str | None = None) -> Cause:
    """The cause by which other entries name this event; give its stream where they stand in another one."""
    identity = natural_id(event)
    return Cause(identity[0], identity[1:], stream)


def derived_fields(event_class: type) -> frozenset[str]:
    """The fields of an event that its decision derives."""
    fields = attrs.fields(cast(Any, event_class))
    return frozenset(field.name for field in fields if field.metadata.get("derived"))
