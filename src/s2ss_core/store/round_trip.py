"""Find where an event would read back as something else."""

from datetime import date, time
from typing import Any

import attrs

from s2ss_core.store.codec import to_json
from s2ss_core.values import LARGEST_INTEGER, AcademicYear, Days, Money, Term, Urn

# Types that need no further look once both sides are of them and equal.
PLAIN = frozenset({str, bool, date, time, Days, Money, Term, Urn, AcademicYear})


def round_trip_error(given: Any, read: Any, path: str) -> str | None:
    """Where and how a value differs from the value that is read back, or None if they are the same.

    The given value must be of the same type as the one read back, or of a subclass: a list is not a tuple.
    """
    kind = type(read)
    if not isinstance(given, kind):
        return f"{path}: {type(given).__name__} is not {kind.__name__}"
    if kind is tuple:
        return _error_in_tuple(given, read, path)
    if attrs.has(kind):
        return _error_in_fields(given, read, path)
    if isinstance(read, int) and abs(read) > LARGEST_INTEGER:
        return f"{path}: {int(given)} is outside the range that can be stored, ±(2^53−1)"
    return None if given == read else f"{path}: {given!r} reads back as {read!r}"


def _error_in_tuple(given: tuple[Any, ...], read: tuple[Any, ...], path: str) -> str | None:
    if len(given) != len(read):
        return f"{path}: {len(given)} values read back as {len(read)}"
    pairs = enumerate(zip(given, read, strict=True))
    return next(
        (found for index, (a, b) in pairs if (found := round_trip_error(a, b, f"{path}/{index}"))), None
    )


def _error_in_fields(given: Any, read: Any, path: str) -> str | None:
    for field in attrs.fields(type(read)):
        a, b = getattr(given, field.name), getattr(read, field.name)
        if a is b or (type(b) in PLAIN and type(a) is type(b) and a == b):
            continue
        found = round_trip_error(a, b, f"{path}/{field.name}")
        if found:
            return found
    return None


def unwritable(event: Any) -> str | None:
    """The first field of an event that cannot be stored, in words, or None if every field can be stored."""
    for field in attrs.fields(type(event)):
        try:
            to_json(getattr(event, field.name))
        except UnicodeEncodeError:
            return f"{field.name} contains a lone surrogate"
        except (TypeError, ValueError, AttributeError, RecursionError, OverflowError) as error:
            return f"{field.name}: {error}"
    return None
