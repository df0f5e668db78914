"""Support: visits and costs, what a visit takes, and the concerns that are open."""

from collections.abc import Iterator
from datetime import date

import attrs

from s2ss_core.aggregates.fold import Fold
from s2ss_core.events import (
    ConcernRaised,
    ConcernResolved,
    CostIncurred,
    Quantity,
    SupportHalted,
    SupportResumed,
    VatSettled,
    VisitLogged,
)
from s2ss_core.ids import same
from s2ss_core.ledger import lasting, schools_of, with_vat_settled
from s2ss_core.programmes import Programme, capacity_of
from s2ss_core.values import Cause, Days

A_DAY, NONE = Days(1), Days(0)


@attrs.define(kw_only=True)
class Support:
    """The visits, the costs, the concerns that are open with the day each was raised, and when support was withheld."""

    visits: dict[str, VisitLogged] = attrs.field(factory=dict)
    costs: dict[str, CostIncurred] = attrs.field(factory=dict)
    concerns: dict[str, date] = attrs.field(factory=dict)
    halts: list[SupportHalted | SupportResumed] = attrs.field(factory=list)

    def halted_on(self, day: date) -> Iterator[SupportHalted]:
        """The halts that last on a day."""
        return lasting(self.halts, day)


@attrs.frozen(kw_only=True)
class Used:
    """Days of a leader's year that a visit takes."""

    contact: Days
    preparation: Days


def days_used(programme: Programme, visit: VisitLogged) -> Used:
    """How many days of the leader's year a visit takes, as capacity under the programme."""
    cap, taken = programme.cap, days_taken(programme, visit)
    return Used(
        contact=taken.contact if visit.significance in cap.counts.value else Days(0),
        preparation=taken.preparation if cap.counts_preparation.value else Days(0),
    )


def days_taken(programme: Programme, visit: VisitLogged) -> Used:
    """How many days a visit takes, whether they count or not: of several schools that shared it, the share of one."""
    schools, recorded = schools_of(visit), days_recorded(programme, visit)
    return Used(
        contact=recorded.contact.shared_between(schools),
        preparation=recorded.preparation.shared_between(schools),
    )


def days_recorded(programme: Programme, visit: VisitLogged) -> Used:
    """How many days a record is of, for all schools that shared them. Hours of one record come to a day at most."""
    contact, preparation = _days(programme, visit), _days(programme, visit.preparation)
    if visit.unit == "hour":
        contact = min(contact, A_DAY)
    if visit.preparation and visit.preparation.unit == "hour":
        preparation = min(preparation, Days(A_DAY - contact) if visit.unit == "hour" else A_DAY)
    return Used(contact=contact, preparation=preparation)


def hours_of(programme: Programme, visit: VisitLogged) -> Days:
    """How many days a visit takes in hours, whether they count or not."""
    taken = days_taken(programme, visit)
    contact = taken.contact if visit.unit == "hour" else NONE
    return contact + (taken.preparation if visit.preparation and visit.preparation.unit == "hour" else NONE)


def hours_beside(programme: Programme, support: Support, visit: VisitLogged) -> Days:
    """How many days other records give the leader of a visit in hours on its date: a day at most."""
    others = (
        hours_of(programme, other)
        for other in support.visits.values()
        if other.on == visit.on and other.visit != visit.visit and same(other.leader, visit.leader)
    )
    return min(A_DAY, sum(others, NONE))


def hours_beyond(programme: Programme, support: Support, visit: VisitLogged) -> Days:
    """How many days the hours of a visit and of other records of its date come to beyond a day."""
    hours, beside = hours_of(programme, visit), hours_beside(programme, support, visit)
    return Days(max(NONE, hours + beside - A_DAY))


def days_beside(programme: Programme, support: Support, visit: VisitLogged) -> Used:
    """How many days of the leader's year a visit takes beside other records of its date: their hours are a day at most."""
    used, beyond = days_used(programme, visit), hours_beyond(programme, support, visit)
    preparation = (
        min(used.preparation, beyond) if visit.preparation and visit.preparation.unit == "hour" else NONE
    )
    contact = min(used.contact, Days(beyond - preparation)) if visit.unit == "hour" else NONE
    return Used(contact=Days(used.contact - contact), preparation=Days(used.preparation - preparation))


def _days(programme: Programme, part: VisitLogged | Quantity | None) -> Days:
    return capacity_of(programme, part.unit, part.quantity) if part else Days(0)


fold = Fold[Support]()


@fold.on(VisitLogged)
def _visit_logged(support: Support, event: VisitLogged) -> None:
    support.visits[event.visit] = event


@fold.on(CostIncurred)
def _cost_incurred(support: Support, event: CostIncurred) -> None:
    support.costs[event.cost] = event


@fold.on(VatSettled)
def _vat_settled(support: Support, event: VatSettled) -> None:
    match event.of:
        case Cause(name="cost", id=(cost,)) if cost in support.costs:
            support.costs[cost] = with_vat_settled(support.costs[cost], event.irrecoverable_vat)


@fold.on(ConcernRaised)
def _concern_raised(support: Support, event: ConcernRaised) -> None:
    support.concerns[event.concern] = event.on


@fold.on(ConcernResolved)
def _concern_resolved(support: Support, event: ConcernResolved) -> None:
    support.concerns.pop(event.concern, None)


@fold.on(SupportHalted)
@fold.on(SupportResumed)
def _halted_or_resumed(support: Support, event: SupportHalted | SupportResumed) -> None:
    support.halts.append(event)
