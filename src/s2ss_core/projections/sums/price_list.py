"""What costs are reckoned by: the plans that were approved and the programme that was pinned."""

import datetime as dt

import attrs

from s2ss_core.errors import BadInput
from s2ss_core.events import Brokered, PlanLine, VisitLogged
from s2ss_core.ledger import charge, charged_by_visits, in_force
from s2ss_core.programmes import Programme, capacity_of, term_of
from s2ss_core.projections.engine.event_set import EventSet
from s2ss_core.projections.engine.figure import together
from s2ss_core.projections.sums.adopted_programme import adopted_programme
from s2ss_core.projections.sums.disallowances import Disallowances, disallowances
from s2ss_core.projections.sums.plans import Plan, approved_plans
from s2ss_core.values import Days, Money, Term, Unit


@attrs.frozen
class PricedLine:
    """A plan line as it is in force on a day, and the positions of what says so."""

    line: PlanLine
    positions: tuple[int, ...]

    @property
    def is_charged_by_visits(self) -> bool:
        """Whether visits are charged to it, as to every line priced by time. If not, invoices are; never both."""
        return charged_by_visits(self.line)


@attrs.frozen(kw_only=True)
class PriceList:
    """Plans in order of approval, the programme if history holds it, and disallowances by fact.

    `pinned_at` are the positions of the brokering and of the programme's adoption.
    """

    plans: tuple[Plan, ...]
    programme: Programme | None
    pinned_at: tuple[int, ...]
    disallowed: Disallowances

    def term(self, day: dt.date) -> Term | None:
        """The term that holds a day; None without a programme, or where it has no such term."""
        try:
            return term_of(self.programme, day) if self.programme else None
        except BadInput:
            return None

    def priced(self, line: str, day: dt.date) -> PricedLine | None:
        """A line as the plan in force on a day has it, if there is such a plan and it does."""
        plan = in_force(self.plans, day)
        found = plan.line(line) if plan else None
        return PricedLine(found, together(plan.positions, self.pinned_at)) if plan and found else None

    def charge(self, line: PlanLine, visit: VisitLogged) -> Money | None:
        """Pence that a visit charges to a line; None where the programme cannot say, or not in whole pence."""
        try:
            return charge(self.programme, line, visit) if self.programme else None
        except BadInput:
            return None

    def units(self, line: PlanLine, unit: Unit, quantity: Days) -> Days:
        """So many units in the line's own unit, by how much of a leader's day each takes; nought if none."""
        if unit == line.unit or self.programme is None:
            return quantity
        try:
            return Days(
                capacity_of(self.programme, unit, quantity) / capacity_of(self.programme, line.unit, Days(1))
            )
        except (BadInput, ArithmeticError):
            return Days(0)


def price_list_of(facts: EventSet) -> PriceList:
    """What the costs of one deployment are reckoned by."""
    programme = adopted_programme(facts)
    return PriceList(
        plans=approved_plans(facts),
        programme=programme.event if programme else None,
        pinned_at=(
            *(brokered.position for brokered in facts.of(Brokered)),
            *((programme.position,) if programme else ()),
        ),
        disallowed=disallowances(facts),
    )
