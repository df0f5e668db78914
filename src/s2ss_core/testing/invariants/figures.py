"""Invariants of figures and their source events."""

from collections.abc import Iterator
from typing import Any

import attrs

from s2ss_core.events.streams import stream_parts
from s2ss_core.projections import GRANT_USAGE, LEADER_WORKLOAD, Certificate, Figure
from s2ss_core.testing.invariants.invariant import Objections, ObservedHistory, invariant
from s2ss_core.values import Money


@invariant()
def every_figure_leads_back_to_its_events(observed: ObservedHistory) -> Objections:
    """Every source event of a figure is in the view's streams, and a fold over them alone gives the same figure."""
    streams = {entry.position: entry.stream for entry in observed.history}
    store = observed.brokerage.store
    for deployment in observed.deployments:
        key = ("deployment", deployment)
        certificate = observed.certificate(deployment)
        yield from strays(deployment, certificate, streams, set(GRANT_USAGE.streams_for(key, store)))
        for name in ("eligible", "owed", "unspent"):
            figure: Figure[Money] = getattr(certificate.amounts, name)
            again: Certificate = GRANT_USAGE.fold(key, figure.explain(store))
            if (same := getattr(again.amounts, name).value) != figure.value:
                yield f"{deployment} {name}: {figure.value}, but {same} from its own events {figure.positions}"
    for stream in observed.years:
        own = LEADER_WORKLOAD.streams_for(("leader", *stream_parts(stream)), store)
        yield from strays(stream, observed.workload(stream), streams, set(own))


def strays(of: str, view: Any, streams: dict[int, str], own: set[str]) -> Objections:
    """An objection for each position behind a figure that is not in the view's own streams."""
    for name, figure in figures_of(view):
        for position in figure.positions:
            if streams.get(position) not in own:
                yield f"{of} {name}: position {position} is in stream {streams.get(position, '(none)')}"
        if figure.value and not figure.positions:
            yield f"{of} {name}: {figure.value} has no source event"


def figures_of(view: Any, name: str = "") -> Iterator[tuple[str, Figure[Any]]]:
    """Every figure in a view, with the path of its field."""
    if isinstance(view, Figure):
        yield name, view
    elif isinstance(view, tuple):
        for index, part in enumerate(view):
            yield from figures_of(part, f"{name}[{index}]")
    elif attrs.has(type(view)):
        for field in attrs.fields(type(view)):
            yield from figures_of(getattr(view, field.name), f"{name}.{field.name}" if name else field.name)
