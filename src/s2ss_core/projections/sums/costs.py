"""The costs of the support: one entry for every fact that counts."""

import datetime as dt
from collections.abc import Iterable

import attrs

from s2ss_core.projections.engine.figure import Figure, days, money
from s2ss_core.projections.engine.note import Note
from s2ss_core.projections.sums.disallowances import Disallowed
from s2ss_core.values import Days, Money, Term


@attrs.frozen(kw_only=True)
class Cost:
    """The cost of one fact: of a visit, an invoice, or the reversal of an invoice, which is negative.

    `incurred` is in pence, `units` in the line's own unit. `on` is the day on which the cost was incurred, `term`
    the term with that day; None if the programme is not known.
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
        """The part of the cost that is not eligible, in pence."""
        return money(disallowance.amount for disallowance in self.disallowances)


@attrs.frozen
class Costs:
    """Costs in order of date, notes about facts that do not count, and sums in pence."""

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
        """The costs of one plan line."""
        return Costs(tuple(cost for cost in self.all if cost.line == line))

    def in_term(self, term: Term | None) -> "Costs":
        """The costs incurred in one term."""
        return Costs(tuple(cost for cost in self.all if cost.term == term))


def costs_from(found: Iterable[Cost | Note]) -> Costs:
    """The costs in order of date, then of position, and the notes."""
    items = tuple(found)
    costs = (item for item in items if isinstance(item, Cost))
    return Costs(
        tuple(sorted(costs, key=lambda cost: (cost.on, cost.incurred.positions))),
        tuple(item for item in items if isinstance(item, Note)),
    )
