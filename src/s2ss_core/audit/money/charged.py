"""A visit or a cost as the account keeps it: what it comes to, what was credited and what is disallowed of it."""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

import attrs

from s2ss_core.audit.money.charges import Time
from s2ss_core.audit.money.sums import Sums
from s2ss_core.events import CostDisallowed, CostIncurred, CostReversed, PlanLine, VisitLogged

__all__ = ["Charged"]


@attrs.define(eq=False, kw_only=True)
class Charged:
    """A fact that charges a line. Sums in pence. What is disallowed counts from the day of the fact, a credit from its own.

    `gross` is what it came to at first, with VAT that nobody recovers. `row` is a row of its line in the plan in force on
    its day, none if that plan has no such line. `entered` and `dues` are what the account has of it by now.
    """

    position: int
    event: VisitLogged | CostIncurred
    line: str
    gross: int = 0
    row: PlanLine | None = None
    times: tuple[Time, ...] | None = None
    units: Fraction | None = None
    parts: dict[str, int] = attrs.field(factory=dict)
    credits: list[CostReversed] = attrs.field(factory=list)
    disallowances: dict[str, CostDisallowed] = attrs.field(factory=dict)
    irrecoverable: int | None = None
    entered: Sums = attrs.field(factory=Sums)
    dues: dict[tuple[str, str], int] = attrs.field(factory=dict)

    @property
    def on(self) -> date:
        """The day on which it was incurred."""
        return self.event.on

    @property
    def id(self) -> tuple[str, str]:
        """Its space, `visit` or `cost`, and its id in it."""
        if isinstance(self.event, VisitLogged):
            return "visit", self.event.visit
        return "cost", self.event.cost

    @property
    def credited(self) -> int:
        """What was credited of it: net, and the VAT on it that nobody recovers."""
        return sum(map(_credit, self.credits))

    @property
    def asked(self) -> int:
        """What was asked to be disallowed of it."""
        return sum(int(disallowance.amount) for disallowance in self.disallowances.values())

    @property
    def unpriced(self) -> bool:
        """Whether it is a visit on no line of the plan in force on its day, so that nobody can say what it comes to."""
        return self.row is None and isinstance(self.event, VisitLogged)

    @property
    def in_its_own_way(self) -> bool:
        """Whether the plan in force on its day has its line, for what it is: visits on time, and costs on items."""
        return self.row is not None and (self.row.unit == "item") == isinstance(self.event, CostIncurred)

    def sums_after(self, credited: int) -> Sums:
        """What it comes to once so much was credited. Where no line is for it, it is incurred as far as it is disallowed."""
        worth = max(0, self.gross - credited)
        disallowed = self.asked if self.unpriced else min(self.asked, worth)
        eligible = worth - disallowed if self.in_its_own_way else 0
        return Sums(disallowed + eligible, disallowed, eligible)

    @property
    def sums(self) -> Sums:
        """What it adds to its line."""
        return self.sums_after(self.credited)

    @property
    def eligible(self) -> int:
        """What of it is eligible; nothing, where the plan in force on its day has no line for it."""
        return self.sums.eligible

    @property
    def worth(self) -> int:
        """What it comes to after credits, never below nought."""
        return max(0, self.gross - self.credited)

    def moments(self) -> Iterator[tuple[date, Sums]]:
        """What it adds on its own day, with all that is disallowed of it, and what each credit takes off on the day of it."""
        credited, before = 0, self.sums_after(0)
        yield self.on, before
        for credit in sorted(self.credits, key=lambda credit: credit.on):
            credited += _credit(credit)
            after, less = self.sums_after(credited), Sums()
            less.move(before, after)
            yield max(self.on, credit.on), less
            before = after


def _credit(credit: CostReversed) -> int:
    return int(credit.net) + int(credit.irrecoverable_vat)
