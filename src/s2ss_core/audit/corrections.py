"""Corrections: two people behind each, of something that stands, and never of what something else rests on."""

from collections.abc import Iterator

from s2ss_core.audit.book import id_of
from s2ss_core.audit.check import Breach, check
from s2ss_core.audit.deployment import Deployment, asks, deployment_before
from s2ss_core.audit.record import Prefix
from s2ss_core.audit.support_of_entries import (
    in_place_of,
    money_rests_on,
    rests_for_good,
    rests_on,
)
from s2ss_core.events import (
    AcceptedDespite,
    AwardCostReversed,
    AwardPaymentReversed,
    CostAllowed,
    CostDisallowed,
    CostReversed,
    EntryStruckOut,
    InstalmentReleased,
    InvoiceReceived,
    PaymentReversed,
    VatSettled,
    people_in,
)
from s2ss_core.ids import among, same_number

STRUCK_OUT = {
    "deployment": {
        "visit", "cost", "report", "review", "judgement", "payment", "invoice", "plan", "concern", "disallowance",
        "agreement", "agreement-signed", "plan-approved", "plan-returned", "report-finalised", "document-shared",
        "qa-lead-appointed", "qa-lead-stood-down", "leader-joined", "leader-replaced", "time-renegotiated",
        "planning-meeting-held", "training-attended", "foundations-secured", "reviews-scheduled", "cost-reversed",
        "cost-allowed", "vat-settled", "payment-reversed", "instalment-withheld", "withholding-lifted",
        "concern-escalated", "concern-resolved", "evidence-filed", "certificate-prepared",
    },
}  # fmt: skip
NEVER = {
    "release",
    "brokered",
    "closed",
    "reopened",
    "support-ended",
    "grant-usage-certified",
    "certificate-returned",
}
Credit = CostReversed | PaymentReversed | AwardCostReversed | AwardPaymentReversed


@check("S2SS-X01", EntryStruckOut)
def two_people(event: EntryStruckOut, prefix: Prefix) -> Iterator[Breach]:
    """It was asked for by one person and agreed by another."""
    record = prefix.record
    if record.identity(event.asked_by.person) == record.identity(event.agreed_by.person):
        yield Breach(asked_by=event.asked_by.person, agreed_by=event.agreed_by.person)


@check("S2SS-X02", EntryStruckOut)
def of_what_stands(event: EntryStruckOut, prefix: Prefix) -> Iterator[Breach]:
    """It was recorded here, and not struck out before."""
    if event.of.name in NEVER:
        return
    wrong = prefix.book.known(event.of)
    if wrong is None or not prefix.book.stands(wrong):
        yield Breach(entry=event.of, stands=False)


@check("S2SS-X02", CostReversed)
def of_a_cost_that_stands(event: CostReversed, prefix: Prefix) -> Iterator[Breach]:
    """The cost was recorded, and not struck out."""
    yield from _not_standing(("cost", event.cost), prefix)


@check("S2SS-X02", CostDisallowed)
def of_a_fact_that_stands(event: CostDisallowed, prefix: Prefix) -> Iterator[Breach]:
    """The visit or cost was recorded, and not struck out."""
    yield from _not_standing(id_of(event.of), prefix)


@check("S2SS-X02", VatSettled)
def of_vat_that_stands(event: VatSettled, prefix: Prefix) -> Iterator[Breach]:
    """The cost or payment was recorded, and not struck out."""
    yield from _not_standing(id_of(event.of), prefix)


def _not_standing(identity: tuple[str, ...], prefix: Prefix) -> Iterator[Breach]:
    entry = prefix.book.entry(*identity)
    if entry is None or not prefix.book.stands(entry):
        yield Breach(entry=" ".join(identity), stands=False)


@check("S2SS-X03", EntryStruckOut)
def by_another_entry(event: EntryStruckOut, _: Prefix) -> Iterator[Breach]:
    """What replaces it is another entry."""
    if event.replaced_by is not None and id_of(event.replaced_by) == id_of(event.of):
        yield Breach(entry=event.of, replaced_by=event.replaced_by)


@check("S2SS-X06", AcceptedDespite)
def accepted_by_another(event: AcceptedDespite, prefix: Prefix) -> Iterator[Breach]:
    """Whoever accepts is not the one who records."""
    if prefix.record.identity(event.accepted_by.person) == prefix.record.identity(prefix.entry.recorded_by):
        yield Breach(accepted_by=event.accepted_by.person, recorded_by=prefix.entry.recorded_by)


@check("S2SS-X30", AcceptedDespite)
def accepted_by_nobody_in_it(event: AcceptedDespite, prefix: Prefix) -> Iterator[Breach]:
    """Whoever accepts is not named in what is accepted."""
    fact = prefix.book.known(event.of)
    named = people_in(fact.event) if fact else ()
    accepts = prefix.record.identity(event.accepted_by.person)
    if accepts in map(prefix.record.identity, named):
        yield Breach(accepted_by=event.accepted_by.person, named=named)


@asks("S2SS-X07", CostAllowed)
def a_disallowance_that_stands(event: CostAllowed, deployment: Deployment) -> Iterator[Breach]:
    """The disallowance was made, stands, and was not lifted."""
    made = [each.disallowance for each in deployment.book.events(CostDisallowed)]
    lifted = [each.disallowance for each in deployment.book.events(CostAllowed)]
    if event.disallowance not in made or event.disallowance in lifted:
        yield Breach(disallowance=event.disallowance, stands=False)


@check("S2SS-X09", EntryStruckOut)
def of_a_kind_that_is_struck_out(event: EntryStruckOut, _: Prefix) -> Iterator[Breach]:
    """What moved or certified money, or ended something, is not struck out."""
    if event.of.name in NEVER:
        yield Breach(entry=event.of.name, kinds=STRUCK_OUT["deployment"])


@check("S2SS-X10", CostReversed, PaymentReversed, AwardCostReversed, AwardPaymentReversed)
def counted_once(event: Credit, prefix: Prefix) -> Iterator[Breach]:
    """A document is counted once for a cost or a payment, whatever the spelling of its number."""
    of = "cost" if hasattr(event, "cost") else "payment"
    for other in prefix.book.events(type(event)):
        if getattr(other, of) == getattr(event, of) and same_number(other.document, event.document):
            yield Breach(document=event.document, counted=other.document)
            return


@check("S2SS-X11", EntryStruckOut)
def nothing_rests_on_it(event: EntryStruckOut, prefix: Prefix) -> Iterator[Breach]:
    """What rests on it was struck out before it."""
    wrong, deployment = prefix.book.known(event.of), deployment_before(prefix)
    resting = tuple(rests_on(wrong, deployment)) if wrong and deployment else ()
    if resting:
        yield Breach(entry=event.of, resting=", ".join(map(str, resting)))


@check("S2SS-X12", EntryStruckOut)
def what_stays_for_good(event: EntryStruckOut, prefix: Prefix) -> Iterator[Breach]:
    """No release rests on it, and no approval of a plan on the only QA Day at which its money was agreed."""
    wrong, deployment = prefix.book.known(event.of), deployment_before(prefix)
    resting = tuple(rests_for_good(wrong, deployment)) if wrong and deployment else ()
    if resting:
        yield Breach(entry=event.of, resting=", ".join(map(str, resting)))


@check("S2SS-X15", EntryStruckOut)
def what_money_rests_on(event: EntryStruckOut, prefix: Prefix) -> Iterator[Breach]:
    """A report or review that money rests on is replaced by another of its kind and term that stands."""
    wrong = prefix.book.known(event.of)
    resting = tuple(money_rests_on(wrong, prefix.book)) if wrong else ()
    other = prefix.book.known(event.replaced_by) if event.replaced_by else None
    replaced = other is not None and other is not wrong and prefix.book.stands(other)
    if wrong and resting and not (replaced and other and _alike(other.event, wrong.event)):
        yield Breach(entry=event.of, kind=event.of.name, resting=", ".join(map(str, resting)), replaced=False)


def _alike(other: object, wrong: object) -> bool:
    return type(other) is type(wrong) and getattr(other, "term", None) == getattr(wrong, "term", None)


@check("S2SS-X13", EntryStruckOut)
def a_paid_invoice(event: EntryStruckOut, prefix: Prefix) -> Iterator[Breach]:
    """An invoice that a release was made on is replaced by another one that stands."""
    if event.of.name != "invoice":
        return
    invoice = event.of.id[0]
    wrong = prefix.book.known(event.of)
    stood = [entry.event.invoice for entry in in_place_of(wrong, prefix.book)] if wrong else [invoice]
    released = [
        release.instalment
        for release in prefix.book.events(InstalmentReleased)
        if release.invoice is not None and among(release.invoice, stood)
    ]
    other = prefix.book.known(event.replaced_by) if event.replaced_by else None
    replaced = other is not None and isinstance(other.event, InvoiceReceived) and prefix.book.stands(other)
    if released and not replaced:
        yield Breach(invoice=invoice, instalments=released, replaced=False)


@check("S2SS-X14", VatSettled)
def vat_of_a_cost_or_payment(event: VatSettled, _: Prefix) -> Iterator[Breach]:
    """It is of a cost or of a payment."""
    if event.of.name not in {"cost", "payment"}:
        yield Breach(entry=event.of, kind=event.of.name)
