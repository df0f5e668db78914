"""`s2ss explain`: the events a figure came from."""

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Any

import attrs

from s2ss_core.application import Brokerage
from s2ss_core.cli.exit_codes import DONE
from s2ss_core.cli.options import How, When, Where
from s2ss_core.cli.stores import reading
from s2ss_core.errors import NotFound
from s2ss_core.projections import AsAt, Figure
from s2ss_core.values import AcademicYear

WHERE, HOW, WHEN = Where(), How(), When()
Figures = Mapping[str, Figure[Any]]

# The fields that identify a row of a table, in order of preference; a row without them is named by its number.
NAMED_BY = (("line", "term"), ("period",), ("instalment",), ("allocation",), ("leader",), ("deployment",),
            ("disallowance",), ("cost",), ("plan_version",))  # fmt: skip


def explain(
    deployment: str, figure: str = "", *, where: Where = WHERE, when: When = WHEN, how: How = HOW
) -> int:
    """List the events that a figure of a deployment came from, or every figure there is.

    Parameters
    ----------
    deployment
        The deployment's id.
    figure
        A figure of its certificate, such as amounts.eligible, lines.3.disallowed or cuts.by_term.2024-spring.eligible;
        or of a leader's year, such as workload.sl-014.2023/24.left. Left out, all figures are listed.
    """
    from s2ss_core.cli.show.console import as_json, stdout_console
    from s2ss_core.cli.show.explanation import show_explanation, show_figures

    moment = when.moment
    with reading(where.url, moment) as brokerage:
        figures = _figures(brokerage, deployment, figure, moment)
        if figure not in figures:
            chosen = _some(figures, figure)
            as_json({name: value.value for name, value in chosen.items()}) if how.json else show_figures(
                stdout_console(), chosen
            )
            return DONE
        found = figures[figure]
        entries = found.explain(brokerage.store)
    if how.json:
        as_json({"figure": figure, "value": found.value, "events": tuple(map(_plain, entries))})
    else:
        show_explanation(stdout_console(), f"{deployment} {figure}", found, entries, when=str(when))
    return DONE


def figures_in(view: Any, path: str = "") -> Iterator[tuple[str, Figure[Any]]]:
    """Every figure of a view by its dotted path. Rows of a table are named by their identifying fields."""
    if isinstance(view, Figure):
        yield path, view
    elif isinstance(view, tuple):
        for number, part in enumerate(view, 1):
            yield from figures_in(part, f"{path}.{_name(part) or number}")
    elif attrs.has(type(view)):
        for field in attrs.fields(type(view)):
            yield from figures_in(getattr(view, field.name), f"{path}.{field.name}" if path else field.name)


def _name(part: Any) -> str:
    for names in NAMED_BY:
        if hasattr(part, names[0]):
            return ".".join(str(value) for name in names if (value := getattr(part, name, None)) is not None)
    return ""


def _figures(brokerage: Brokerage, deployment: str, figure: str, moment: AsAt) -> Figures:
    kind, _, rest = figure.partition(".")
    if kind == "workload":
        leader, _, asked = rest.partition(".")
        cap_year = asked.partition(".")[0]
        view: Any = brokerage.leader_workload(leader, AcademicYear(cap_year), as_at=moment)
        return dict(figures_in(view, f"workload.{leader}.{cap_year}"))
    return dict(figures_in(brokerage.grant_usage(deployment, as_at=moment)))


def _some(figures: Figures, figure: str) -> Figures:
    inside = {name: value for name, value in figures.items() if not figure or name.startswith(f"{figure}.")}
    if not inside:
        near = get_close_matches(figure, figures, n=3, cutoff=0.4)
        hint = f"did you mean {' or '.join(near)}?" if near else "leave it out to see them all."
        raise NotFound(f"There is no figure {figure!r} here; {hint}")
    return inside


def _plain(entry: Any) -> dict[str, Any]:
    from s2ss_core.cli.show.explanation import says

    return {
        "position": entry.position,
        "on": entry.event.on,
        "recorded_at": entry.recorded_at,
        "recorded_by": entry.recorded_by,
        "stream": entry.stream,
        "says": says(entry.event),
    }
