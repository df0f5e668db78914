"""`s2ss explain`: the events a figure came from, and the figures that come from an event."""

import re
from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any

from s2ss_core.application import Brokerage
from s2ss_core.cli.exit_codes import DONE
from s2ss_core.cli.named_views import name_of, named_view
from s2ss_core.cli.options import How, When, Where
from s2ss_core.cli.stores import reading
from s2ss_core.errors import NotFound
from s2ss_core.projections import AsAt, Figure, figures_from, figures_in

WHERE, HOW, WHEN = Where(), How(), When()
Figures = Mapping[str, Figure[Any]]
EVENT = re.compile(r"event:(\d{1,15})", re.ASCII)


def explain(view: str, figure: str = "", *, where: Where = WHERE, when: When = WHEN, how: How = HOW) -> int:
    """List the events that a figure came from, every figure of a view, or every figure that comes from an event.

    Parameters
    ----------
    view
        A deployment's id, for its certificate; or log:ID, trail:ID, award:ID, returns:ID, organisation:ID, leader:ID:2023/24, home-school:ID:2023/24.
        event:17 lists every figure of every view that comes from the event at position 17.
    figure
        A figure of the view, such as amounts.eligible, lines.3.disallowed or cuts.by_term.2024-spring.eligible. Left
        out, all figures are listed.
    """
    from s2ss_core.cli.show.console import as_json, stdout_console
    from s2ss_core.cli.show.explanation import show_explanation, show_figures

    moment = when.moment
    with reading(where.url, moment) as brokerage:
        figures = _figures(brokerage, view, moment)
        if figure not in figures:
            chosen = _some(figures, figure)
            as_json({name: value.value for name, value in chosen.items()}) if how.json else show_figures(
                stdout_console(), chosen
            )
            return DONE
        found = figures[figure]
        entries = found.explain(brokerage.store)
    if how.json:
        as_json({"figure": figure, "value": found.value, "events": tuple(map(plain_entry, entries))})
    else:
        show_explanation(stdout_console(), f"{view} {figure}", found, entries, when=str(when))
    return DONE


def plain_entry(entry: Any) -> dict[str, Any]:
    """An entry as plain data: where it stands, when it happened, who recorded it, and what it says."""
    from s2ss_core.cli.show.explanation import says

    return {
        "position": entry.position,
        "on": entry.event.on,
        "recorded_at": entry.recorded_at,
        "recorded_by": entry.recorded_by,
        "stream": entry.stream,
        "says": says(entry.event),
    }


def _figures(brokerage: Brokerage, view: str, moment: AsAt) -> Figures:
    if event := EVENT.fullmatch(view):
        fed = figures_from(brokerage.store, int(event[1]), as_at=moment)
        return {f"{name_of(each.projection, each.key)} {each.path}": each.figure for each in fed}
    named = named_view(view)
    return figures_in(named.projection.live(brokerage.store, named.key, as_at=moment))


def _some(figures: Figures, figure: str) -> Figures:
    inside = {name: value for name, value in figures.items() if not figure or name.startswith(f"{figure}.")}
    if figure and not inside:
        near = get_close_matches(figure, figures, n=3, cutoff=0.4)
        hint = f"did you mean {' or '.join(near)}?" if near else "leave it out to see them all."
        raise NotFound(f"There is no figure {figure!r} here; {hint}")
    return inside
