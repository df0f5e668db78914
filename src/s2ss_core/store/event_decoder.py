"""Decode an entry to its event in one pass, and refuse every field that the event does not have.

msgspec ignores keys that an attrs class does not have, and is quicker with classes of its own. So each class of an event
has a twin that msgspec made, with the same fields of the same types. The twin's values are then the event's.
"""

import operator
import re
import types
import typing
from collections.abc import Callable
from functools import cache, reduce
from typing import Any

import attrs
import msgspec

from s2ss_core.store.codec import decoder_for
from s2ss_core.store.envelope import Envelope
from s2ss_core.values import Withheld

Build = Callable[[Any], Any]
UNIONS = (typing.Union, types.UnionType)


class UnknownField(ValueError):
    """Raised for an entry with a field that its event does not have; the text is the field's name."""


class EventDecoder:
    """Decodes entries whose event is of one class."""

    def __init__(self, cls: Any) -> None:
        self._decode = decoder_for(Envelope[_twin(cls)]).decode  # type: ignore[misc]
        self._event = _builder(cls)

    def decode(self, state: bytes, /) -> Envelope[Any]:
        """The envelope and the event of stored bytes. Raises UnknownField, and what msgspec raises."""
        try:
            entry: Envelope[Any] = self._decode(state)
        except msgspec.ValidationError as error:
            unknown = _unknown_field(error)
            if unknown is None:
                raise
            raise UnknownField(unknown) from None
        msgspec.structs.force_setattr(entry, "data", self._event(entry.data))
        return entry


def _unknown_field(error: msgspec.ValidationError) -> str | None:
    """The name of the field of the event that is unknown, with the field it is inside of; None for any other error."""
    found = re.search(r"unknown field `(.*?)` - at `\$\.data(?:\.(.*))?`", str(error), re.DOTALL)
    if found is None:
        return None
    name, inside = found.groups()
    return f"{inside}.{name}" if inside else name


@cache
def _twin(cls: Any) -> type[msgspec.Struct]:
    fields: list[Any] = []
    for field in attrs.fields(cls):
        kind = _kind_in_twin(field.type)
        fields.append((field.name, kind, None) if field.default is None else (field.name, kind))
    return msgspec.defstruct(cls.__name__, fields, kw_only=True, forbid_unknown_fields=True)


def _kind_in_twin(annotation: Any) -> Any:
    origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
    if origin in UNIONS:
        return reduce(operator.or_, map(_kind_in_twin, arguments))
    if origin is tuple:
        return tuple[tuple(map(_kind_in_twin, arguments))]  # type: ignore[misc]
    if isinstance(annotation, type) and attrs.has(annotation) and _builder_inside(annotation):
        return _twin(annotation)
    return annotation


def _builder(cls: Any) -> Build:
    """A function that gives the event, or a value inside it, from its twin."""
    fields = attrs.fields(cls)
    setters = [
        getattr(cls, field.name).__set__ for field in fields
    ]  # of slots: a frozen class has no other way
    inside = [
        (field.name, setter, of)
        for field, setter in zip(fields, setters, strict=True)
        if (of := _builder_inside(field.type))
    ]

    def build(twin: Any) -> Any:
        event = object.__new__(cls)
        for setter, value in zip(setters, msgspec.structs.astuple(twin), strict=True):
            setter(event, value)
        for name, setter, of in inside:
            if value := getattr(twin, name):
                setter(event, of(value))
        return event

    return build


@cache
def _builder_inside(annotation: Any) -> Build | None:
    """The same for what a field may hold: a twin, a tuple of them, or neither."""
    arguments = typing.get_args(annotation)
    if typing.get_origin(annotation) in UNIONS:
        return next((build for part in arguments if (build := _builder_inside(part))), None)
    if typing.get_origin(annotation) is tuple:
        build = _builder_inside(arguments[0])
        return (lambda values: tuple(map(build, values))) if build else None
    if isinstance(annotation, type) and attrs.has(annotation) and annotation is not Withheld:
        return _builder(annotation)
    return None
