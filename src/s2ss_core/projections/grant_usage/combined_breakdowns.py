"""The breakdowns of several deployments, added up period by period."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar, cast

import attrs

from s2ss_core.projections.engine.figure import Figure, money, no_money
from s2ss_core.projections.engine.serialization import fields_of
from s2ss_core.projections.grant_usage.breakdowns import Breakdown, Breakdowns
from s2ss_core.values import Money, Term

D = TypeVar("D")

SUMMED = (
    "incurred", "disallowed", "eligible", "released_on_date", "recovered_on_date", "settled_on_date", "owed_at_start",
    "owed_at_end",
)  # fmt: skip


def merged(cuts: Iterable[Breakdowns]) -> Breakdowns:
    """The sums of these breakdowns, period by period, without lines: a line's id has a meaning in one deployment only."""
    parts = tuple(cuts)
    own_year = _merged([breakdowns.by_own_year for breakdowns in parts])
    return Breakdowns(
        by_term=_merged([breakdowns.by_term for breakdowns in parts], lambda term: Term(term).in_order),
        by_financial_year=_merged([breakdowns.by_financial_year for breakdowns in parts]),
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


def _merged(
    parts: Sequence[tuple[Breakdown, ...]], in_order: Callable[[str], Any] = str
) -> tuple[Breakdown, ...]:
    """The sums of the parts. What a part owes stands through the periods in which nothing of it moves."""
    by_period = [{row.period: row for row in rows} for rows in parts]
    owed = [no_money()] * len(parts)
    summed = []
    for period in sorted({period for rows in by_period for period in rows}, key=in_order):
        rows = [rows.get(period) for rows in by_period]
        present = [row for row in rows if row]
        starts = [row.owed_at_start if row else balance for row, balance in zip(rows, owed, strict=True)]
        owed = [row.owed_at_end if row else balance for row, balance in zip(rows, owed, strict=True)]
        summed.append(
            attrs.evolve(_sum(period, present), owed_at_start=money(starts), owed_at_end=money(owed))
        )
    return tuple(summed)


def _sum(period: str, cuts: list[Breakdown]) -> Breakdown:
    def over_all(name: str) -> Figure[Money]:
        return money(getattr(cut, name) for cut in cuts)

    return Breakdown(
        period=period,
        approved=_where_given(cut.approved for cut in cuts),
        released_for=_where_given(cut.released_for for cut in cuts),
        lines=(),
        **{name: over_all(name) for name in SUMMED},
    )


def _where_given(figures: Iterable[Figure[Money] | None]) -> Figure[Money] | None:
    given = [figure for figure in figures if figure is not None]
    return money(given) if given else None
