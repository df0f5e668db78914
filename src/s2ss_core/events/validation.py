"""Validates new events against their field types. Not used in replay."""

from collections.abc import Hashable
from functools import cache
from typing import Any, Literal, Union, cast, get_args, get_origin, get_type_hints

import attrs

from s2ss_core.errors import BadInput
from s2ss_core.events._checks import CHECKS, Check, Faults, a, kind
from s2ss_core.events.registry import derived_fields, stored_name

__all__ = ["validate"]

MOST_ITEMS = 1_000


def validate(event: Any) -> None:
    """Raise `BadInput` if fields of an event are not valid. The error names all of them.

    Ids are as `ids` has them. Text has 1 to 300 characters and private text at most 20,000, without lone surrogates and control characters other
    than tabs and line breaks. Sums are `Money`, quantities `Days`; neither is negative. Dates are in 2000 to 2199,
    and times of day have no time zone.
    """
    fields = tuple(_faults_of(event, ""))
    preset = [
        f"{name}: leave it out: the library derives it"
        for name in sorted(derived_fields(type(event)))
        if getattr(event, name) != attrs.fields_dict(type(event))[name].default
    ]
    if faults := [*fields, *preset]:
        raise BadInput(
            f"{stored_name(type(event)).name.partition('.')[2]} cannot be recorded: " + "; ".join(faults)
        )


@cache
def _checks(cls: Hashable) -> tuple[tuple[str, Check], ...]:
    hints = get_type_hints(cast(Any, cls), include_extras=True)
    given = [field for field in attrs.fields(cast(Any, cls)) if not field.metadata.get("derived")]
    return tuple(
        (field.name, _check_for(hints[field.name], least=field.metadata.get("least", 0))) for field in given
    )


def _faults_of(value: Any, path: str) -> Faults:
    for name, check in _checks(cast(Hashable, type(value))):
        yield from check(getattr(value, name), f"{path}{name}")


def _check_for(hint: Any, least: int = 0) -> Check:
    if hint in CHECKS:
        return CHECKS[hint]
    arguments = get_args(hint)
    if get_origin(hint) is Literal:
        return lambda value, path: _one_of(value, path, arguments)
    if get_origin(hint) is tuple:
        return _each(_check_for(arguments[0]), least)
    if arguments and get_origin(hint) is not None and _is_union(hint):
        inner = _check_for(next(argument for argument in arguments if argument is not type(None)))
        return lambda value, path: iter(()) if value is None else inner(value, path)
    return _nested(hint)


def _is_union(hint: Any) -> bool:
    return get_origin(hint) is Union or type(hint).__name__ == "UnionType"


def _one_of(value: Any, path: str, allowed: tuple[Any, ...]) -> Faults:
    if not isinstance(value, str) or value not in allowed:
        yield f"{path}: {value!r} is not one of {', '.join(allowed)}"


def _each(check: Check, least: int) -> Check:
    def faults(value: Any, path: str) -> Faults:
        if type(value) is not tuple:
            yield f"{path}: give a tuple, not {kind(value)}"
        elif len(value) < least:
            yield f"{path}: give at least {least}, not none"
        elif len(value) > MOST_ITEMS:
            yield f"{path}: {len(value)} items are too many: at most {MOST_ITEMS} are allowed"
        else:
            for index, item in enumerate(value):
                yield from check(item, f"{path}[{index}]")

    return faults


def _nested(cls: type) -> Check:
    def faults(value: Any, path: str) -> Faults:
        if type(value) is not cls:
            yield f"{path}: give {a(cls.__name__)}, not {kind(value)}"
        else:
            yield from _faults_of(value, f"{path}.")

    return faults
