"""Finds the ids that an event names, wherever in its fields they are, and writes others in their place."""

from collections.abc import Callable, Hashable, Iterator
from functools import cache
from types import UnionType
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

import attrs

from s2ss_core.ids import Id
from s2ss_core.values import Organisation

__all__ = ["named_ids", "with_people"]

E = TypeVar("E")

Named = Iterator[tuple[str, str]]
Find = Callable[[Any, str], Named]
Change = Callable[[str], str]
Replace = Callable[[Any, Change], Any]


def named_ids(event: Any) -> Named:
    """The ids of people, organisations, leaders, deployments and awards in an event, each after the path of its field.

    It leaves derived fields out.
    """
    return _of_class(event, "")


def _of_class(value: Any, path: str) -> Named:
    for name, find in _finders(cast(Hashable, type(value))):
        inner = getattr(value, name)
        if inner is not None:
            yield from find(inner, f"{path}{name}")


@cache
def _finders(cls: Hashable) -> tuple[tuple[str, Find], ...]:
    hints = get_type_hints(cast(Any, cls), include_extras=True)
    given = (field.name for field in attrs.fields(cast(Any, cls)) if not field.metadata.get("derived"))
    found = ((name, _finder(hints[name])) for name in given)
    return tuple((name, find) for name, find in found if find)


def _finder(hint: Any) -> Find | None:
    if hint == Id:
        return lambda value, path: iter(((path, value),))
    if get_origin(hint) is tuple and (each := _finder(get_args(hint)[0])):
        return lambda values, path: _of_each(each, values, path)
    if get_origin(hint) in {Union, UnionType}:
        return next(filter(None, map(_finder, get_args(hint))), None)
    if isinstance(hint, type) and attrs.has(hint) and _finders(cast(Hashable, hint)):
        return lambda value, path: _of_class(value, f"{path}.")
    return None


def _of_each(find: Find, values: tuple[Any, ...], path: str) -> Named:
    for index, value in enumerate(values):
        yield from find(value, f"{path}[{index}]")


def with_people(event: E, change: Change) -> E:
    """The event with every id that it names as `change` returns it, save those within an organisation."""
    return cast(E, _within(event, change))


def _within(value: Any, change: Change) -> Any:
    before = {name: getattr(value, name) for name, _ in _replacements(cast(Hashable, type(value)))}
    replaced = {
        name: replace(before[name], change)
        for name, replace in _replacements(cast(Hashable, type(value)))
        if before[name] is not None
    }
    changed = {name: after for name, after in replaced.items() if after != before[name]}
    return attrs.evolve(value, **changed) if changed else value


@cache
def _replacements(cls: Hashable) -> tuple[tuple[str, Replace], ...]:
    hints = get_type_hints(cast(Any, cls), include_extras=True)
    found = ((field.name, _replacement(hints[field.name])) for field in attrs.fields(cast(Any, cls)))
    return tuple((name, replace) for name, replace in found if replace)


def _replacement(hint: Any) -> Replace | None:
    if hint == Id:
        return lambda value, change: change(value)
    if get_origin(hint) is tuple and (each := _replacement(get_args(hint)[0])):
        return lambda values, change: tuple(each(value, change) for value in values)
    if get_origin(hint) in {Union, UnionType}:
        return next(filter(None, map(_replacement, get_args(hint))), None)
    if (
        isinstance(hint, type)
        and attrs.has(hint)
        and hint is not Organisation
        and _replacements(cast(Hashable, hint))
    ):
        return _within
    return None
