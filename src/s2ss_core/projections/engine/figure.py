"""Figures: values with the positions of the events that they came from."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, Generic, TypeVar

import attrs

from s2ss_core.errors import BadInput
from s2ss_core.projections.engine.reader import HistoryReader
from s2ss_core.store import Recorded
from s2ss_core.values import Days, Money

N = TypeVar("N", Money, Days, int, Decimal)


@attrs.frozen
class Figure(Generic[N]):
    """A value and the positions of its source events, ascending, each once.

    Money is in pence, days are `Days`. Figures can be added and subtracted; the result has the source events of both.
    A fold over only these events gives the same value. Figures never raise: a sum that is too large for `Money` or
    `Days`, or a negative difference of days, becomes a plain int or Decimal.

        Figure(Money(500), (3,)) + Figure(Money(20), (7,)) == Figure(Money(520), (3, 7))
    """

    value: N
    positions: tuple[int, ...] = ()

    def __add__(self, other: "Figure[N]") -> "Figure[N]":
        return Figure(_sum(self.value, other.value), together(self.positions, other.positions))

    def __sub__(self, other: "Figure[N]") -> "Figure[N]":
        return Figure(_difference(self.value, other.value), together(self.positions, other.positions))

    def at_least_nought(self) -> "Figure[N]":
        """The same figure, or zero with the same source events if it is negative."""
        return self if self.value >= 0 else Figure(type(self.value)(0), self.positions)

    def because_of(self, *positions: int) -> "Figure[N]":
        """The same value with more source events."""
        return Figure(self.value, together(self.positions, positions))

    def explain(self, source: HistoryReader) -> tuple[Recorded, ...]:
        """The source events of this figure, in order of position. Private texts are withheld."""
        return tuple(
            entry
            for position in self.positions
            for entry in source.history(after=position - 1, upto=position, texts=False)
        )


_NO_MONEY: Figure[Money] = Figure(Money(0))
_NO_DAYS: Figure[Days] = Figure(Days(0))


def no_money() -> Figure[Money]:
    """Zero pence, without source events."""
    return _NO_MONEY


def no_days() -> Figure[Days]:
    """Zero days, without source events."""
    return _NO_DAYS


def money(figures: Iterable[Figure[Money]]) -> Figure[Money]:
    """The sum of figures in pence; zero if there are none."""
    return _total(figures, no_money(), int)


def days(figures: Iterable[Figure[Days]]) -> Figure[Days]:
    """The sum of figures in days; zero if there are none."""
    return _total(figures, no_days(), Decimal)


def smaller(one: Figure[N], other: Figure[N]) -> Figure[N]:
    """The smaller of two figures, with the source events of both."""
    return Figure(min(one.value, other.value), together(one.positions, other.positions))


def greater(one: Figure[N], other: Figure[N]) -> Figure[N]:
    """The greater of two figures, with the source events of both."""
    return Figure(max(one.value, other.value), together(one.positions, other.positions))


def together(*positions: Iterable[int]) -> tuple[int, ...]:
    """All these positions in one tuple, each once, ascending."""
    return tuple(sorted(set[int]().union(*positions)))


def _total(figures: Iterable[Figure[N]], nothing: Figure[N], plain: type[int | Decimal]) -> Figure[N]:
    summed = tuple(figures)
    if not summed:
        return nothing
    total: Any = sum([plain(figure.value) for figure in summed], plain(0))
    return Figure(_typed(type(nothing.value), total), together(*[figure.positions for figure in summed]))


def _sum(one: Any, other: Any) -> Any:
    try:
        return one + other
    except BadInput:
        return _plain(one) + _plain(other)


def _difference(one: Any, other: Any) -> Any:
    return _typed(type(one), _plain(one) - _plain(other))


def _typed(kind: Any, value: Any) -> Any:
    try:
        return kind(value)
    except BadInput:
        return value


def _plain(value: int | Decimal) -> int | Decimal:
    return Decimal(value) if isinstance(value, Decimal) else int(value)
