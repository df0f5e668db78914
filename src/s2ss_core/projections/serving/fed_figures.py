"""From an event forward: every figure of every view that comes from it."""

from collections.abc import Iterator
from typing import Any

import attrs

from s2ss_core.errors import NotFound
from s2ss_core.projections.engine.as_at import NOW, AsAt
from s2ss_core.projections.engine.figure import Figure
from s2ss_core.projections.engine.paths import figures_in
from s2ss_core.projections.engine.projection import Key, Projection
from s2ss_core.projections.engine.reader import HistoryReader
from s2ss_core.projections.leader_workload import SUPPORTED_SCHOOL_WORKLOAD
from s2ss_core.projections.money_trail import MONEY_TRAIL
from s2ss_core.projections.organisation_statement import ORGANISATION_STATEMENT
from s2ss_core.projections.serving.materialised import EVERY_PROJECTION

EVERY_VIEW_WITH_FIGURES: tuple[Projection[Any, Any], ...] = (
    *EVERY_PROJECTION,
    ORGANISATION_STATEMENT,
    SUPPORTED_SCHOOL_WORKLOAD,
    MONEY_TRAIL,
)
"""Those that are stored, and those that are folded when they are asked for."""


@attrs.frozen(kw_only=True)
class FedFigure:
    """A figure that an event is a source of: the view, its key, and the figure's path in it."""

    projection: str
    key: Key
    path: str
    figure: Figure[Any]


def figures_from(source: HistoryReader, position: int, *, as_at: AsAt = NOW) -> Iterator[FedFigure]:
    """Every figure of every view of `source`, such as a `Store`, that comes from the event at a position.

    Raises `NotFound` if there is no such event.
    """
    entry = next(iter(source.history(after=position - 1, upto=position, texts=False)), None)
    if entry is None:
        raise NotFound(f"There is no entry at position {position}: the newest is at {source.newest()}.")
    for projection in EVERY_VIEW_WITH_FIGURES:
        for key in projection.keys(entry, source):
            try:
                view = projection.live(source, key, as_at=as_at)
            except NotFound:
                continue  # there was no such view at that time
            for path, figure in figures_in(view).items():
                if position in figure.positions:
                    yield FedFigure(projection=projection.name, key=key, path=path, figure=figure)
