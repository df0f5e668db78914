"""Strategies for every value that a field of an event may hold.

There are two of each kind. `storable` values go to the limits of the stored format. `tellable` values are those that
commands accept: texts are not blank, amounts are not negative, dates lie in the years 2000 to 2199.
"""

import string
from collections.abc import Hashable, Mapping
from datetime import date, time
from decimal import Decimal
from functools import cache
from types import MappingProxyType, UnionType
from typing import Any, Literal, TypeAlias, Union, get_args, get_origin, get_type_hints

import attrs
from hypothesis import strategies as st

from s2ss_core.events import derived_fields
from s2ss_core.ids import DocumentNumber, Id, RecordId, number_key
from s2ss_core.values import LARGEST_INTEGER, AcademicYear, Days, Money, Private, Term, Urn, Withheld

Drawn: TypeAlias = "st.SearchStrategy[Any]"

MOST_PARTS = 3  # of a tuple

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
"""Any `str` that can be stored, up to 40 characters, perhaps empty."""
whole_numbers = st.integers(-LARGEST_INTEGER, LARGEST_INTEGER)
"""Any `int` that can be stored, positive or negative."""
moneys = whole_numbers.map(Money)
"""Any `Money` in pence, positive or negative."""
days = st.integers(0, 10**10).map(lambda parts: Days(Decimal(parts) / 10_000))
"""`Days` with up to four decimal places, from zero to a million."""
urns = st.text(string.digits, min_size=5, max_size=7).map(Urn)
"""`Urn`s: five to seven digits."""
terms = st.builds(
    "{}-{}".format, st.integers(2000, 2999), st.sampled_from(("spring", "summer", "autumn"))
).map(Term)
"""`Term`s of the years 2000 to 2999."""
academic_years = st.dates(date(2000, 9, 1), date(2999, 8, 31)).map(AcademicYear.of)
"""`AcademicYear`s from 2000/01 to 2998/99."""
digests = st.binary(min_size=32, max_size=32).map(lambda digest: "sha256:" + digest.hex())
"""Digests as `str`: `sha256:` and 64 hexadecimal digits."""
withheld = digests.map(Withheld)
"""`Withheld` private texts, of which only the digest is known."""

_in_ids = st.sampled_from(string.ascii_letters + string.digits + "-_./ éÖß")
ids = st.text(_in_ids, min_size=1, max_size=20).map(lambda text: text.strip(" -")).filter(bool)
"""An id as people write them: up to 20 Latin letters, digits, blanks inside and a little punctuation."""
numbers_of_documents = ids.filter(number_key)
"""A number of a document: an id with a letter or a digit."""
_readable = st.characters(exclude_categories=["Cs", "Cc"])
words = st.text(_readable, min_size=1, max_size=20).filter(lambda text: bool(text.strip()))
"""A `str` of up to 20 characters that is not blank and has no control characters."""
private_texts = st.text(st.one_of(_readable, st.sampled_from("\n\t")), max_size=60)
"""A `str` of up to 60 characters in lines, perhaps empty."""
sums = st.integers(0, LARGEST_INTEGER).map(Money)
"""`Money` in pence, zero or more."""
dates = st.dates(date(2000, 1, 1), date(2199, 12, 31))
"""A `date` in the years 2000 to 2199."""
times = st.times()
"""A `time` of day without a time zone, as a clock in England shows it."""

storable: Mapping[Any, Drawn] = MappingProxyType(
    {
        str: texts, int: whole_numbers, bool: st.booleans(), date: st.dates(), time: times, type(None): st.none(),
        Money: moneys, Days: days, Urn: urns, Term: terms, AcademicYear: academic_years,
        Private: st.one_of(texts, withheld), Id: texts, RecordId: texts, DocumentNumber: texts,
    }
)  # fmt: skip
"""For each type of a field, the strategy for every value that a store may hold."""
tellable: Mapping[Any, Drawn] = MappingProxyType(
    {
        **storable, str: words, Id: ids, RecordId: ids, DocumentNumber: numbers_of_documents, int: st.integers(0, LARGEST_INTEGER), date: dates, Money: sums, Private: private_texts,
    }
)  # fmt: skip
"""For each type of a field, the strategy for every value that commands accept."""


def values_of(annotation: Any, *, as_stored: bool) -> Drawn:
    """Values for a field with this annotation. Raises TypeError for an annotation that no event should have."""
    simple = storable if as_stored else tellable
    if annotation in simple:
        return simple[annotation]
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Literal:
        return st.sampled_from(arguments)
    if origin in {Union, UnionType}:
        return st.one_of(*(values_of(argument, as_stored=as_stored) for argument in arguments))
    if origin is tuple:
        return st.lists(values_of(arguments[0], as_stored=as_stored), max_size=MOST_PARTS).map(tuple)
    if attrs.has(annotation):
        return instances_of(annotation, as_stored=as_stored)
    raise TypeError(f"no event should have a field of type {annotation}")


@cache  # making a strategy takes longer than drawing from it
def instances_of(cls: Hashable, *, as_stored: bool) -> Drawn:
    """Instances of an event class or a nested class. Fields that the library derives are set only `as_stored`."""
    kind: Any = cls
    left_out = frozenset() if as_stored else derived_fields(kind)
    hints = get_type_hints(kind, include_extras=True)
    names = [field.name for field in attrs.fields(kind) if field.name not in left_out]
    return st.builds(kind, **{name: values_of(hints[name], as_stored=as_stored) for name in names})
