"""The days of a leader's year that a visit takes, and what of a date is left for hours."""

from decimal import ROUND_FLOOR, Decimal
from functools import lru_cache

from s2ss_core.audit.deployment import Deployment
from s2ss_core.events import VisitLogged
from s2ss_core.programmes import Programme
from s2ss_core.values import Unit

__all__ = ["days_of_visit", "hours_left", "share_of_days"]

FOUR_PLACES = Decimal("0.0001")


@lru_cache(maxsize=4096)
def _days(programme: Programme, unit: Unit, quantity: Decimal) -> Decimal:
    """The days that so many units take; nothing for a unit that takes no time."""
    rate = next((each.days for each in programme.capacity if each.unit == unit), Decimal(0))
    return (Decimal(str(quantity)) * Decimal(str(rate))).quantize(FOUR_PLACES, ROUND_FLOOR)


def days_of_visit(visit: VisitLogged, programme: Programme) -> tuple[Decimal, Decimal]:
    """The days with the school and the days of preparation that a visit comes to, whole."""
    contact = _days(programme, visit.unit, visit.quantity)
    before = visit.preparation
    return contact, _days(programme, before.unit, before.quantity) if before else Decimal(0)


def share_of_days(days: Decimal, visit: VisitLogged) -> Decimal:
    """What of the days of a visit counts here: an equal share, where the time served several schools."""
    return (days / (visit.shared_between or 1)).quantize(FOUR_PLACES, ROUND_FLOOR)


def hours_left(visit: VisitLogged, deployment: Deployment, programme: Programme) -> tuple[Decimal, Decimal]:
    """The days that the hours of a visit come to, and what other records of its date leave of the day for them."""
    if visit.unit != "hour":
        return Decimal(0), Decimal(1)
    taken = sum(
        (
            days_of_visit(other.event, programme)[0]
            for other in deployment.book.on(visit.on, VisitLogged)
            if other.event.unit == "hour" and deployment.is_same(other.event.leader, visit.leader)
        ),
        Decimal(0),
    )
    return days_of_visit(visit, programme)[0], max(Decimal(1) - taken, Decimal(0))
