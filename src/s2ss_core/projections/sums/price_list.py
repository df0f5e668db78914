"""The price list of a deployment: its approved plans, and the programme it was brokered under."""

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
    """A plan line in force on a day, and the positions of its source events."""

    line: PlanLine
    positions: tuple[int, ...]

    @property
    def is_charged_by_visits(self) -> bool:
        """True if visits are charged to it: it is priced by time. Invoices are charged to all other lines."""
        return charged_by_visits(self.line)


@attrs.frozen(kw_only=True)
class PriceList:
    """Plans in order of approval, the programme if the history holds it, and the disallowances of each fact.

    `pinned_at` has the positions of the brokering and of the programme's adoption. What many visits ask for is looked up
    once.
    """

    plans: tuple[Plan, ...]
    programme: Programme | None
    pinned_at: tuple[int, ...]
    disallowed: Disallowances
    _terms: dict[dt.date, Term | None] = attrs.field(factory=dict, init=False, eq=False, repr=False)
    _units: dict[tuple[Unit, Unit, Days], Days] = attrs.field(factory=dict, init=False, eq=False, repr=False)
    _priced: dict[tuple[int, str], PricedLine | None] = attrs.field(
        factory=dict, init=False, eq=False, repr=False
    )

    def term(self, day: dt.date) -> Term | None:
        """The programme's term with this day; None if there is no programme or no such term."""
        if day not in self._terms:
            self._terms[day] = self._term_of(day)
        return self._terms[day]

    def _term_of(self, day: dt.date) -> Term | None:
        try:
            return term_of(self.programme, day) if self.programme else None
        except BadInput:
            return None

    def priced(self, line: str, day: dt.date) -> PricedLine | None:
        """The line in the plan in force on a day; None if no plan is in force or it does not have the line."""
        plan = in_force(self.plans, day)
        if plan is None:
            return None
        key = (plan.approved.position, line)
        if key not in self._priced:
            found = plan.line(line)
            self._priced[key] = PricedLine(found, together(plan.positions, self.pinned_at)) if found else None
        return self._priced[key]

    def charge(self, line: PlanLine, visit: VisitLogged) -> Money | None:
        """The charge in pence for a visit on a line; None if the programme gives no charge for its unit."""
        return charge(self.programme, line, visit) if self.programme else None

    def units(self, line: PlanLine, unit: Unit, quantity: Days) -> Days:
        """A quantity converted to the line's own unit by their shares of a leader's day; zero without such shares."""
        if unit == line.unit or self.programme is None:
            return quantity
        key = (line.unit, unit, quantity)
        if key not in self._units:
            self._units[key] = _converted(self.programme, line.unit, unit, quantity)
        return self._units[key]


def _converted(programme: Programme, to: Unit, unit: Unit, quantity: Days) -> Days:
    try:
        return Days(capacity_of(programme, unit, quantity) / capacity_of(programme, to, Days(1)))
    except (BadInput, ArithmeticError):
        return Days(0)


def price_list_of(facts: EventSet) -> PriceList:
    """The price list of the deployment that these events are about."""
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
