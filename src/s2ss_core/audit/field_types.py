"""What the fields of an event can hold, by their types: whether an organisation is named in them, and a quick look at their values.

The quick look passes only what is certainly valid; everything else is validated field by field.
"""

import datetime as dt
from collections.abc import Callable, Hashable
from functools import cache, lru_cache
from operator import attrgetter
from types import NoneType, UnionType
from typing import Any, Literal, Union, cast, get_args, get_origin, get_type_hints

import attrs

from s2ss_core.ids import DocumentNumber, Id, RecordId, id_fault
from s2ss_core.values import AcademicYear, Days, Money, Organisation, Person, Private, Term, Urn, Withheld

__all__ = ["is_plausible", "names_organisations"]

Look = Callable[[Any], bool]
LONGEST_WORD, LONGEST_TEXT, MOST_ITEMS = 300, 20_000, 1_000
EARLIEST, LATEST = dt.date(2000, 1, 1), dt.date(2199, 12, 31)


@cache
def names_organisations(cls: Hashable) -> bool:
    """Whether a class has a field that holds an organisation, itself or within."""
    return any(
        _holds_organisation(hint) for hint in get_type_hints(cast(Any, cls), include_extras=True).values()
    )


def _holds_organisation(hint: Any) -> bool:
    if hint is Organisation:
        return True
    if isinstance(hint, type) and attrs.has(hint):
        return names_organisations(cast(Hashable, hint))
    return any(_holds_organisation(part) for part in get_args(hint) if not isinstance(part, str))


def is_plausible(event: Any) -> bool:
    """Whether all fields of an event are certainly valid."""
    try:
        return _all_of(event)
    except (TypeError, AttributeError, ValueError):
        return False


def _all_of(value: Any) -> bool:
    fields, looks = _looks(cast(Hashable, type(value)))
    for found, (look, missing) in zip(fields(value), looks, strict=True):
        if found is not missing and not look(found):
            return False
    return True


@cache
def _looks(cls: Hashable) -> tuple[Callable[[Any], tuple[Any, ...]], tuple[tuple[Look, object], ...]]:
    """Gives the fields to look at; and for each the look, and the value that it has where nothing was said of it."""
    hints = get_type_hints(cast(Any, cls), include_extras=True)
    fields = [field for field in attrs.fields(cast(Any, cls)) if not field.metadata.get("derived")]
    looks = ((field, _look(hints[field.name])) for field in fields)
    looked_at = [(field, look) for field, look in looks if look is not None]
    return _getter([field.name for field, _ in looked_at]), tuple(
        (look, field.default if field.default is None or field.default == () else attrs.NOTHING)
        for field, look in looked_at
    )


def _getter(names: list[str]) -> Callable[[Any], tuple[Any, ...]]:
    if len(names) > 1:
        return attrgetter(*names)
    return lambda value: tuple(getattr(value, name) for name in names)


def _look(hint: Any) -> Look | None:
    if hint in LOOKS:
        return LOOKS[hint]
    arguments = get_args(hint)
    if get_origin(hint) is Literal:
        return frozenset(arguments).__contains__
    if get_origin(hint) is tuple:
        return _each(_look(arguments[0]))
    if get_origin(hint) in {Union, UnionType}:
        inner = _look(next(part for part in arguments if part is not NoneType))
        return lambda value: value is None or inner is None or inner(value)
    if hint is Person:
        return _person
    if hint is Organisation:
        return _organisation
    return lambda value: type(value) is hint and _all_of(value)


def _each(inner: Look | None) -> Look:
    def every(values: Any) -> bool:
        if values == ():
            return True
        return (
            type(values) is tuple and len(values) <= MOST_ITEMS and (inner is None or all(map(inner, values)))
        )

    return every


@lru_cache(maxsize=20_000)
def _id(value: Any) -> bool:
    return type(value) is str and id_fault(value) is None


@lru_cache(maxsize=20_000)
def _number(value: Any) -> bool:
    return _id(value) and any(map(str.isalnum, value))


@lru_cache(maxsize=20_000)
def _person(value: Any) -> bool:
    return type(value) is Person and _all_of(value)


@lru_cache(maxsize=20_000)
def _organisation(value: Any) -> bool:
    return type(value) is Organisation and _all_of(value)


@lru_cache(maxsize=4096)
def _day(value: Any) -> bool:
    return type(value) is dt.date and EARLIEST <= value <= LATEST


def _word(value: Any) -> bool:
    return type(value) is str and value.isprintable() and 0 < len(value.strip()) <= len(value) <= LONGEST_WORD


def _private(value: Any) -> bool:
    return isinstance(value, Withheld) or (
        type(value) is str and value.isprintable() and len(value) <= LONGEST_TEXT
    )


def _is(cls: type) -> Look:
    return lambda value: type(value) is cls


LOOKS: dict[Any, Look] = {
    str: _word,
    Id: _id,
    RecordId: _id,
    DocumentNumber: _number,
    Private: _private,
    int: lambda value: type(value) is int and 0 <= value < 2**53,
    bool: _is(bool),
    Money: lambda value: isinstance(value, Money) and value >= 0,
    Days: _is(Days),
    Urn: _is(Urn),
    Term: _is(Term),
    AcademicYear: _is(AcademicYear),
    dt.date: _day,
    dt.time: lambda value: type(value) is dt.time and value.tzinfo is None,
}
