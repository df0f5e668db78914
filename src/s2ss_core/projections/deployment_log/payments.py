"""Notes about payments and legs: money that settles nothing, went to somebody else, is more than is due, or is still owed."""

from collections.abc import Iterator

from s2ss_core.events import (
    CostIncurred,
    InstalmentReleased,
    InvoiceReceived,
    PaymentMade,
    SupportEnded,
    cause_of,
)
from s2ss_core.projections.deployment_log.findings import finding
from s2ss_core.projections.engine.event_set import EventSet
from s2ss_core.projections.engine.figure import no_money
from s2ss_core.projections.sums.instalments import payment_parts
from s2ss_core.projections.sums.legs import legs_in
from s2ss_core.projections.sums.support_costs import SupportCosts
from s2ss_core.rules import Finding, money
from s2ss_core.values import Cause, Organisation


def payment_notes(facts: EventSet) -> Iterator[Finding]:
    """A note for each payment of which a part settles nothing on record, or that went to somebody else than it is due to."""
    due_to = _due_to(facts)
    unsettled = {payment.position: no_money() for payment in facts.not_struck_out(PaymentMade)}
    for payment, of, part in payment_parts(facts):
        if of is None or (of.name != "release" and of not in due_to):
            unsettled[payment.position] += part
        elif of in due_to and part.value > 0:
            for broken in money.a_payment_goes_to_whom_it_is_due.broken_by(
                payment=payment.event.payment, paid_to=payment.event.paid_to.id, due_to=due_to[of].id
            ):
                yield finding(broken, payment.position, "note")
    for payment in facts.not_struck_out(PaymentMade):
        for broken in money.a_payment_settles_what_was_recorded.broken_by(
            payment=payment.event.payment, unsettled=unsettled[payment.position].value
        ):
            yield finding(broken, payment.position, "note")


def leg_notes(facts: EventSet, support: SupportCosts) -> Iterator[Finding]:
    """A note for each leg without releases on which more was invoiced or paid than is due, at what happened on it last."""
    for leg in legs_in(facts, support) or ():
        if leg.settled_by == "paid":
            for broken in money.a_leg_is_invoiced_and_paid_within_what_is_due.broken_by(
                leg=leg.leg,
                to=leg.to,
                due=leg.due.value,
                invoiced=leg.invoiced.value,
                paid=leg.paid.value,
            ):
                yield finding(broken, max(leg.invoiced.positions + leg.paid.positions), "note")


def unpaid_legs(facts: EventSet, support: SupportCosts) -> Iterator[Finding]:
    """A note, at the end of the support, for each leg without releases on which something is still owed.

    A leg between others is looked at where an invoice or a payment on it was told.
    """
    ended = facts.latest(SupportEnded)
    for leg in legs_in(facts, support) or () if ended else ():
        if ended and leg.settled_by == "paid" and leg.kept_on_record:
            for broken in money.a_leg_is_paid_once_support_has_ended.broken_by(
                leg=leg.leg, to=leg.to, due=leg.due.value, paid=leg.paid.value, owed=leg.owed.value
            ):
                yield finding(broken, ended.position, "note")


def _due_to(facts: EventSet) -> dict[Cause, Organisation]:
    """To whom each release, invoice and cost on record is due."""
    return {
        **{cause_of(entry.event): entry.event.paid_to for entry in facts.of(InstalmentReleased)},
        **{cause_of(entry.event): entry.event.supplier for entry in facts.not_struck_out(InvoiceReceived)},
        **{cause_of(entry.event): entry.event.supplier for entry in facts.not_struck_out(CostIncurred)},
    }
