"""Strategies for every value that a field of an event may hold.

Of each kind there are two: what can be *stored*, to the very edges of the stored format, and what can be *told*, which
is narrower: words are not blank, sums are not below nought, dates lie in 2000 to 2199.
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
from s2ss_core.values import LARGEST_INTEGER, AcademicYear, Days, Money, Private, Term, Urn, Withheld

Drawn: TypeAlias = "st.SearchStrategy[Any]"

MOST_PARTS = 3  # of a tuple

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
"""Any text that can be stored."""
whole_numbers = st.integers(-LARGEST_INTEGER, LARGEST_INTEGER)
moneys = whole_numbers.map(Money)
"""Any sum in pence, below nought too."""
days = st.integers(0, 10**10).map(lambda parts: Days(Decimal(parts) / 10_000))
"""Days of four decimal places, from nought to a million."""
urns = st.text(string.digits, min_size=6, max_size=6).map(Urn)
terms = st.builds(
    "{}-{}".format, st.integers(2000, 2999), st.sampled_from(("spring", "summer", "autumn"))
).map(Term)
academic_years = st.dates(date(2000, 9, 1), date(2999, 8, 31)).map(AcademicYear.of)
digests = st.binary(min_size=32, max_size=32).map(lambda digest: "sha256:" + digest.hex())
withheld = digests.map(Withheld)
"""Private text of which only the digest is known."""

_readable = st.characters(exclude_categories=["Cs", "Cc"])
words = st.text(_readable, min_size=1, max_size=20).filter(lambda text: bool(text.strip()))
"""Text that is not blank and holds no control characters."""
private_texts = st.text(st.one_of(_readable, st.sampled_from("\n\t")), max_size=60)
"""Prose, perhaps none, in lines."""
sums = st.integers(0, LARGEST_INTEGER).map(Money)
"""Sums in pence, nought or more."""
dates = st.dates(date(2000, 1, 1), date(2199, 12, 31))
times = st.times()
"""Times of day, as a clock in England shows them."""

storable: Mapping[Any, Drawn] = MappingProxyType(
    {
        str: texts, int: whole_numbers, bool: st.booleans(), date: st.dates(), time: times, type(None): st.none(),
        Money: moneys, Days: days, Urn: urns, Term: terms, AcademicYear: academic_years,
        Private: st.one_of(texts, withheld),
    }
)  # fmt: skip
"""What a field of each type may hold in a store."""
tellable: Mapping[Any, Drawn] = MappingProxyType(
    {
        **storable, str: words, int: st.integers(0, LARGEST_INTEGER), date: dates, Money: sums, Private: private_texts,
    }
)  # fmt: skip
"""What a field of each type may be told as."""


def values_of(annotation: Any, *, as_stored: bool) -> Drawn:
    """Values for a field with this annotation. Raises TypeError for one that no event should have."""
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
    """Instances of an event, or of a class within one; as told, what the library fills in is left to it."""
    kind: Any = cls
    left_out = frozenset() if as_stored else derived_fields(kind)
    hints = get_type_hints(kind)
    names = [field.name for field in attrs.fields(kind) if field.name not in left_out]
    return st.builds(kind, **{name: values_of(hints[name], as_stored=as_stored) for name in names})
