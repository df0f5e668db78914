"""Forms as a reader sees them: the fields of each section by label, and what was told otherwise than in a story."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from s2ss_core import Brokerage
from s2ss_core.projections import Form

Filled = dict[str, dict[str, object]]


def filled(form: Form, *, ours: bool = False) -> Filled:
    """The sections that the source's form has, or those that are ours: each field's value by label."""
    return {
        section.title: {field.label: field.value for field in section.fields}
        for section in form.sections
        if section.ours == ours
    }


def otherwise(story: Iterable[Any], changes: Mapping[Any, Any]) -> tuple[Any, ...]:
    """A story in which some facts were others."""
    return tuple(next((new for old, new in changes.items() if fact is old), fact) for fact in story)


def kinds_of(brokerage: Brokerage) -> Mapping[int, str]:
    """The name of the kind of event at each position."""
    return {entry.position: type(entry.event).__name__ for entry in brokerage.history(texts=False)}


def day(month: int, number: int) -> dt.date:
    """A day of 2024."""
    return dt.date(2024, month, number)
