"""Equations 2 to 5: what is due on the legs of the money, and what settles it."""

from collections import Counter
from collections.abc import Iterator

from s2ss_core.events import InvoiceReceived
from s2ss_core.projections.sums.legs import Leg
from s2ss_core.testing.invariants.equations.amounts import sum_of, value_of, values_of
from s2ss_core.testing.invariants.invariant import Objections, ObservedHistory, differences, invariant
from s2ss_core.testing.model import Story

BEYOND_DUE = "S2SS-M34"


@invariant("S2SS-M07")
def what_is_eligible_is_due_on_the_legs_that_the_holder_pays_or_keeps(
    observed: ObservedHistory,
) -> Objections:
    """What is eligible is due on the first legs, shared out by the splits; each charge brings what its payer bears of it."""
    for deployment in observed.deployments:
        certificate = observed.certificate(deployment)
        first = [leg for leg in certificate.legs if leg.first]
        due = sum_of(first, "due")
        if certificate.legs and due != value_of(certificate.amounts, "eligible"):
            yield f"{deployment}: {due} is due on the first legs, which is not what is eligible"
        yield from _charges(deployment, certificate.legs, observed.story(deployment))
        shown = {f"{leg.leg} to {leg.to}": value_of(leg, "due") for leg in first}
        expected = {
            f"{leg} to {to}": amount for (leg, to), amount in observed.story(deployment).due().items()
        }
        yield from differences(f"{deployment} due on {{}}", +Counter(shown), +Counter(expected))


@invariant("S2SS-M07", "S2SS-M19", "S2SS-M21")
def on_every_leg_due_is_settled_with_what_is_owed_and_less_what_is_overpaid(
    observed: ObservedHistory,
) -> Objections:
    """Due is what was settled with what is owed, less what is overpaid; never both at once.

    Releases less recoveries settle a leg with releases, payments any other, and what the holder keeps settles itself.
    """
    for deployment in observed.deployments:
        for leg in observed.certificate(deployment).legs:
            of = f"{deployment} leg {leg.leg} to {leg.to}"
            net = value_of(leg, "released") - value_of(leg, "recovered")
            settled = {"released": net, "kept": value_of(leg, "due"), "paid": value_of(leg, "paid")}
            if value_of(leg, "settled") != settled[leg.settled_by]:
                yield f"{of}: {leg.settled.value} is not what settled it"
            owed, overpaid = value_of(leg, "owed"), value_of(leg, "overpaid")
            if value_of(leg, "due") != value_of(leg, "settled") + owed - overpaid or min(owed, overpaid) != 0:
                yield f"{of}: due is not settled with owed less overpaid"
            claimed = net if leg.settled_by == "released" else value_of(leg, "invoiced")
            if leg.settled_by != "released" and (leg.released.value or leg.recovered.value):
                yield f"{of}: something is released or recovered, though releases do not settle it"
            if value_of(leg, "unpaid") != (0 if leg.retained else claimed - value_of(leg, "paid")):
                yield f"{of}: unpaid is not what was claimed less what was paid"


@invariant("S2SS-M25")
def what_is_invoiced_on_the_legs_is_what_the_invoices_come_to(observed: ObservedHistory) -> Objections:
    """What is invoiced on all legs together is the sum of the invoices that stand, net of VAT."""
    for deployment in observed.deployments:
        certificate = observed.certificate(deployment)
        struck = observed.story(deployment).struck("invoice")
        invoices = (
            invoice.net
            for invoice in observed.story(deployment).of(InvoiceReceived)
            if invoice.invoice not in struck
        )
        if certificate.legs and sum_of(certificate.legs, "invoiced") != (total := sum(invoices)):
            yield f"{deployment}: the invoices come to {total}, and the legs to something else"


@invariant("S2SS-M07")
def only_the_legs_that_the_holder_pays_or_keeps_count_in_the_amounts(observed: ObservedHistory) -> Objections:
    """What is released, owed and overpaid of a deployment is the sum over its first legs; no other leg is added.

    So eligible is released less recovered, settled and owed, less overpaid.
    """
    for deployment in observed.deployments:
        certificate = observed.certificate(deployment)
        amounts = values_of(certificate.amounts)
        out = amounts["released"] - amounts["recovered"] + amounts["settled"]
        if amounts["eligible"] != out + amounts["owed"] - amounts["overpaid"]:
            yield f"{deployment}: eligible is not what is settled with what is owed, less what is overpaid"
        first = [leg for leg in certificate.legs if leg.first]
        for name in ("owed", "overpaid") if certificate.legs else ():
            if sum_of(first, name) != value_of(certificate.amounts, name):
                yield f"{deployment}: {name} is not the sum over the first legs"
        if certificate.legs and sum_of(first, "settled") != out:
            yield f"{deployment}: released less recovered, and what is settled, is not what settled the first legs"


@invariant("S2SS-M34")
def second_and_feeding_legs_are_settled_by_payments_and_an_excess_is_found(
    observed: ObservedHistory,
) -> Objections:
    """A leg that the holder of the money neither pays nor keeps is settled by payments alone.

    Where more is invoiced or paid on a leg without releases than is due, the log has a note of it, and nowhere else.
    """
    for deployment in observed.deployments:
        certificate = observed.certificate(deployment)
        noted = {
            (facts["leg"], facts["to"])
            for finding in observed.log(deployment).findings
            if finding.code == BEYOND_DUE
            for facts in [dict(finding.facts)]
        }
        for leg in certificate.legs:
            if not leg.first and leg.settled_by != "paid":
                yield f"{deployment} leg {leg.leg} to {leg.to}: it is settled by what is {leg.settled_by}"
        beyond = {(leg.leg, leg.to) for leg in _paid_legs(certificate.legs) if _beyond(leg)}
        yield from (f"{deployment} leg {leg} to {to}: no note says so" for leg, to in sorted(beyond - noted))
        yield from (f"{deployment} leg {leg} to {to}: a note is wrong" for leg, to in sorted(noted - beyond))


def _paid_legs(legs: tuple[Leg, ...]) -> Iterator[Leg]:
    return (leg for leg in legs if leg.settled_by == "paid")


def _beyond(leg: Leg) -> bool:
    return max(value_of(leg, "invoiced"), value_of(leg, "paid")) > value_of(leg, "due")


def _charges(deployment: str, legs: tuple[Leg, ...], story: Story) -> Iterator[str]:
    payers = {flow.id: flow.paid_by[0] for flow in story.laid_down.flows if flow.kind == "charge"}
    for charge, payer in payers.items():
        due, borne = sum_of((leg for leg in legs if leg.leg == charge), "due"), story.charged(payer)
        if due != borne:
            yield f"{deployment}: {due} is due on the leg {charge}, of which the {payer} bears {borne}"
