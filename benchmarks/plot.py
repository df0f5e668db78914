"""Costs against lengths as a plot in text: a bar for each length, and how the cost grows with it."""

import math
from collections.abc import Iterator, Sequence

WIDTH = 40  # characters of the longest bar
Points = Sequence[tuple[int, float]]


class Costs:
    """The costs that were measured, by row and by length."""

    def __init__(self) -> None:
        self._rows: dict[str, dict[int, float]] = {}

    def add(self, row: str, length: int, seconds: float) -> None:
        """Add what a row cost at a length."""
        self._rows.setdefault(row, {})[length] = seconds

    def plots(self) -> Iterator[str]:
        """A plot of each row that was measured at several lengths."""
        for row, costs in self._rows.items():
            if len(costs) > 1:
                yield plot(row, sorted(costs.items()))


def plot(row: str, points: Points) -> str:
    """The plot of one row.

    The power is the exponent of the cost from the least to the greatest length: 0 flat, 1 linear, 2 quadratic.
    """
    most = max(seconds for _, seconds in points)
    bars = [
        f"  {length:>9,} |{'#' * max(1, round(WIDTH * seconds / most)):<{WIDTH}}| {seconds * 1e3:10.2f} ms"
        for length, seconds in points
    ]
    return "\n".join((f"{row}: grows with power {power(points):.2f} of the length", *bars))


def power(points: Points) -> float:
    """The exponent of growth between the first point and the last."""
    (first, cost), *_, (last, greatest) = points
    return math.log(greatest / cost) / math.log(last / first)
