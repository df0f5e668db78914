"""Costs that an award bears itself, and the claims of invoices, by whichever deployment or award."""

from collections.abc import Iterator

from s2ss_core.audit.book import Book
from s2ss_core.audit.check import Breach, as_money, check, check_book
from s2ss_core.audit.money.account_checks import asks_award
from s2ss_core.audit.money.award_account import OWN_PURPOSES, AwardAccount, award_of
from s2ss_core.audit.money.own_costs import owed_on
from s2ss_core.audit.record import Prefix, Record
from s2ss_core.events import (
    AwardCostIncurred,
    AwardCostReversed,
    AwardPaymentMade,
    ClaimRegistered,
    CostIncurred,
    CostReversed,
)
from s2ss_core.values import Cause

Breaches = Iterator[Breach]


@asks_award("S2SS-G13", AwardCostIncurred)
def in_the_awards_period(event: AwardCostIncurred, award: AwardAccount, _: Prefix) -> Breaches:
    """The cost is of a day on which the award may be used."""
    awarded = award.awarded_by
    last = award.available_to(event.on)
    if awarded is not None and last is not None and not awarded.available_from <= event.on <= last:
        yield Breach(on=event.on, available_from=awarded.available_from, available_to=last)


@asks_award("S2SS-G14", AwardPaymentMade)
def settles_costs_of_the_award(event: AwardPaymentMade, award: AwardAccount, _: Prefix) -> Breaches:
    """The payment settles costs that the award bears itself."""
    others = [
        settled.of
        for settled in event.settles
        if settled.of.name != "award-cost" or settled.of.id[0] not in award.costs
    ]
    if others:
        yield Breach(payment=event.payment, others=tuple(map(str, others)))


@check("S2SS-G15", AwardCostIncurred)
def vat_that_nobody_recovers(event: AwardCostIncurred, _: Prefix) -> Breaches:
    """The VAT that nobody recovers is a part of the VAT."""
    if event.irrecoverable_vat > event.vat:
        yield Breach(vat=event.vat, irrecoverable_vat=event.irrecoverable_vat)


@check("S2SS-C01", ClaimRegistered)
def within_the_invoice(event: ClaimRegistered, prefix: Prefix) -> Breaches:
    """The parts claimed of one invoice never come to more than its total."""
    others = [
        (entry.event, claimed)
        for entry in prefix.book.of(ClaimRegistered)
        if entry.event.because != event.because
        and _one_invoice(entry.event, event)
        and (claimed := claimed_now(entry.event, prefix.record)) > 0
    ]
    totals = [int(claim.total) for claim, _ in [*others, (event, 0)] if claim.total is not None]
    claimed = sum(amount for _, amount in others)
    left = max(0, min(totals) - claimed) if totals else 0
    if others and event.amount > left:
        yield Breach(
            supplier=event.supplier,
            invoice_number=event.invoice_number,
            amount=event.amount,
            left=as_money(left),
            claimed_by=tuple(claim.by for claim, _ in others),
        )


def _one_invoice(one: ClaimRegistered, other: ClaimRegistered) -> bool:
    return one.issued_on is None or other.issued_on is None or one.issued_on == other.issued_on


def claimed_now(claim: ClaimRegistered, record: Record) -> int:
    """What of a claim stands: nothing once its cost or invoice is struck out, and less by what was credited of it."""
    book = record.book(claim.because.stream) if claim.because.stream else None
    entry = book.known(claim.because) if book else None
    if book is None or entry is None:
        return int(claim.amount)
    if not book.stands(entry):
        return 0
    return max(0, int(claim.amount) - _credited(claim.because, book))


def _credited(of: Cause, book: Book) -> int:
    notes: list[CostReversed | AwardCostReversed] = []
    if of.name == "cost":
        notes += book.events(CostReversed)
    elif of.name == "award-cost":
        notes += book.events(AwardCostReversed)
    return sum(int(note.net) for note in notes if note.cost == of.id[0])


@check_book("S2SS-C01", "claim")
def no_claim_without_its_cost(book: Book, record: Record) -> Breaches:
    """A claim is of what its cost says: as much of the same invoice."""
    for entry in book.of(ClaimRegistered):
        claim: ClaimRegistered = entry.event
        of = record.book(claim.because.stream).known(claim.because) if claim.because.stream else None
        net = getattr(of.event, "net", None) if of else None
        if isinstance(of.event if of else None, CostIncurred | AwardCostIncurred) and net != claim.amount:
            yield Breach(
                at=entry.position, supplier=claim.supplier, invoice_number=claim.invoice_number, amount=claim.amount,
                left=net, claimed_by=(claim.by,),
            )  # fmt: skip


@check_book("S2SS-M34", "grant")
def within_what_is_due(book: Book, _: Record) -> Breaches:
    """No more is invoiced or paid for the award's own costs than is eligible of them."""
    award = award_of(book)
    for purpose in OWN_PURPOSES:
        own, paid = award.own(purpose), award.paid_for(purpose)
        if own.incurred > own.eligible or owed_on(own.eligible, paid)[1]:
            yield Breach(
                leg=purpose,
                to="",
                due=as_money(own.eligible),
                invoiced=as_money(own.incurred),
                paid=as_money(paid),
            )
