"""Payments and invoices: what they may come to, what they settle, to whom they go, and what they are for."""

from collections.abc import Iterator

from s2ss_core.audit.book import Book, id_of
from s2ss_core.audit.check import Breach, as_money, check, check_book
from s2ss_core.audit.money.account_checks import asks_account
from s2ss_core.audit.money.award_account import award_of
from s2ss_core.audit.money.deployment_account import DeploymentAccount
from s2ss_core.audit.money.dues import Leg
from s2ss_core.audit.money.leg_figures import RELEASE_PARTS, figures_of, invoiced_on
from s2ss_core.audit.money.payees import payees_of
from s2ss_core.audit.money.payments import Paid
from s2ss_core.audit.money.posting import account_of
from s2ss_core.audit.record import Prefix, Record
from s2ss_core.events import (
    AwardPaymentMade,
    AwardPaymentReversed,
    InvoiceReceived,
    PaymentMade,
    PaymentReversed,
)
from s2ss_core.ids import key_of
from s2ss_core.values import INSTALMENT, Cause

__all__ = ["beyond_releases"]

Breaches = Iterator[Breach]


def _payment(event: PaymentReversed | AwardPaymentReversed, prefix: Prefix) -> Paid | None:
    if isinstance(event, AwardPaymentReversed):
        return award_of(prefix.book).payments.get(event.payment)
    account = account_of(prefix.book, prefix.record)
    return account.payments.get(event.payment) if account else None


@check("S2SS-M20", PaymentReversed, AwardPaymentReversed)
def no_more_comes_back_than_was_paid(event: PaymentReversed, prefix: Prefix) -> Breaches:
    """What comes back of a payment is what is left of it at most."""
    paid = _payment(event, prefix)
    left = paid.moved if paid else 0
    if not 0 < event.amount <= left:
        yield Breach(payment=event.payment, amount=event.amount, left=as_money(left))


@check("S2SS-M27", PaymentMade, AwardPaymentMade)
def settles_no_more_than_it_comes_to(event: PaymentMade, _: Prefix) -> Breaches:
    """What a payment settles comes to no more than the payment, without the VAT that the payer recovers."""
    settles = sum(int(settled.amount) for settled in event.settles)
    net = int(event.amount) - int(event.vat_recovered)
    if settles > net:
        yield Breach(payment=event.payment, settles=as_money(settles), net=as_money(net))


@asks_account("S2SS-M80", PaymentMade)
def no_payment_to_a_leader(event: PaymentMade, account: DeploymentAccount, _: Prefix) -> Breaches:
    """Nobody who is deployed as a leader is paid."""
    leader = account.deployed.leader(event.paid_to.id, event.on)
    if leader:
        yield Breach(paid_to=event.paid_to.id, home_school=leader.home_school.id)


@asks_account("S2SS-M81", InvoiceReceived)
def no_invoice_from_a_leader(event: InvoiceReceived, account: DeploymentAccount, _: Prefix) -> Breaches:
    """Nobody who is deployed as a leader invoices."""
    leader = account.deployed.leader(event.supplier.id, event.on)
    if leader:
        yield Breach(supplier=event.supplier.id, home_school=leader.home_school.id)


@check("S2SS-M28", PaymentMade, PaymentReversed, AwardPaymentMade, AwardPaymentReversed)
def vat_is_a_part_of_it(event: PaymentMade, _: Prefix) -> Breaches:
    """The VAT recovered is a part of the VAT, and that a part of what moved."""
    if not event.vat_recovered <= event.vat <= event.amount:
        yield Breach(amount=event.amount, vat=event.vat, vat_recovered=event.vat_recovered)


def beyond_releases(account: DeploymentAccount) -> Iterator[tuple[Paid, str, int, int]]:
    """Payments of an instalment that bring what was paid for it above what was released: the last payment for each.

    What was too much for one release may be too little for another one to the same payee on the same leg. For a release
    that was not made, anything is too much.
    """
    paid_for = _paid_for_releases(account)
    to_payee: dict[Leg, int] = {}
    for release, (paid, _) in paid_for.items():
        leg = account.to(*release[2:4]) if len(release) == RELEASE_PARTS else ("", "")
        to_payee[leg] = to_payee.get(leg, 0) + paid
    for release, (paid, last) in paid_for.items():
        entry = account.releases.get(release)
        released = int(entry.event.amount) if entry else 0
        leg = account.to(*release[2:4]) if len(release) == RELEASE_PARTS else ("", "")
        if paid > released and (entry is None or to_payee[leg] > account.released.get(leg, 0)):
            yield last, str(Cause(release[0], release[1:])), paid, released


def _paid_for_releases(account: DeploymentAccount) -> dict[tuple[str, ...], tuple[int, Paid]]:
    paid: dict[tuple[str, ...], tuple[int, Paid]] = {}
    for payment in account.payments.values():
        for of, amount in payment.without_vat():
            if of[0] == "release" and amount > 0:
                release = (*of[:3], key_of(of[3]), *of[4:]) if len(of) > 3 else of
                paid[release] = paid.get(release, (0, payment))[0] + amount, payment
    return paid


@check_book("S2SS-M21", "deployment")
def a_release_behind_every_payment(book: Book, record: Record) -> Breaches:
    """What was paid for an instalment was released first, and no more than that."""
    account = account_of(book, record)
    for payment, instalment, paid, released in beyond_releases(account) if account else ():
        yield Breach(
            at=payment.position,
            payment=payment.event.payment,
            instalment=instalment,
            amount=as_money(paid),
            released=as_money(released),
        )


@check_book("S2SS-M32", "deployment")
def settles_what_was_recorded(book: Book, record: Record) -> Breaches:
    """All of a payment settles releases, invoices or costs that are on record."""
    account = account_of(book, record)
    for paid in account.payments.values() if account else ():
        known = sum(amount for of, amount in paid.parts() if account and _is_known(account, of))
        if paid.borne > known:
            yield Breach(at=paid.position, payment=paid.event.payment, unsettled=as_money(paid.borne - known))


def _is_known(account: DeploymentAccount, of: tuple[str, ...]) -> bool:
    return of[0] == "release" or of in account.facts or (of[0] == "invoice" and of[1] in account.invoices)


@check_book("S2SS-M33", "deployment")
def goes_to_whom_it_is_due(book: Book, record: Record) -> Breaches:
    """A payment goes to the organisation that the release names, or that sent the invoice."""
    account = account_of(book, record)
    for paid in account.payments.values() if account else ():
        for settled in paid.event.settles:
            due_to = _due_to(account, id_of(settled.of)) if account else None
            if due_to is not None and key_of(paid.event.paid_to.id) != due_to:
                yield Breach(
                    at=paid.position, payment=paid.event.payment, paid_to=paid.event.paid_to.id, due_to=due_to
                )


def _due_to(account: DeploymentAccount, of: tuple[str, ...]) -> str | None:
    if of[0] == "release":
        return key_of(of[3]) if len(of) > 3 else None
    if of[0] == "invoice" and of[1] in account.invoices:
        return key_of(account.invoices[of[1]].event.supplier.id)
    return None


@check_book("S2SS-M34", "deployment")
def within_what_is_due(book: Book, record: Record) -> Breaches:
    """On a leg without releases no more is invoiced or paid than is due."""
    account = account_of(book, record)
    for figures in figures_of(account).values() if account else ():
        beyond = figures.invoiced > figures.due or figures.paid > figures.due
        if not figures.released_on and not figures.kept and beyond:
            yield Breach(
                leg=figures.leg,
                to=figures.to,
                due=as_money(figures.due),
                invoiced=as_money(figures.invoiced),
                paid=as_money(figures.paid),
            )


@check_book("S2SS-M60", "deployment")
def paid_once_support_has_ended(book: Book, record: Record) -> Breaches:
    """On a leg without releases everything that is due, and was asked for, was paid when support has ended."""
    account = account_of(book, record)
    if account is None or account.ended is None:
        return
    for figures in figures_of(account).values():
        asked_for = figures.invoiced or figures.paid
        if figures.owed and asked_for and not figures.released_on and not figures.kept:
            due, paid, owed = as_money(figures.due), as_money(figures.paid), as_money(figures.owed)
            yield Breach(leg=figures.leg, to=figures.to, due=due, paid=paid, owed=owed)


@asks_account("S2SS-M23", InvoiceReceived)
def from_one_that_is_paid(event: InvoiceReceived, account: DeploymentAccount, _: Prefix) -> Breaches:
    """An instalment is invoiced by an organisation that the programme pays it to."""
    payees = payees_of(account, INSTALMENT)
    gates = {*account.terms.gates, *account.terms.last_gates}
    if event.leg == INSTALMENT and "payee-role" in gates and key_of(event.supplier.id) not in payees:
        yield Breach(supplier=event.supplier.id, payees=tuple(payees))


@asks_account("S2SS-M61", InvoiceReceived)
def of_the_days_on_which_it_led(event: InvoiceReceived, account: DeploymentAccount, _: Prefix) -> Breaches:
    """The school or trust of a former lead invoices what is due to it, and nothing of later days."""
    leg, now = account.to(event.leg, event.supplier.id), account.deployed.of_the_lead(event.on)
    former = {key_of(event.supplier.id), leg[1]}
    if event.leg != INSTALMENT or former & now or not former & payees_of(account, INSTALMENT):
        return
    due = account.due.get(leg, 0)
    left = due - invoiced_on(account).get(leg, 0)
    if event.net > left:
        yield Breach(
            supplier=event.supplier.id, amount=event.net, due=as_money(due), left=as_money(max(0, left))
        )


@asks_account("S2SS-M61", InvoiceReceived)
def for_its_own_days(event: InvoiceReceived, account: DeploymentAccount, _: Prefix) -> Breaches:
    """Who led before and does no more claims no more than is due to it for the days on which it led."""
    supplier, flows = key_of(event.supplier.id), {flow.id: flow for flow in account.terms.flows}
    led = {key for since, _ in account.deployed.leads for key in account.deployed.of_the_lead(since)}
    leads = account.deployed.of_the_lead(event.on)
    of_the_lead = event.leg in flows and {"home-school", "home-trust"} & set(flows[event.leg].paid_to)
    if not of_the_lead or supplier not in led - leads:
        return
    leg = account.to(event.leg, event.supplier.id)
    due, claimed = account.due.get(leg, 0), invoiced_on(account).get(leg, 0)
    left = max(0, due - claimed)
    if event.net > left:
        yield Breach(supplier=event.supplier.id, amount=event.net, due=as_money(due), left=as_money(left))


@asks_account("S2SS-M25", InvoiceReceived)
def covers_what_was_recorded(event: InvoiceReceived, _: DeploymentAccount, prefix: Prefix) -> Breaches:
    """An invoice covers visits and costs of this deployment that stand."""
    unknown = [
        str(of)
        for of in event.covers
        if (entry := prefix.book.known(of)) is None or not prefix.book.stands(entry)
    ]
    if unknown:
        yield Breach(invoice=event.invoice, unknown=tuple(unknown))


@check("S2SS-M26", InvoiceReceived)
def issued_before_it_arrived(event: InvoiceReceived, _: Prefix) -> Breaches:
    """It was issued on the day it arrived, or before."""
    if event.on < event.issued_on:
        yield Breach(issued_on=event.issued_on, on=event.on)
