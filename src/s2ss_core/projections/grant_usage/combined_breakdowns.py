"""The breakdowns of several deployments, added up period by period."""

from collections.abc import Iterable
from typing import Any, TypeVar, cast

from s2ss_core.projections.engine.figure import Figure, money
from s2ss_core.projections.engine.serialization import fields_of
from s2ss_core.projections.grant_usage.breakdowns import Breakdown, Breakdowns
from s2ss_core.values import Money, Term

D = TypeVar("D")


def merged(cuts: Iterable[Breakdowns]) -> Breakdowns:
    """The sums of these breakdowns, period by period, without lines: a line's id has a meaning in one deployment only."""
    parts = tuple(cuts)
    own_year = _merged(cut for breakdowns in parts for cut in breakdowns.by_own_year)
    terms = _merged(cut for breakdowns in parts for cut in breakdowns.by_term)
    return Breakdowns(
        by_term=tuple(sorted(terms, key=lambda cut: Term(cut.period).in_order)),
        by_financial_year=_merged(cut for breakdowns in parts for cut in breakdowns.by_financial_year),
        by_own_year=own_year,
        by_academic_year=own_year,
    )


def through(positions: tuple[int, ...], part: D) -> D:
    """The same part of a document, in which every figure with source events has these source events as well."""
    return cast("D", _through(positions, part))


def _through(positions: tuple[int, ...], part: Any) -> Any:
    if isinstance(part, Figure):
        return part.because_of(*positions) if part.positions else part
    if isinstance(part, tuple):
        return tuple(_through(positions, element) for element in part)
    kind: type = type(part)
    if names := fields_of(kind):
        return kind(**{name: _through(positions, getattr(part, name)) for name in names})
    return part


def _merged(cuts: Iterable[Breakdown]) -> tuple[Breakdown, ...]:
    by_period: dict[str, list[Breakdown]] = {}
    for cut in cuts:
        by_period.setdefault(cut.period, []).append(cut)
    return tuple(_sum(period, by_period[period]) for period in sorted(by_period))


def _sum(period: str, cuts: list[Breakdown]) -> Breakdown:
    return Breakdown(
        period=period,
        approved=_where_given(cut.approved for cut in cuts),
        incurred=money(cut.incurred for cut in cuts),
        disallowed=money(cut.disallowed for cut in cuts),
        eligible=money(cut.eligible for cut in cuts),
        released_for=_where_given(cut.released_for for cut in cuts),
        released_on_date=money(cut.released_on_date for cut in cuts),
        lines=(),
    )


def _where_given(figures: Iterable[Figure[Money] | None]) -> Figure[Money] | None:
    given = [figure for figure in figures if figure is not None]
    return money(given) if given else None
