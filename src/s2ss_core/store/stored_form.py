"""The stored form of an event: all its fields, except those that are none and default to none."""

import types
import typing
from functools import cache
from typing import Any

import attrs
import msgspec

from s2ss_core.store.codec import building, reshaped


class StoredForm:
    """The fields that an event of a class is stored with.

    msgspec writes every field of an attrs class and ignores keys that the class does not have. So each class of an
    event gets a twin that msgspec made: the twin leaves fields out and refuses unknown keys.
    """

    def __init__(self, cls: Any) -> None:
        self._twin = _twin(cls)

    def of(self, event: Any) -> Any:
        """The event as the encoder writes it; also from decoded JSON, where it raises ValidationError for unknown keys."""
        return reshaped(event, self._twin)


_forms: dict[type[Any], StoredForm] = {}


def form_of(cls: type[Any]) -> StoredForm:
    """The stored form of an event class, made once."""
    known = _forms.get(cls)
    if known is None:
        with building:
            known = _forms.setdefault(cls, StoredForm(cls))
    return known


@cache
def _twin(cls: Any) -> type[msgspec.Struct]:
    fields: list[Any] = []
    for field in attrs.fields(cls):
        inside = _type_in_twin(field.type)
        fields.append((field.name, inside, None) if field.default is None else (field.name, inside))
    return msgspec.defstruct(
        cls.__name__, fields, kw_only=True, frozen=True, omit_defaults=True, forbid_unknown_fields=True
    )


def _type_in_twin(annotation: Any) -> Any:
    """The twin of the class that a field holds, in a tuple or optionally; anything for every other field."""
    arguments = typing.get_args(annotation)
    if typing.get_origin(annotation) in {typing.Union, types.UnionType} and type(None) in arguments:
        inside = _type_in_twin(next(part for part in arguments if part is not type(None)))
        return inside if inside is Any else inside | None
    if typing.get_origin(annotation) is tuple:
        inside = _type_in_twin(arguments[0])
        return inside if inside is Any else tuple[inside, ...]  # type: ignore[valid-type]
    if isinstance(annotation, type) and attrs.has(annotation):
        return _twin(annotation)
    return Any
