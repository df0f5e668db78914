"""Hypothesis strategies for every value an event can hold, and for every event."""

import string
from datetime import date, time
from decimal import Decimal
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin

import attrs
from hypothesis import strategies as st

from s2ss_core.values import (
    LARGEST_INTEGER,
    AcademicYear,
    Days,
    Money,
    Private,
    Term,
    Urn,
    Withheld,
)

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
whole_numbers = st.integers(-LARGEST_INTEGER, LARGEST_INTEGER)
moneys = whole_numbers.map(Money)
days = st.integers(0, 10**10).map(lambda parts: Days(Decimal(parts) / 10_000))
urns = st.text(string.digits, min_size=6, max_size=6).map(Urn)
terms = st.builds(
    "{}-{}".format, st.integers(2000, 2999), st.sampled_from(("spring", "summer", "autumn"))
).map(Term)
academic_years = st.dates(date(2000, 9, 1), date(2999, 8, 31)).map(AcademicYear.of)
digests = st.binary(min_size=32, max_size=32).map(lambda digest: Withheld("sha256:" + digest.hex()))
privates = st.one_of(texts, digests)

SIMPLE: dict[Any, st.SearchStrategy[Any]] = {
    str: texts,
    int: whole_numbers,
    bool: st.booleans(),
    date: st.dates(),
    time: st.times(),
    type(None): st.none(),
    Money: moneys,
    Days: days,
    Urn: urns,
    Term: terms,
    AcademicYear: academic_years,
    Private: privates,
}


def values_of(annotation: Any) -> st.SearchStrategy[Any]:
    """Values that a field with this annotation may hold. Raises TypeError for one that no event should have."""
    if annotation in SIMPLE:
        return SIMPLE[annotation]
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Literal:
        return st.sampled_from(arguments)
    if origin in {Union, UnionType}:
        return st.one_of(*map(values_of, arguments))
    if origin is tuple:
        return st.lists(values_of(arguments[0]), max_size=3).map(tuple)
    if attrs.has(annotation):
        return instances_of(annotation)
    raise TypeError(f"no event should have a field of type {annotation}")


def instances_of(cls: type[Any]) -> st.SearchStrategy[Any]:
    """Instances of an event, or of a class within one."""
    return st.builds(cls, **{field.name: values_of(field.type) for field in attrs.fields(cls)})
