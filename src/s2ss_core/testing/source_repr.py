"""Values as Python source."""

from datetime import date, datetime, time
from typing import Any

import attrs

from s2ss_core.values import AcademicYear, Days, Money, Term, Urn

REPRS = (Term, Urn, AcademicYear)


def source_repr(value: Any) -> str:
    """The Python expression for a value, with the names of `s2ss_core`, `s2ss_core.events` and `datetime`.

    Fields with their default value are left out. Raises TypeError for a value that no command takes.
    """
    if isinstance(value, REPRS):
        return f"{type(value).__name__}({str.__repr__(value)})"
    if isinstance(value, Money | Days | bool | str | int) or value is None:
        return repr(value)
    if isinstance(value, date | time) and not isinstance(value, datetime):
        return repr(value).removeprefix("datetime.")
    if isinstance(value, tuple):
        items = ", ".join(map(source_repr, value))
        return f"({items},)" if len(value) == 1 else f"({items})"
    if attrs.has(type(value)):
        return f"{type(value).__name__}({', '.join(_fields(value))})"
    raise TypeError(f"no command takes a value of type {type(value).__name__}")


def _fields(value: Any) -> list[str]:
    fields = attrs.fields(type(value))
    given = [field.name for field in fields if getattr(value, field.name) != field.default]
    return [f"{name}={source_repr(getattr(value, name))}" for name in given]
