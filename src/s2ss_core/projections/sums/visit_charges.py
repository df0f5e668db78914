"""The charges for visits that name a plan line."""

from collections.abc import Iterator

from s2ss_core.events import CostDisallowed, VisitLogged, cause_of
from s2ss_core.ledger import parts_of, schools_of, worth
from s2ss_core.projections.engine.event_set import EventSet, Positioned
from s2ss_core.projections.engine.figure import Figure, together
from s2ss_core.projections.engine.note import Note
from s2ss_core.projections.sums.costs import Cost
from s2ss_core.projections.sums.disallowances import Disallowed, counted
from s2ss_core.projections.sums.price_list import PricedLine, PriceList
from s2ss_core.values import Money


def charged_visits(facts: EventSet, price_list: PriceList) -> Iterator[Cost | Note]:
    """The cost of each visit that names a line and was not struck out, or a note that says why it is not charged."""
    for visit in facts.not_struck_out(VisitLogged):
        if visit.event.line is not None:
            yield _charged(visit, visit.event.line, price_list)


def _charged(visit: Positioned[VisitLogged], line: str, price_list: PriceList) -> Cost | Note:
    priced = price_list.priced(line, visit.event.on)
    if priced is None:
        return _not_charged(visit, f"no plan in force on {visit.event.on} has line {line}")
    if not priced.is_charged_by_visits:
        return _not_charged(visit, f"line {line} is charged by invoice")
    charge = price_list.charge(priced.line, visit.event)
    if charge is None:
        return _not_charged(visit, f"the programme has no charge for its unit on line {line}")
    return _cost(visit, priced, price_list, charge)


def _cost(visit: Positioned[VisitLogged], priced: PricedLine, price_list: PriceList, charge: Money) -> Cost:
    event = visit.event
    positions = together((visit.position,), priced.positions)
    incurred = Figure(charge, positions)
    units, *more = (price_list.units(priced.line, part.unit, part.quantity) for part in parts_of(event))
    return Cost(
        fact=event.visit,
        of=cause_of(event),
        on=event.on,
        line=priced.line.id,
        term=price_list.term(event.on),
        incurred=incurred,
        units=Figure(sum(more, start=units).shared_between(schools_of(event)), positions),
        disallowances=_disallowed(price_list.disallowed.get(cause_of(event), ()), incurred),
    )


def _disallowed(
    disallowances: tuple[Positioned[CostDisallowed], ...], incurred: Figure[Money]
) -> tuple[Disallowed, ...]:
    if not disallowances:
        return ()
    sums = worth(incurred.value, disallowed=(disallowance.event.amount for disallowance in disallowances))
    return tuple(counted(disallowances, sums.disallowed, incurred))


def _not_charged(visit: Positioned[VisitLogged], why: str) -> Note:
    return Note(f"visit {visit.event.visit} is not charged: {why}", (visit.position,))
