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
    units: tuple[Fraction, ...] | None = None
    parts: dict[str, int] = attrs.field(factory=dict)
    corrections: list[CostReversed | CostDisallowed] = attrs.field(factory=list)
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
    def in_its_own_way(self) -> bool:
        """Whether the plan in force on its day has its line, for what it is: visits on leaders' days, and costs on the rest."""
        return self.row is not None and (self.row.head == "leader-days") == isinstance(
            self.event, VisitLogged
        )

    @property
    def credited(self) -> int:
        """What was credited of it: net, and the VAT on it that nobody recovers."""
        return sum(_credit(each) for each in self.corrections if isinstance(each, CostReversed))

    @property
    def worth(self) -> int:
        """What it comes to after credits, never below nought."""
        return max(0, self.gross - self.credited)

    @property
    def disallowed(self) -> dict[str, int]:
        """What of it is not eligible, by disallowance: in the order of corrections, each up to what is left."""
        return self._corrected()[0]

    def _corrected(self) -> tuple[dict[str, int], list[tuple[date, int, int]]]:
        """What each disallowance takes; and of each credit its day, what it takes, and how much of that was not eligible."""
        eligible, taken, credits_ = self.gross, dict[str, int](), list[tuple[date, int, int]]()
        for each in self.corrections:
            if isinstance(each, CostDisallowed):
                taken[each.disallowance] = min(int(each.amount), eligible)
                eligible -= taken[each.disallowance]
                continue
            of_eligible = min(_credit(each), eligible)
            eligible -= of_eligible
            of_taken = _less(taken, _credit(each) - of_eligible)
            credits_.append((max(self.on, each.on), of_eligible + of_taken, of_taken))
        return taken, credits_

    @property
    def sums(self) -> Sums:
        """What it adds to its line. Where no line is for it, it is incurred as far as it is disallowed."""
        if not self.corrections:
            whole = max(0, self.gross) if self.in_its_own_way else 0
            return Sums(whole, 0, whole)
        disallowed = sum(self.disallowed.values())
        eligible = self.worth - disallowed if self.in_its_own_way else 0
        return Sums(disallowed + eligible, disallowed, eligible)

    @property
    def eligible(self) -> int:
        """What of it is eligible; nothing, where the plan in force on its day has no line for it."""
        return self.sums.eligible

    def moments(self) -> Iterator[tuple[date, Sums]]:
        """What it adds on its own day, with all that is disallowed of it, and what each credit takes off on the day of it."""
        own = self.sums
        if not self.in_its_own_way:
            yield self.on, own
            return
        _, credits_ = self._corrected()
        less = [(day, Sums(-amount, -of_taken, of_taken - amount)) for day, amount, of_taken in credits_]
        for _, off in less:
            own.move(off, Sums())
        yield self.on, own
        yield from less


def _credit(credit: CostReversed) -> int:
    return int(credit.net) + int(credit.irrecoverable_vat)


def _less(taken: dict[str, int], amount: int) -> int:
    """Take a sum off disallowances, the newest first, and return how much of it they had."""
    left = amount
    for name in reversed(taken):
        off = min(left, taken[name])
        taken[name] -= off
        left -= off
    return amount - left
