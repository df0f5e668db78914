"""What the support cost: one entry for every fact that counts."""

import datetime as dt
from collections.abc import Iterable

import attrs

from s2ss_core.projections.engine.figure import Figure, days, money
from s2ss_core.projections.engine.note import Note
from s2ss_core.projections.sums.disallowances import Disallowed
from s2ss_core.values import Days, Money, Term


@attrs.frozen(kw_only=True)
class Cost:
    """What one fact cost: a visit, an invoice, or (less than nought) the reversal of one.

    `incurred` is in pence and `units` in the line's own unit. `on` is the day it was incurred and `term` the
    one that holds that day, None without a programme to reckon by.
    """

    fact: str
    on: dt.date
    line: str
    term: Term | None
    incurred: Figure[Money]
    units: Figure[Days]
    disallowances: tuple[Disallowed, ...] = ()

    @property
    def disallowed(self) -> Figure[Money]:
        """Pence that do not count as eligible."""
        return money(disallowance.amount for disallowance in self.disallowances)


@attrs.frozen
class Costs:
    """Costs in order of date, notes of facts that do not count, and sums. All sums in pence."""

    all: tuple[Cost, ...] = ()
    notes: tuple[Note, ...] = ()

    @property
    def incurred(self) -> Figure[Money]:
        return money(cost.incurred for cost in self.all)

    @property
    def disallowed(self) -> Figure[Money]:
        return money(cost.disallowed for cost in self.all if cost.disallowances)

    @property
    def eligible(self) -> Figure[Money]:
        return self.incurred - self.disallowed

    @property
    def units(self) -> Figure[Days]:
        return days(cost.units for cost in self.all)

    def on_line(self, line: str) -> "Costs":
        """The costs of one line."""
        return Costs(tuple(cost for cost in self.all if cost.line == line))

    def in_term(self, term: Term | None) -> "Costs":
        """The costs incurred in one term."""
        return Costs(tuple(cost for cost in self.all if cost.term == term))


def costs_from(found: Iterable[Cost | Note]) -> Costs:
    """Costs in order of date, then of position; notes apart."""
    items = tuple(found)
    costs = (item for item in items if isinstance(item, Cost))
    return Costs(
        tuple(sorted(costs, key=lambda cost: (cost.on, cost.incurred.positions))),
        tuple(item for item in items if isinstance(item, Note)),
    )
