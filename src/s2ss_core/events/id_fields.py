"""Finds the ids that an event names, wherever in its fields they are."""

from collections.abc import Callable, Hashable, Iterator
from functools import cache
from types import UnionType
from typing import Any, Union, cast, get_args, get_origin, get_type_hints

import attrs

from s2ss_core.ids import Id

__all__ = ["named_ids"]

Named = Iterator[tuple[str, str]]
Find = Callable[[Any, str], Named]


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
