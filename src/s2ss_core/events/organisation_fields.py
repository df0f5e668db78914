"""Finds the organisations that an event names, wherever in its fields they are, and fills them in."""

from collections.abc import Callable, Hashable
from functools import cache
from types import UnionType
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

import attrs

from s2ss_core.values import Organisation

__all__ = ["organisations_in", "with_organisations"]

E = TypeVar("E")
Change = Callable[[str, Organisation], Organisation]
Replace = Callable[[Any, str, Change], Any]


def with_organisations(event: E, change: Change) -> E:
    """The event with each organisation that it names as `change` returns it, called with the path of its field."""
    return cast(E, _within(event, "", change))


def _within(value: Any, path: str, change: Change) -> Any:
    changed = {}
    for name, replace in _replacements(cast(Hashable, type(value))):
        before = getattr(value, name)
        if before is not None and (after := replace(before, f"{path}{name}", change)) is not before:
            changed[name] = after
    return attrs.evolve(value, **changed) if changed else value


@cache
def _replacements(cls: Hashable) -> tuple[tuple[str, Replace], ...]:
    hints = get_type_hints(cast(Any, cls))
    found = ((field.name, _replacement(hints[field.name])) for field in attrs.fields(cast(Any, cls)))
    return tuple((name, replace) for name, replace in found if replace)


def _replacement(hint: Any) -> Replace | None:
    if hint is Organisation:
        return lambda value, path, change: change(path, value)
    if get_origin(hint) is tuple and (each := _replacement(get_args(hint)[0])):
        return lambda values, path, change: _of_each(each, values, path, change)
    if get_origin(hint) in {Union, UnionType}:
        return next(filter(None, map(_replacement, get_args(hint))), None)
    if isinstance(hint, type) and attrs.has(hint) and _replacements(cast(Hashable, hint)):
        return lambda value, path, change: _within(value, f"{path}.", change)
    return None


def _of_each(replace: Replace, values: tuple[Any, ...], path: str, change: Change) -> tuple[Any, ...]:
    replaced = tuple(replace(value, f"{path}[{index}]", change) for index, value in enumerate(values))
    return (
        values if all(after is before for after, before in zip(replaced, values, strict=True)) else replaced
    )


def organisations_in(event: object) -> tuple[Organisation, ...]:
    """The organisations that an event names, in the order of its fields."""
    found: list[Organisation] = []
    _gather(event, found)
    return tuple(found)


def _gather(value: Any, found: list[Organisation]) -> None:
    if type(value) is Organisation:
        found.append(value)
    elif type(value) is tuple:
        for each in value:
            _gather(each, found)
    elif value is not None:
        for name, _ in _replacements(cast(Hashable, type(value))):
            _gather(getattr(value, name), found)
