"""A visit or a cost as the account keeps it: what it comes to, what was credited and what is disallowed of it."""

from datetime import date
from fractions import Fraction

import attrs

from s2ss_core.audit.money.charges import Time
from s2ss_core.audit.money.sums import Sums
from s2ss_core.events import CostDisallowed, CostIncurred, CostReversed, PlanLine, VisitLogged

__all__ = ["Charged"]


@attrs.define(eq=False, kw_only=True)
class Charged:
    """A fact that charges a line. Sums in pence; corrections count from the day of the fact.

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
        return sum(int(credit.net) + int(credit.irrecoverable_vat) for credit in self.credits)

    @property
    def worth(self) -> int:
        """What it comes to after credits, never below nought."""
        return max(0, self.gross - self.credited)

    @property
    def disallowed(self) -> int:
        """What of it is not eligible, never more than it comes to."""
        asked = sum(int(disallowance.amount) for disallowance in self.disallowances.values())
        return asked if self.unpriced else min(asked, self.worth)

    @property
    def unpriced(self) -> bool:
        """Whether it is a visit on no line of the plan in force on its day, so that nobody can say what it comes to."""
        return self.row is None and isinstance(self.event, VisitLogged)

    @property
    def in_its_own_way(self) -> bool:
        """Whether the plan in force on its day has its line, for what it is: visits on time, and costs on items."""
        return self.row is not None and (self.row.unit == "item") == isinstance(self.event, CostIncurred)

    @property
    def eligible(self) -> int:
        """What of it is eligible; nothing, where the plan in force on its day has no line for it."""
        return self.worth - self.disallowed if self.in_its_own_way else 0

    @property
    def sums(self) -> Sums:
        """What it adds to its line. Where no line is for it, it is incurred as far as it is disallowed."""
        return Sums(self.disallowed + self.eligible, self.disallowed, self.eligible)
