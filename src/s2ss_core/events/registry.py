"""How an event class gets its stored name. The stored format begins here: see docs/explanation/stored-format.md."""

from collections.abc import Callable, Iterator
from typing import Any, TypeVar, cast, dataclass_transform

import attrs

__all__ = [
    "DERIVED",
    "StoredName",
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
    """What the store knows an event class by, and what makes two tellings of a fact the same fact."""

    name: str
    version: int
    natural_key: tuple[str, ...]
    key_space: str


DERIVED = {"derived": True}
"""Metadata of a field that the decision fills in, and a caller leaves alone."""

_names: dict[type, StoredName] = {}
_classes: dict[tuple[str, int], type] = {}


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(attrs.field,))
def recorded_as(
    name: str, *, version: int, natural_key: tuple[str, ...] = (), key_space: str | None = None
) -> Callable[[type[E]], type[E]]:
    """Make a class an event: frozen, keyword-only, slotted, known to the store as `name` and `version`.

    `natural_key` names the fields of its natural id (the first field, if not given); `key_space` is the space
    that id is unique in (the event's own stored name, if not given). Stored names are chosen once.
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
            name=name, version=version, natural_key=identity, key_space=key_space or name
        )
        _classes[name, version] = event
        return event

    return record


def stored_name(event_class: type) -> StoredName:
    """The stored name of an event class. Raises KeyError for a class that is not an event."""
    return _names[event_class]


def event_class(name: str, version: int) -> type | None:
    """The class a stored name stands for, or None: nothing is ever imported because a stored row says so."""
    return _classes.get((name, version))


def registered() -> Iterator[tuple[StoredName, type]]:
    """Every event the library knows, in order of stored name."""
    yield from sorted(
        ((stored, cls) for cls, stored in _names.items()), key=lambda pair: (pair[0].name, pair[0].version)
    )


def natural_id(event: Any) -> tuple[str, ...]:
    """What makes this the same fact when it is told again: its id space and its natural id."""
    stored = _names[type(event)]
    return (stored.key_space, *(str(getattr(event, field)) for field in stored.natural_key))


def derived_fields(event_class: type) -> frozenset[str]:
    """The fields of an event that its decision fills in."""
    fields = attrs.fields(cast(Any, event_class))
    return frozenset(field.name for field in fields if field.metadata.get("derived"))
