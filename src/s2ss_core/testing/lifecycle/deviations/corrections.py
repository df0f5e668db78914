"""Deviations that correct something: strikes, reversals, disallowances."""

from datetime import date
from typing import Any

from s2ss_core.events import (
    CostAllowed,
    CostDisallowed,
    CostIncurred,
    FinalReported,
    InterimReported,
    InvoiceReceived,
    PaymentMade,
    ReviewHeld,
    VisitLogged,
)
from s2ss_core.testing.command_call import CommandCall
from s2ss_core.testing.lifecycle.cast import CLERK, WITNESS, person
from s2ss_core.testing.lifecycle.deviations.deviation import SUMS, deviation, pick
from s2ss_core.testing.lifecycle.happy_path import HappyPath
from s2ss_core.values import Cause, Money

CORRECTING: dict[str, Any] = {
    "reason": "It was wrong.",
    "asked_by": person(CLERK),
    "agreed_by": person(WITNESS),
}


def strike(happy_path: HappyPath, n: int, name: str, *kinds: type[Any]) -> CommandCall:
    """A strike of an entry that was not struck out yet, or of one that does not exist."""
    standing = [getattr(event, name) for kind in kinds for event in happy_path.story.not_struck_out(kind)]
    entry = pick([*standing[::-1], "none"], n)
    agreed = {"agreed_by": person(CLERK)} if n % 11 == 10 else {}
    cause = pick(("duplicate", "wrong-details", "did-not-happen"), n)
    fields: dict[str, Any] = {"of": Cause(name, (entry,)), "cause": cause, **CORRECTING, **agreed}
    return happy_path.call("strike_out", **fields)


@deviation
def visit_struck_out(happy_path: HappyPath, n: int) -> CommandCall | None:
    """A visit struck out."""
    return strike(happy_path, n, "visit", VisitLogged)


@deviation
def cost_struck_out(happy_path: HappyPath, n: int) -> CommandCall | None:
    """A cost struck out."""
    return strike(happy_path, n, "cost", CostIncurred)


@deviation
def report_struck_out(happy_path: HappyPath, n: int) -> CommandCall | None:
    """A report struck out."""
    return strike(happy_path, n, "report", InterimReported, FinalReported)


@deviation
def review_struck_out(happy_path: HappyPath, n: int) -> CommandCall | None:
    """A review struck out."""
    return strike(happy_path, n, "review", ReviewHeld)


@deviation
def payment_struck_out(happy_path: HappyPath, n: int) -> CommandCall | None:
    """A payment struck out."""
    return strike(happy_path, n, "payment", PaymentMade)


@deviation
def invoice_struck_out(happy_path: HappyPath, n: int) -> CommandCall | None:
    """An invoice struck out, on which an instalment may have been released."""
    call = strike(happy_path, n, "invoice", InvoiceReceived)
    names = [invoice.invoice for invoice in happy_path.story.not_struck_out(InvoiceReceived)]
    replaced = pick([None, None, *names], n // 3)
    return call.with_(replaced_by=Cause("invoice", (replaced,))) if replaced else call


@deviation
def vat_settled(happy_path: HappyPath, n: int) -> CommandCall | None:
    """The VAT of a cost or a payment settled, or of a visit, which has none."""
    story = happy_path.story
    entries = [
        *((Cause("cost", (cost.cost,)), cost.vat) for cost in story.not_struck_out(CostIncurred)),
        *(
            (Cause("payment", (payment.payment,)), payment.vat)
            for payment in story.not_struck_out(PaymentMade)
        ),
        *((Cause("visit", (visit.visit,)), Money(0)) for visit in story.not_struck_out(VisitLogged)[:1]),
    ]
    of, vat = pick(entries, n) or (Cause("cost", ("none",)), Money(0))
    irrecoverable = pick((vat, Money(vat // 2), Money(0), Money(vat + 1)), n // 5)
    return happy_path.call(
        "settle_vat", settlement=happy_path.fresh("vs"), of=of, irrecoverable_vat=irrecoverable
    )


@deviation
def cost_reversed(happy_path: HappyPath, n: int) -> CommandCall | None:
    """A cost credited, in part or by too much."""
    cost: CostIncurred | None = pick(happy_path.story.of(CostIncurred), n)
    name, amount = (cost.cost, pick((cost.net, *SUMS), n // 2)) if cost else ("none", Money(1))
    return happy_path.call("reverse_cost", cost=name, document=happy_path.fresh("note"), net=amount)


@deviation
def cost_disallowed(happy_path: HappyPath, n: int) -> CommandCall | None:
    """A cost disallowed, in part or by too much."""
    spent = [*happy_path.story.spent(), (Cause("visit", ("none",)), date.min, "", 0, 0)]
    fact, *_, eligible = pick(spent, n)
    return happy_path.call(
        "disallow_cost",
        disallowance=happy_path.fresh("dis"),
        of=fact,
        amount=pick((Money(eligible), *SUMS), n // 2),
        reason="not-evidenced",
        by=person(CLERK),
    )


@deviation
def cost_allowed(happy_path: HappyPath, n: int) -> CommandCall | None:
    """A disallowance lifted."""
    lifted = {lifted.disallowance for lifted in happy_path.story.of(CostAllowed)}
    names = [disallowance.disallowance for disallowance in happy_path.story.of(CostDisallowed)]
    return happy_path.call(
        "allow_cost", disallowance=pick([*(set(names) - lifted), *names, "none"], n), by=person(CLERK)
    )


@deviation
def payment_reversed(happy_path: HappyPath, n: int) -> CommandCall | None:
    """A payment reversed, in part or by too much."""
    payment = pick(happy_path.story.of(PaymentMade), n)
    return (
        happy_path.reverse(payment.payment, pick((payment.amount, *SUMS), n // 2))
        if payment
        else happy_path.reverse("none", Money(1))
    )
