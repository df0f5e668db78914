"""Instalments: what was scheduled, what became of it, and what it stands on."""

import datetime as dt
from collections.abc import Iterator
from typing import Literal

import attrs

from s2ss_core.events import (
    InstalmentCancelled,
    InstalmentReleased,
    InstalmentWithheld,
    PaymentMade,
    PaymentReversed,
    Settlement,
)
from s2ss_core.projections.facts import Facts, Told
from s2ss_core.projections.figure import Figure, money
from s2ss_core.projections.schedule import Schedule, schedule_of
from s2ss_core.values import Money, Organisation, Term

Standing = Literal["scheduled", "withheld", "released", "cancelled", "paid"]


@attrs.frozen(kw_only=True)
class Instalment:
    """One instalment; sums in pence. `released_on` and what follows are there once it was released."""

    instalment: int
    term: Term | None
    status: Standing
    scheduled: Figure[Money]
    released: Figure[Money]
    paid: Figure[Money]
    released_on: dt.date | None = None
    payee: Organisation | None = None
    settled_by: Settlement | None = None
    invoice_number: str | None = None
    purchase_order: str | None = None
    paid_on: dt.date | None = None
    report: str | None = None
    review: str | None = None
    judgements: tuple[str, ...] = ()


def instalments_of(facts: Facts) -> tuple[Instalment, ...]:
    """Every instalment that was scheduled, released, withheld, cancelled or paid for, by number."""
    schedule = schedule_of(facts)
    numbers = {
        *schedule.instalments,
        *(told.event.instalment for told in facts.of(InstalmentReleased)),
        *(told.event.instalment for told in facts.of(InstalmentWithheld)),
        *(told.event.instalment for told in facts.of(InstalmentCancelled)),
        *(told.event.instalment for told in facts.standing(PaymentMade) if told.event.instalment is not None),
    }
    return tuple(_instalment(number, facts, schedule) for number in sorted(numbers))


def payments_net(facts: Facts) -> Iterator[tuple[Told[PaymentMade], Figure[Money]]]:
    """Each standing payment and what of it did not come back, in pence."""
    for payment in facts.standing(PaymentMade):
        back = money(
            Figure(told.event.amount, (told.position,))
            for told in facts.of(PaymentReversed)
            if told.event.payment == payment.event.payment
        )
        yield payment, (Figure(payment.event.amount, (payment.position,)) - back).at_least_nought()


def _instalment(number: int, facts: Facts, schedule: Schedule) -> Instalment:
    releases = [told for told in facts.of(InstalmentReleased) if told.event.instalment == number]
    payments = [(told, net) for told, net in payments_net(facts) if told.event.instalment == number]
    released = money(Figure(told.event.amount, (told.position,)) for told in releases)
    paid = money(net for _, net in payments)
    dates = [told.event.on for told, net in payments if net.value > 0]
    release = releases[-1].event if releases else None
    instalment = Instalment(
        instalment=number,
        term=schedule.term(number),
        status=_standing(number, released, paid, facts),
        scheduled=schedule.amount(number),
        released=released,
        paid=paid,
        paid_on=max(dates, default=None),
    )
    if release is None:
        return instalment
    return attrs.evolve(
        instalment,
        released_on=release.on,
        payee=release.paid_to,
        settled_by=release.settled_by,
        invoice_number=release.invoice_number,
        purchase_order=release.purchase_order,
        report=release.report,
        review=release.review,
        judgements=release.judgements,
    )


def _standing(number: int, released: Figure[Money], paid: Figure[Money], facts: Facts) -> Standing:
    if released.positions:
        covered = released.value <= paid.value
        return "paid" if covered and paid.value > 0 else "released"
    if any(told.event.instalment == number for told in facts.of(InstalmentCancelled)):
        return "cancelled"
    withheld = any(told.event.instalment == number for told in facts.of(InstalmentWithheld))
    return "withheld" if withheld else "scheduled"
