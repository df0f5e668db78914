"""The plain model of what was spent in a deployment, in pence."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from math import floor

from s2ss_core.events import (
    CostAllowed,
    CostDisallowed,
    CostIncurred,
    CostReversed,
    PlanLine,
    VatSettled,
    VisitLogged,
)
from s2ss_core.programmes import Programme
from s2ss_core.testing.model.planned import Planned
from s2ss_core.values import Cause


class Spent(Planned):
    """The costs on the plan, and the eligible part of them."""

    def disallowed_of(self, kind: str, fact: str) -> int:
        """The amount of a fact that was disallowed and not allowed again."""
        lifted = {lifted.disallowance for lifted in self.of(CostAllowed)}
        of_it = [
            disallowance
            for disallowance in self.of(CostDisallowed)
            if disallowance.of == Cause(kind, (fact,))
        ]
        return sum(disallowance.amount for disallowance in of_it if disallowance.disallowance not in lifted)

    def irrecoverable(self, cost: CostIncurred) -> int:
        """The VAT of a cost that nobody recovers, as it was settled last."""
        of = Cause("cost", (cost.cost,))
        settled = [settled.irrecoverable_vat for settled in self.of(VatSettled) if settled.of == of]
        return settled[-1] if settled else cost.irrecoverable_vat

    def spent(self, by: date = date.max) -> Iterator[tuple[Cause, date, str, int, int]]:
        """Each fact with a cost: the fact, day and line, its cost less credits up to a day, and the eligible part of it."""
        for visit in self.not_struck_out(VisitLogged):
            line = self.line(visit.line, visit.on)
            amount = charge(self.programme, line, visit) if line and line.head == "leader-days" else None
            if line and amount:
                eligible = amount - min(amount, self.disallowed_of("visit", visit.visit))
                yield Cause("visit", (visit.visit,)), visit.on, line.id, amount, eligible
        for cost in self.not_struck_out(CostIncurred):
            line = self.line(cost.line, cost.on)
            net = (
                cost.net
                + self.irrecoverable(cost)
                - sum(
                    reversal.net + reversal.irrecoverable_vat
                    for reversal in self.of(CostReversed)
                    if reversal.cost == cost.cost and reversal.on <= by
                )
            )
            disallowed = min(net, self.disallowed_of("cost", cost.cost))
            on_plan = line is not None and line.head != "leader-days"
            incurred, eligible = (net, net - disallowed) if on_plan else (disallowed, 0)
            yield Cause("cost", (cost.cost,)), cost.on, cost.line, incurred, eligible

    def incurred(self) -> int:
        """The total cost."""
        return sum(amount for *_, amount, _ in self.spent())

    def eligible(self, by: date = date.max) -> int:
        """The eligible part of the total cost, up to a day if it is given."""
        return sum(eligible for _, on, _, _, eligible in self.spent(by) if on <= by)

    def by_line(self) -> dict[str, tuple[int, int]]:
        """The incurred and the eligible amount of each line."""
        lines: dict[str, tuple[int, int]] = {}
        for _, _, line, incurred, eligible in self.spent():
            before = lines.get(line, (0, 0))
            lines[line] = before[0] + incurred, before[1] + eligible
        return lines


def charge(programme: Programme, line: PlanLine, visit: VisitLogged) -> int | None:
    """The charge for a visit on a line in days, with its preparation, in pence; None if the line has no price.

    Schools that share a visit are charged equal shares, rounded down.
    """
    shares = {charge.unit: Decimal(charge.of_day_rate) for charge in programme.charges}
    parts = [(visit.unit, visit.quantity)]
    parts += [(visit.preparation.unit, visit.preparation.quantity)] if visit.preparation else []
    total = by_hour = 0
    for unit, quantity in parts:
        if unit != line.unit and (line.unit != "day" or unit not in shares):
            return None
        share = Decimal(1) if unit == line.unit else shares[unit]
        charged = floor(Decimal(int(line.rate)) * quantity * share)
        if (unit, line.unit) == ("hour", "day"):
            by_hour += charged
        else:
            total += charged
    return (total + min(by_hour, int(line.rate))) // max(1, visit.shared_between or 1)
