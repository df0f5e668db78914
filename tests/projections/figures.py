"""Every figure of a view, by where it stands."""

from collections.abc import Iterator
from typing import Any

import attrs

from s2ss_core.projections import Figure
from s2ss_core.projections.sums.instalments import Instalment

NAMED_BY = (
    "line", "term", "period", "deployment", "disallowance", "cost", "plan_version", "allocation",
    "position", "leader", "fact", "certificate", "leg", "to", "purpose", "organisation",
    "step", "source", "target", "how",
)  # fmt: skip
Place = tuple[object, ...]


def figures(view: Any, place: Place = ()) -> Iterator[tuple[Place, Figure[Any]]]:
    """Each figure and its place: field names and, within a list, what the row is called."""
    if isinstance(view, Figure):
        yield place, view
    elif isinstance(view, tuple):
        for row in view:
            yield from figures(row, (*place, _called(row)))
    elif attrs.has(type(view)):
        for field in attrs.fields(type(view)):
            yield from figures(getattr(view, field.name), (*place, field.name))


def _called(row: Any) -> object:
    if not attrs.has(type(row)):
        return None
    if isinstance(row, Instalment):
        return row.instalment  # its term is the schedule's to say
    names = (field.name for field in attrs.fields(type(row)) if field.name in NAMED_BY)
    return tuple((name, getattr(row, name)) for name in names if not isinstance(getattr(row, name), Figure))
