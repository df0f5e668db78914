"""What a visit charges to its line of the plan."""

from s2ss_core.events import PlanLine, Quantity, VisitLogged
from s2ss_core.programmes import Programme, charge_of
from s2ss_core.values import Money


def charge(programme: Programme, line: PlanLine | None, visit: VisitLogged) -> Money | None:
    """What a visit charges to its line, in pence, preparation and all; None where the line has no price for it."""
    if line is None or not charged_by_visits(line):
        return None
    charges = [
        charge_of(programme, line_unit=line.unit, line_rate=line.rate, unit=part.unit, quantity=part.quantity)
        for part in parts_of(visit)
    ]
    return None if None in charges else sum((part for part in charges if part), Money(0))


def charged_by_visits(line: PlanLine) -> bool:
    """Whether visits are charged to a line, as to every line priced by time. If not, costs are; never both."""
    return line.unit != "item"


def parts_of(visit: VisitLogged) -> tuple[Quantity, ...]:
    """The visit itself, and the preparation that is part of the same record."""
    contact = Quantity(unit=visit.unit, quantity=visit.quantity)
    return (contact, visit.preparation) if visit.preparation else (contact,)
