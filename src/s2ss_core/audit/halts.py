"""Halts: while support or its money is withheld, nothing of it is given or released; and who holds a QA Day."""

from collections.abc import Iterator
from datetime import date

from s2ss_core.audit.check import Breach
from s2ss_core.audit.deployment import Deployment, asks
from s2ss_core.audit.offices import qa_lead
from s2ss_core.events import (
    CostIncurred,
    InstalmentReleased,
    QADayHeld,
    SupportHalted,
    SupportResumed,
    VisitLogged,
)


def lasting(deployment: Deployment, day: date) -> list[SupportHalted]:
    """The halts that last on a day: from their own, and until the day on which the support was resumed."""
    resumed = {each.halt: each.on for each in deployment.book.events(SupportResumed)}
    return [
        halt
        for halt in deployment.book.by(day, SupportHalted)
        if halt.halt not in resumed or day < resumed[halt.halt]
    ]


@asks("S2SS-S73", VisitLogged, CostIncurred)
def while_it_goes_on(event: VisitLogged | CostIncurred, deployment: Deployment) -> Iterator[Breach]:
    """No halt lasts on the day."""
    for halt in lasting(deployment, event.on)[:1]:
        yield Breach(on=event.on, halt=halt.halt, halted_on=halt.on)


@asks("S2SS-M70", InstalmentReleased)
def while_money_goes_on(event: InstalmentReleased, deployment: Deployment) -> Iterator[Breach]:
    """No halt that withholds the money lasts on the day."""
    for halt in [halt for halt in lasting(deployment, event.on) if halt.funding_too][:1]:
        yield Breach(on=event.on, halt=halt.halt, halted_on=halt.on)


@asks("S2SS-S74", SupportResumed)
def of_a_halt_that_lasts(event: SupportResumed, deployment: Deployment) -> Iterator[Breach]:
    """The halt was made by that day, and the support not resumed before."""
    resumed = {each.halt for each in deployment.book.events(SupportResumed)}
    halts = {halt.halt for halt in deployment.book.by(event.on, SupportHalted)} - resumed
    if event.halt not in halts:
        yield Breach(halt=event.halt, on=event.on, lasting=halts)


@asks("S2SS-R71", QADayHeld)
def by_the_qa_lead(event: QADayHeld, deployment: Deployment) -> Iterator[Breach]:
    """Whoever holds the day is the QA Lead on it."""
    in_office = qa_lead(deployment, event.on)
    if not deployment.is_same(event.held_by.person, in_office):
        yield Breach(held_by=event.held_by.person, qa_lead=in_office)
