"""Deviations about the legs of the money beside instalments: what is bought of whom, invoices, payments, VAT."""

from collections.abc import Iterator

from s2ss_core.events import Brokered, CostIncurred, InvoiceReceived, Settled
from s2ss_core.projections.sums.legs import Leg
from s2ss_core.testing.command_call import CommandCall
from s2ss_core.testing.lifecycle.cast import BROKER, HOME, SCHOOL, TRUST
from s2ss_core.testing.lifecycle.deviations.deviation import SUMS, deviation, pick
from s2ss_core.testing.lifecycle.happy_path import HappyPath
from s2ss_core.values import INSTALMENT, Cause, Money, Organisation

VAT = Money("20.00")


def invoiced_legs(happy_path: HappyPath) -> list[Leg]:
    """The legs of a deployment that are settled by payments."""
    if not happy_path.story.of(Brokered):
        return []
    legs = happy_path.world.brokerage.grant_usage(happy_path.deployment).legs
    return [leg for leg in legs if leg.settled_by == "paid"]


@deviation
def bought_of(happy_path: HappyPath, n: int) -> CommandCall:
    """A cost that the supported school invoices, or the leader's own school or trust, some with VAT that is not recovered."""
    supplier = pick((SCHOOL, SCHOOL, HOME, TRUST), n)
    bears = {"irrecoverable_vat": pick((VAT, Money("0.01")), n // 8)} if n % 3 == 0 else {}
    net = pick((Money("100.00"), *SUMS), n // 4)
    return happy_path.cost(pick(happy_path.scenario.terms, n // 2), supplier=supplier, net=net, **bears)


@deviation
def leg_invoiced(happy_path: HappyPath, n: int) -> CommandCall | None:
    """An invoice on a leg beside instalments, of what is owed or of another sum."""
    leg: Leg | None = pick(invoiced_legs(happy_path), n)
    if leg is None:
        return None
    number = happy_path.fresh("L")
    return happy_path.call(
        "receive_invoice",
        invoice=number,
        number=number,
        supplier=Organisation(id=leg.to),
        customer=Organisation(id=leg.payers[-1]),
        leg=leg.leg,
        issued_on=happy_path.world.today,
        net=pick((leg.owed.value, *SUMS), n // 3),
        vat=pick((Money(0), VAT), n // 2),
    )


@deviation
def leg_paid(happy_path: HappyPath, n: int) -> CommandCall | None:
    """A payment of an invoice or a cost on a leg beside instalments, with VAT that is recovered in whole, in part or not."""
    entry = pick(list(_to_be_paid(happy_path)), n)
    if entry is None:
        return None
    of, net, to = entry
    amount = pick((net, net, *SUMS), n // 3)
    recovered = pick((VAT, Money(0), Money("7.99")), n // 2)
    return happy_path.call(
        "make_payment",
        payment=happy_path.fresh("p"),
        amount=amount + VAT,
        vat=VAT,
        vat_recovered=recovered,
        paid_by=pick((TRUST, HOME, BROKER), n // 5),
        paid_to=to,
        settles=(Settled(of=of, amount=amount + VAT - recovered),),
    )


def _to_be_paid(happy_path: HappyPath) -> Iterator[tuple[Cause, Money, Organisation]]:
    for invoice in happy_path.story.of(InvoiceReceived):
        if invoice.leg != INSTALMENT:
            yield Cause("invoice", (invoice.invoice,)), invoice.net, invoice.supplier
    for cost in happy_path.story.not_struck_out(CostIncurred):
        yield Cause("cost", (cost.cost,)), cost.net, cost.supplier
