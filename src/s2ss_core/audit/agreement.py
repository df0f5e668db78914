"""The agreement: what it says, who signs it, and the schedule of its instalments."""

from collections.abc import Iterator
from itertools import pairwise

from s2ss_core.audit.check import Breach, as_money
from s2ss_core.audit.deployment import Deployment, asks
from s2ss_core.audit.parties import known_as, organisations_of
from s2ss_core.events import AgreementIssued, AgreementSigned, PlanApproved, ScheduledInstalment
from s2ss_core.ids import among


@asks("S2SS-A01", AgreementIssued)
def after_the_plan(event: AgreementIssued, deployment: Deployment) -> Iterator[Breach]:
    """A plan was approved by that day, unless the programme has it agreed afterwards, at a QA Day."""
    if deployment.terms and deployment.terms.plan_agreed_at:
        return
    approvals = [approved.on for approved in deployment.book.events(PlanApproved)]
    if min(approvals, default=event.on) > event.on or not approvals:
        yield Breach(approved_on=min(approvals, default=None), on=event.on)


def _legs(event: AgreementIssued) -> dict[str, list[ScheduledInstalment]]:
    legs: dict[str, list[ScheduledInstalment]] = {}
    for instalment in event.schedule:
        legs.setdefault(instalment.leg, []).append(instalment)
    return legs


@asks("S2SS-A02", AgreementIssued)
def the_sum_of_the_schedule(event: AgreementIssued, deployment: Deployment) -> Iterator[Breach]:
    """Where instalments are released within a schedule, those of the leg come to what is approved."""
    terms, approved = deployment.terms, deployment.approved
    if (
        terms is None
        or "within-schedule" not in terms.gates
        or approved is None
        or deployment.is_beside(event)
    ):
        return
    scheduled = sum(int(instalment.amount) for instalment in event.schedule)
    if scheduled != approved.total:
        yield Breach(scheduled=as_money(scheduled), approved=approved.total)


@asks("S2SS-A03", AgreementIssued)
def the_numbers(event: AgreementIssued, _: Deployment) -> Iterator[Breach]:
    """On each leg the instalments are numbered from one, in the order of their terms."""
    for instalments in _legs(event).values():
        numbers = [instalment.instalment for instalment in instalments]
        misplaced = [
            later.instalment
            for before, later in pairwise(instalments)
            if later.term.in_order < before.term.in_order
        ]
        if numbers != list(range(1, len(numbers) + 1)) or misplaced:
            yield Breach(numbers=numbers, count=len(numbers), misplaced=misplaced)


@asks("S2SS-A04", AgreementIssued)
def the_document(event: AgreementIssued, deployment: Deployment) -> Iterator[Breach]:
    """It is a document that the programme uses."""
    if deployment.terms is None:
        return
    asked = [each for each in (deployment.terms.agreement, *deployment.terms.further_agreements) if each]
    if event.document not in asked:
        yield Breach(document=event.document, asked=asked)


@asks("S2SS-A05", AgreementIssued)
def the_purchase_order(event: AgreementIssued, deployment: Deployment) -> Iterator[Breach]:
    """Where an instalment is paid on an invoice, the agreement has the number of a purchase order."""
    if (
        deployment.terms
        and "invoice-with-purchase-order" in deployment.terms.gates
        and not event.purchase_order
        and not deployment.is_beside(event)
    ):
        yield Breach(purchase_order=None)


@asks("S2SS-A06", AgreementIssued)
def the_shares(event: AgreementIssued, _: Deployment) -> Iterator[Breach]:
    """What each bears makes the whole cost."""
    if event.costs is None:
        return
    parts = int(event.costs.supported_school) + int(event.costs.broker) + int(event.costs.home_school)
    if parts != event.costs.total:
        yield Breach(parts=as_money(parts), total=event.costs.total)


@asks("S2SS-M82", AgreementIssued)
def nothing_of_a_member(event: AgreementIssued, deployment: Deployment) -> Iterator[Breach]:
    """A supported school that belongs to the broker's alliance bears nothing."""
    brokered = deployment.brokered
    if event.costs and brokered.school.member_of_broker and event.costs.supported_school:
        yield Breach(school=brokered.school.id, payable=event.costs.supported_school)


@asks("S2SS-A60", AgreementIssued)
def the_total_of_the_plan(event: AgreementIssued, deployment: Deployment) -> Iterator[Breach]:
    """The whole cost that it states is what the plan approved last comes to."""
    plan = deployment.plan(deployment.approved.plan_version) if deployment.approved else None
    if event.costs is not None and plan is not None and event.costs.total != plan.total:
        yield Breach(total=event.costs.total, approved=plan.total)


@asks("S2SS-A07", AgreementIssued)
def the_payees(event: AgreementIssued, deployment: Deployment) -> Iterator[Breach]:
    """Whoever is paid is one of those whom the programme pays, and an organisation."""
    if deployment.terms is None or not deployment.terms.payees or deployment.is_beside(event):
        return
    payees = organisations_of(deployment, deployment.terms.payees, event.on)
    named = [payee.id for payee in event.payees]
    named += [
        party.organisation.id if party.organisation else None  # type: ignore[misc]
        for party in event.parties
        if party.role == "payee"
    ]
    strange = [payee for payee in named if not among(payee, payees)]
    if strange:
        yield Breach(payee=strange[0], payees=payees)


@asks("S2SS-A08", AgreementSigned)
def the_party(event: AgreementSigned, deployment: Deployment) -> Iterator[Breach]:
    """Who signs is one of the parties that the document needs."""
    issued = _issued(event, deployment)
    parties = deployment.signatories(issued) if issued else ()
    if issued and deployment.programme and event.party not in parties:
        yield Breach(party=event.party, parties=parties)


@asks("S2SS-A09", AgreementSigned)
def has_read(event: AgreementSigned, _: Deployment) -> Iterator[Breach]:
    """Whoever signs has read it."""
    if not event.has_read:
        yield Breach(has_read=False)


def _issued(event: AgreementSigned, deployment: Deployment) -> AgreementIssued | None:
    issued = deployment.book.events(AgreementIssued)
    return next((agreement for agreement in issued if agreement.agreement == event.agreement), None)


@asks("S2SS-A10", AgreementSigned)
def issued_before(event: AgreementSigned, deployment: Deployment) -> Iterator[Breach]:
    """It was issued by that day."""
    issued = _issued(event, deployment)
    if issued is None or event.on < issued.on:
        yield Breach(agreement=event.agreement, issued_on=issued and issued.on, on=event.on)


@asks("S2SS-A12", AgreementIssued)
def what_it_varies(event: AgreementIssued, deployment: Deployment) -> Iterator[Breach]:
    """It varies the agreement of its kind before it, and the first varies none."""
    before = deployment.newest_agreement(event.document)
    in_force = before.agreement if before else None
    if event.variation_of != in_force:
        yield Breach(variation_of=event.variation_of, in_force=in_force)


@asks("S2SS-A13", AgreementIssued)
def what_instalments_wait_for(event: AgreementIssued, deployment: Deployment) -> Iterator[Breach]:
    """The last instalment waits for the final report, and those before it for an interim one."""
    if deployment.programme is None or not deployment.programme.reports.written:
        return
    for instalments in _legs(event).values():
        after = [instalment.after for instalment in instalments]
        if "report-exists" in (deployment.terms.gates if deployment.terms else ()) and after != [
            *["interim"] * (len(after) - 1),
            "final",
        ]:
            yield Breach(after=[str(each) for each in after], last_waits=False)


@asks("S2SS-A14", AgreementSigned)
def who_signs(event: AgreementSigned, deployment: Deployment) -> Iterator[Breach]:
    """Whoever signs is known as nothing else than somebody of the party, or stands in for one who is."""
    known = known_as(deployment, event.signatory, event.party, event.on)
    if known:
        yield Breach(party=event.party, signatory=event.signatory.person, known_as=known)
