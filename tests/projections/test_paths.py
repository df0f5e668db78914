"""Given a view, each figure has a path that says what its row is of, and not the row's number in the table."""

from collections.abc import Iterator
from typing import Any

import attrs
import pytest

from s2ss_core.events import DaysWorked, VisitLogged
from s2ss_core.projections import (
    Figure,
    Projection,
    figures_in,
)
from s2ss_core.projections.engine.paths import parts_of
from s2ss_core.projections.serving.fed_figures import EVERY_VIEW_WITH_FIGURES, figures_from
from tests.projections.worked_example import worked_example

HISTORY = worked_example()
VIEWS = EVERY_VIEW_WITH_FIGURES


def views_of(projection: Projection[Any, Any]) -> Iterator[Any]:
    keys = {key for entry in HISTORY.entries for key in projection.keys(entry, HISTORY)}
    return (projection.live(HISTORY, key) for key in sorted(keys))


def tables(view: Any) -> Iterator[tuple[Any, ...]]:
    """The tables of a view that have figures, at any depth."""
    if isinstance(view, tuple) and view and figures_in(view):
        yield view
    for part in (parts_of(view) or {}).values():
        yield from tables(part)


@pytest.mark.parametrize("projection", VIEWS, ids=lambda projection: projection.name)
def test_a_row_with_figures_is_named_by_what_it_is_of(projection: Projection[Any, Any]) -> None:
    numbered = {
        type(row).__name__
        for view in views_of(projection)
        for table in tables(view)
        for number, (name, row) in enumerate((parts_of(table) or {}).items(), 1)
        if attrs.has(type(row))
        and name.rpartition(".")[2] == str(number)
        and str(number) not in values_of(row)
    }

    assert numbered == set()


def values_of(row: Any) -> set[str]:
    return {str(value) for value in (parts_of(row) or {}).values() if not isinstance(value, Figure)}


@pytest.mark.parametrize(
    ("event", "view"), ((VisitLogged, "money_trail"), (DaysWorked, "supported_school_workload"))
)
def test_from_an_event_forward_the_views_are_named_that_are_not_stored(event: type, view: str) -> None:
    position = next(entry.position for entry in HISTORY.entries if isinstance(entry.event, event))

    assert view in {fed.projection for fed in figures_from(HISTORY, position)}
