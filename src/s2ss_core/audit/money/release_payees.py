"""To whom an instalment is released, on what paper, and by whom."""

from collections.abc import Iterator

from s2ss_core.audit.check import Breach
from s2ss_core.audit.deployment import Deployment, deployment_before
from s2ss_core.audit.money.account_checks import asks_account
from s2ss_core.audit.money.deployment_account import DeploymentAccount
from s2ss_core.audit.money.gates import gates_of
from s2ss_core.audit.money.payees import payees_of
from s2ss_core.audit.parties import known_as
from s2ss_core.audit.record import Prefix
from s2ss_core.events import (
    AgreementSigned,
    CostAllowed,
    GrantUsageCertified,
    InstalmentReleased,
    InvoiceReceived,
    SupportResumed,
    WithholdingLifted,
)
from s2ss_core.ids import key_of, same, same_number
from s2ss_core.values import INSTALMENT, Person

Breaches = Iterator[Breach]
LetsGo = InstalmentReleased | WithholdingLifted | CostAllowed | SupportResumed


@asks_account("S2SS-M09", InstalmentReleased)
def to_one_the_programme_pays(event: InstalmentReleased, account: DeploymentAccount, _: Prefix) -> Breaches:
    """It goes to the leader's school or trust, or to whom else the programme pays."""
    payees = payees_of(account, event.leg)
    if "payee-role" in gates_of(account, event) and key_of(event.paid_to.id) not in payees:
        yield Breach(paid_to=event.paid_to.id, payees=tuple(payees))


@asks_account("S2SS-M10", InstalmentReleased)
def on_an_invoice(event: InstalmentReleased, account: DeploymentAccount, _: Prefix) -> Breaches:
    """Whoever is outside the broker's trust is paid on an invoice that quotes the purchase order."""
    if "invoice-with-purchase-order" not in gates_of(account, event) or event.paid_to.member_of_broker:
        return
    agreement = account.agreements.on(event.on)
    order = agreement.purchase_order if agreement else None
    differs = tuple(_differs(event, account, order))
    if differs:
        yield Breach(
            paid_to=event.paid_to.id, instalment=event.instalment, purchase_order=order, differs=differs
        )


def _differs(event: InstalmentReleased, account: DeploymentAccount, order: str | None) -> Iterator[str]:
    entry = account.invoices.get(event.invoice) if event.invoice else None
    if event.settled_by != "invoice":
        yield "it is not settled by invoice"
    if order is None or not same_number(event.purchase_order, order):
        yield f"the purchase order is {order}"
    if entry is None:
        yield f"no invoice {event.invoice} stands"
        return
    invoice: InvoiceReceived = entry.event
    if not same(invoice.supplier.id, event.paid_to.id):
        yield f"it is of {invoice.supplier.id}"
    if (invoice.instalment, invoice.leg) != (event.instalment, event.leg):
        yield "it is for another instalment"
    if not same_number(invoice.purchase_order, order):
        yield f"it quotes {invoice.purchase_order}"
    if event.on < invoice.on:
        yield f"it arrived on {invoice.on}"
    if event.amount > invoice.net - _released_on(event, account):
        yield f"it is of {invoice.net}"


def _released_on(event: InstalmentReleased, account: DeploymentAccount) -> int:
    others = (entry.event for entry in account.releases.values())
    return sum(int(other.amount) for other in others if other.invoice == event.invoice)


@asks_account("S2SS-M11", InstalmentReleased)
def a_member_by_journal(event: InstalmentReleased, account: DeploymentAccount, _: Prefix) -> Breaches:
    """A member of the broker's own trust is paid by journal."""
    member = event.paid_to.member_of_broker
    if "journal-for-members" in gates_of(account, event) and member and event.settled_by != "journal":
        yield Breach(paid_to=event.paid_to.id, settled_by=event.settled_by)


@asks_account("S2SS-M50", InstalmentReleased, WithholdingLifted, CostAllowed, SupportResumed)
def by_nobody_who_is_paid(event: LetsGo, account: DeploymentAccount, prefix: Prefix) -> Breaches:
    """Whoever lets money go is not paid for the support."""
    deployment = deployment_before(prefix)
    if deployment is None:
        return
    by = event.authorised_by if isinstance(event, InstalmentReleased) else event.by
    leg = event.leg if isinstance(event, InstalmentReleased) else INSTALMENT
    known = known_as(deployment, by, "broker", event.on) or _of_the_payee(by, leg, account, deployment)
    if known is not None:
        yield Breach(by=by.person, known_as=known)


def _of_the_payee(by: Person, leg: str, account: DeploymentAccount, deployment: Deployment) -> str | None:
    broker = key_of(account.brokered.broker.id)
    if deployment.among(by.person, list(_acted_for_a_payee(broker, deployment))):
        return "somebody who acted for a payee"
    homes = [
        home for spell in deployment.spells for home in (spell.leader.home_school, spell.leader.home_trust)
    ]
    paid = {*payees_of(account, leg), *(key_of(home.id) for home in homes if home)} - {broker}
    return f"of {by.organisation}, which is paid" if key_of(by.organisation) in paid else None


def _acted_for_a_payee(broker: str, deployment: Deployment) -> Iterator[str]:
    """Who signed for a payee or a home school, and who prepared or certified its use of the grant."""
    signed = deployment.book.events(AgreementSigned)
    acted = [made.signatory for made in signed if made.party in {"payee", "home-school"}]
    for certified in deployment.book.events(GrantUsageCertified):
        acted += (certified.preparer, certified.certifier)
    yield from (person.person for person in acted if key_of(person.organisation) != broker)
