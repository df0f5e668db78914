"""Instalments: the scheduled, released and paid amounts of each, its status and what its release rests on."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, TypeAlias

import attrs

from s2ss_core.events import (
    InstalmentCancelled,
    InstalmentReleased,
    InstalmentWithheld,
    InvoiceReceived,
    PaymentMade,
    PaymentReversed,
    Settlement,
    WithholdingLifted,
)
from s2ss_core.ledger import back_of, instalment_of, settled_parts, withheld_since
from s2ss_core.projections.engine.event_set import EventSet, Positioned
from s2ss_core.projections.engine.figure import Figure, money, together
from s2ss_core.projections.sums.schedule import Schedule, schedule_of
from s2ss_core.values import INSTALMENT, Cause, Money, Organisation, Term

Standing = Literal["scheduled", "withheld", "released", "cancelled", "paid"]


@attrs.frozen(kw_only=True)
class Instalment:
    """One instalment; sums in pence. The fields from `released_on` on are set once it was released.

    `paid_on` is the day of the newest payment that was not returned in full.
    """

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


def instalments_of(facts: EventSet) -> tuple[Instalment, ...]:
    """Every instalment that was scheduled, released, withheld, cancelled or paid, in order of number."""
    schedule = schedule_of(facts)
    numbers = {
        *schedule.instalments,
        *(release.event.instalment for release in facts.of(InstalmentReleased)),
        *(withheld.event.instalment for withheld in facts.of(InstalmentWithheld)),
        *(cancelled.event.instalment for cancelled in facts.of(InstalmentCancelled)),
        *(number for _, of, _ in payment_parts(facts) if (number := instalment_of(of)) is not None),
    }
    return tuple(_instalment(number, facts, schedule) for number in sorted(numbers))


Part: TypeAlias = tuple[Positioned[PaymentMade], Cause | None, Figure[Money]]


def payment_parts(facts: EventSet) -> Iterator[Part]:
    """Each part of each payment that was not struck out: what it settles, if anything, and its amount less reversals."""
    came_back = reversals(facts)
    for payment in facts.not_struck_out(PaymentMade):
        of_it = [entry for entry in facts.of(PaymentReversed) if entry.event.payment == payment.event.payment]
        positions = together(payment.positions, (reversal.position for reversal in of_it))
        back = back_of(payment.event, came_back.get(payment.event.payment, ()))
        for of, part in settled_parts(payment.event, back):
            yield payment, of, Figure(part, positions)


def reversals(facts: EventSet) -> Mapping[str, Sequence[PaymentReversed]]:
    """What came back of each payment, by its id."""
    by_payment: dict[str, list[PaymentReversed]] = {}
    for reversal in facts.of(PaymentReversed):
        by_payment.setdefault(reversal.event.payment, []).append(reversal.event)
    return by_payment


def _instalment(number: int, facts: EventSet, schedule: Schedule) -> Instalment:
    releases = [entry for entry in facts.of(InstalmentReleased) if entry.event.instalment == number]
    payments = [(payment, part) for payment, of, part in payment_parts(facts) if instalment_of(of) == number]
    released = money(Figure(entry.event.amount, (entry.position,)) for entry in releases)
    kept = money(
        Figure(entry.event.amount, (entry.position,))
        for entry in releases
        if entry.event.settled_by == "retained"
    )
    paid = money(part for _, part in payments)
    dates = [payment.event.on for payment, part in payments if part.value > 0]
    newest = releases[-1] if releases else None
    instalment = Instalment(
        instalment=number,
        term=schedule.term(number),
        status=_standing(number, released, kept, paid, facts),
        scheduled=schedule.amount(number),
        released=released,
        paid=paid,
        paid_on=max(dates, default=None),
    )
    if newest is None:
        return instalment
    release = newest.event
    return attrs.evolve(
        instalment,
        released_on=release.on,
        payee=release.paid_to,
        settled_by=release.settled_by,
        invoice_number=_number(newest, facts),
        purchase_order=release.purchase_order,
        report=release.report,
        review=release.review,
        judgements=release.judgements,
    )


def _number(release: Positioned[InstalmentReleased], facts: EventSet) -> str | None:
    """The number on the invoice that a release names, if the invoice arrived before it."""
    numbers = (
        invoice.event.number
        for invoice in facts.of(InvoiceReceived)
        if invoice.event.invoice == release.event.invoice and invoice.position < release.position
    )
    return next(numbers, None)


def _standing(
    number: int, released: Figure[Money], kept: Figure[Money], paid: Figure[Money], facts: EventSet
) -> Standing:
    """What became of an instalment last. What of it the holder of the money keeps, nobody pays."""
    if released.positions:
        covered = released.value - kept.value <= paid.value
        return "paid" if covered and paid.value > 0 else "released"
    if any(cancelled.event.instalment == number for cancelled in facts.of(InstalmentCancelled)):
        return "cancelled"
    entries: Sequence[Positioned[InstalmentWithheld | WithholdingLifted]] = facts.not_struck_out(
        InstalmentWithheld, WithholdingLifted
    )
    withheld = withheld_since((entry.event for entry in entries), number, INSTALMENT, dt.date.max)
    return "withheld" if withheld else "scheduled"
