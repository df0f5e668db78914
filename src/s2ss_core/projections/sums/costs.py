"""The costs of the support: one entry for every fact that counts."""

import datetime as dt
from collections.abc import Callable, Hashable, Iterable, Mapping
from functools import cached_property
from typing import TypeVar

import attrs

from s2ss_core.projections.engine.figure import Figure, days, money
from s2ss_core.projections.engine.note import Note
from s2ss_core.projections.sums.disallowances import Disallowed
from s2ss_core.values import Cause, Days, Money, Term

G = TypeVar("G", bound=Hashable)


@attrs.frozen(kw_only=True)
class Cost:
    """The cost of one fact: of a visit, an invoice, or the reversal of an invoice, which is negative.

    `of` is the visit or the cost that it belongs to.

    `incurred` is in pence, `units` in the line's own unit. `on` is the day on which the cost was incurred, `term`
    the term with that day; None if the programme is not known.
    """

    fact: str
    of: Cause
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
    """Costs in order of date, notes about facts that do not count, and sums in pence. Each sum is added up once."""

    all: tuple[Cost, ...] = ()
    notes: tuple[Note, ...] = ()

    @cached_property
    def incurred(self) -> Figure[Money]:
        return money(cost.incurred for cost in self.all)

    @cached_property
    def disallowed(self) -> Figure[Money]:
        return money(cost.disallowed for cost in self.all if cost.disallowances)

    @cached_property
    def eligible(self) -> Figure[Money]:
        return self.incurred - self.disallowed

    @cached_property
    def units(self) -> Figure[Days]:
        return days(cost.units for cost in self.all)

    def on_line(self, line: str) -> "Costs":
        """The costs of one plan line."""
        return self._by_line.get(line, NO_COSTS)

    def in_term(self, term: Term | None) -> "Costs":
        """The costs incurred in one term."""
        return self._by_term.get(term, NO_COSTS)

    @property
    def lines(self) -> Iterable[str]:
        """The ids of the plan lines that have costs, each once."""
        return self._by_line

    @property
    def terms(self) -> Iterable[Term | None]:
        """The terms that have costs, each once."""
        return self._by_term

    def grouped(self, of: Callable[[Cost], G]) -> Mapping[G, "Costs"]:
        """The costs by what a function gives for each of them."""
        groups: dict[G, list[Cost]] = {}
        for cost in self.all:
            groups.setdefault(of(cost), []).append(cost)
        return {group: Costs(tuple(costs)) for group, costs in groups.items()}

    @cached_property
    def _by_line(self) -> Mapping[str, "Costs"]:
        return self.grouped(lambda cost: cost.line)

    @cached_property
    def _by_term(self) -> Mapping[Term | None, "Costs"]:
        return self.grouped(lambda cost: cost.term)


NO_COSTS = Costs()


def costs_from(found: Iterable[Cost | Note]) -> Costs:
    """The costs in order of date, then of position, and the notes."""
    items = tuple(found)
    costs = (item for item in items if isinstance(item, Cost))
    return Costs(
        tuple(sorted(costs, key=lambda cost: (cost.on, cost.incurred.positions))),
        tuple(item for item in items if isinstance(item, Note)),
    )
