"""The twin of a class of events: what JSON holds of an event, as msgspec writes and reads it best.

msgspec writes every field of an attrs class, ignores keys that the class does not have, and asks a hook for each value
of ours. So each class of an event, and each class inside one, gets a twin that msgspec made. A twin holds plain numbers
and texts, leaves out the fields that are none and default to none, and refuses unknown keys. Two functions, generated
once for each class, give the twin of an event and the event of a twin.
"""

import operator
import types
import typing
from collections.abc import Callable
from functools import cache, lru_cache, partial, reduce
from typing import Any

import attrs
import msgspec

from s2ss_core.store.codec import NATIVE, building
from s2ss_core.store.thawed import thawed
from s2ss_core.values import Organisation, Person, Private

UNIONS = (typing.Union, types.UnionType)
SHARED = frozenset({Person, Organisation})
"""Classes of few distinct values, which nearly every event names: each value is made once."""
MOST = 4096  # shared values of a class

Text = Callable[[str], Any]
"""Gives what an event holds for the digest of a private text."""
Call = Callable[[Any, str], str | None]


class Twin:
    """The twin of one class.

    `struct` is msgspec's class. `of(event, path)` is the twin of an event, and raises TypeError if an object inside is
    not of its class. `event(twin, text)` is the event of a twin, with `text` applied to every digest, and raises ValueError
    for a value that is not the only correct form.
    """

    def __init__(self, cls: Any) -> None:
        fields = [(field.name, _plain(field.type), field.default) for field in attrs.fields(cls)]
        self.struct: Any = msgspec.defstruct(
            cls.__name__,
            [(name, kind, None) if default is None else (name, kind) for name, kind, default in fields],
            kw_only=True, frozen=True, omit_defaults=True, forbid_unknown_fields=True, gc=False,
        )  # fmt: skip
        self.of: Callable[[Any, str], Any] = _writer(cls, self.struct)
        self.event: Callable[[Any, Text], Any] = _reader(cls)
        self.shared = lru_cache(MOST)(partial(self.event, text=str)) if cls in SHARED else None


@cache
def twin_of(cls: Any) -> Twin:
    """The twin of a class, made once."""
    with building:
        return Twin(cls)


def _reader(cls: Any) -> Any:
    names: dict[str, Any] = {"new": object.__new__, "thawed": thawed(cls), "cls": cls}

    def call(kind: Any, value: str) -> str | None:
        if kind is Private:
            return f"text({value})"
        if kind in NATIVE:
            return f"{_named(names, NATIVE[kind].value)}({value})"
        if kind in SHARED:
            return f"{_named(names, twin_of(kind).shared)}({value})"
        return f"{_named(names, twin_of(kind).event)}({value}, text)" if _is_class(kind) else None

    return _function(
        "event(twin, text)",
        ("it = new(thawed)",
         *(f"it.{field.name} = {_changed(field.type, f'twin.{field.name}', call)}" for field in attrs.fields(cls)),
         "it.__class__ = cls",
         "return it"),
        names,
    )  # fmt: skip


def _writer(cls: Any, struct: Any) -> Any:
    names: dict[str, Any] = {"struct": struct, "check": _checker(cls)}

    def written(field: Any) -> str:
        def call(kind: Any, value: str) -> str | None:
            return f"{_named(names, twin_of(kind).of)}({value}, {field.name!r})" if _is_class(kind) else None

        return f"{field.name}={_changed(field.type, f'it.{field.name}', call)}"

    return _function(
        "of(it, path)",
        ("check(it, path)", f"return struct({', '.join(map(written, attrs.fields(cls)))})"),
        names,
    )


def _checker(cls: type) -> Callable[[object, str], None]:
    def check(value: object, path: str) -> None:
        if not isinstance(value, cls):
            raise TypeError(f"{path}: {type(value).__name__} is not {cls.__name__}")

    return check


def _function(signature: str, lines: tuple[str, ...], names: dict[str, Any]) -> Any:
    source = "\n    ".join((f"def {signature}:", *lines))
    exec(source, names)  # noqa: S102  made of the names of fields alone: one pass over them without a loop
    return names[signature.partition("(")[0]]


def _named(names: dict[str, Any], value: Any) -> str:
    name = f"of_{len(names)}"
    names[name] = value
    return name


def _changed(annotation: Any, value: str, call: Call) -> str:
    """The expression for a value, with a call for each part that has one; the value itself if none has."""
    origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
    if origin is typing.Annotated:
        return _changed(arguments[0], value, call)
    if origin in UNIONS:
        found = (_changed(part, value, call) for part in arguments)
        changed = next((part for part in found if part != value), value)
        return value if changed == value else f"None if {value} is None else {changed}"
    if origin is tuple:
        each = _changed(arguments[0], "each", call)
        return value if each == "each" else f"tuple([{each} for each in {value}]) if {value} else ()"
    return call(annotation, value) or value


def _plain(annotation: Any) -> Any:
    """The type in JSON of a field."""
    origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
    if origin is typing.Annotated:
        return _plain(arguments[0])
    if origin in UNIONS:
        return reduce(operator.or_, map(_plain, arguments))
    if origin is tuple:
        return tuple[tuple(map(_plain, arguments))]  # type: ignore[misc]
    if annotation is Private:
        return str
    if annotation in NATIVE:
        return NATIVE[annotation].kind
    return twin_of(annotation).struct if _is_class(annotation) else annotation


def _is_class(annotation: Any) -> bool:
    return isinstance(annotation, type) and attrs.has(annotation)
