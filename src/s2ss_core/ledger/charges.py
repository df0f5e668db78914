"""What a visit charges to its line of the plan."""

from s2ss_core.events import PlanLine, Quantity, VisitLogged
from s2ss_core.programmes import Programme, charge_of
from s2ss_core.values import Money


def charge(programme: Programme, line: PlanLine | None, visit: VisitLogged) -> Money | None:
    """What a visit charges to its line, in pence, preparation and all; None where the line has no price for it.

    On a line priced by the day, hours are charged as a day at most. Of a visit that several schools shared, the
    deployment is charged the share of one school.
    """
    if line is None or not charged_by_visits(line):
        return None
    by_hour = by_other = Money(0)
    for part in parts_of(visit):
        charged = charge_of(
            programme, line_unit=line.unit, line_rate=line.rate, unit=part.unit, quantity=part.quantity
        )
        if charged is None:
            return None
        if part.unit == "hour" and line.unit == "day":
            by_hour += charged
        else:
            by_other += charged
    whole = by_other + min(by_hour, line.rate)
    return whole.shared_between(schools_of(visit))


def schools_of(visit: VisitLogged) -> int:
    """How many schools shared the time of a visit: one, unless it says more."""
    return max(1, visit.shared_between or 1)


def charged_by_visits(line: PlanLine) -> bool:
    """Whether visits are charged to a line, as to every line of leaders' days. If not, costs are; never both."""
    return line.head == "leader-days" and line.unit != "item"


def parts_of(visit: VisitLogged) -> tuple[Quantity, ...]:
    """The visit itself, and the preparation that is part of the same record."""
    contact = Quantity(unit=visit.unit, quantity=visit.quantity)
    return (contact, visit.preparation) if visit.preparation else (contact,)


def worth_of_time(programme: Programme, line: PlanLine, time: Quantity | None) -> Money | None:
    """What some time comes to at the rate of a line, in pence; None where no time is given or the line has no price for it."""
    if time is None:
        return None
    return charge_of(
        programme, line_unit=line.unit, line_rate=line.rate, unit=time.unit, quantity=time.quantity
    )
