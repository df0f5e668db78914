"""Agreement: the document issued and signed, its schedule of instalments, and the reviews agreed from the outset."""

from itertools import pairwise

from s2ss_core.aggregates.decision import Decision, DecisionContext
from s2ss_core.aggregates.deployment.decision import decide
from s2ss_core.aggregates.deployment.decisions.signatories import stranger_to_the_party
from s2ss_core.aggregates.deployment.deployment import Deployment
from s2ss_core.aggregates.deployment.people import people_on
from s2ss_core.events import AgreementIssued, AgreementSigned, Costs, DeploymentEvent, ReviewsScheduled
from s2ss_core.ids import among
from s2ss_core.ledger import scheduled, signatories_for
from s2ss_core.rules import Broken
from s2ss_core.rules import agreement as rules
from s2ss_core.rules import money as money_rules
from s2ss_core.rules import offices as office_rules


def issue_agreement(
    deployment: Deployment, context: DecisionContext, fact: AgreementIssued
) -> Decision[DeploymentEvent]:
    """Issue the agreement, or a variation of it, for signature."""
    terms = context.terms(deployment.funding)
    earlier = deployment.agreement.newest(fact.document)
    payees = deployment.payees(terms, fact.on)
    bound = fact.document not in terms.further_agreements
    return decide(
        deployment,
        fact,
        rules.the_plan_was_approved_before_the_agreement_was_issued.broken_by(
            approved_on=deployment.planning.approved_on, on=fact.on
        )
        if terms.plan_agreed_at is None
        else (),
        rules.the_document_is_the_one_the_programme_uses.broken_by(
            document=fact.document, asked=terms.documents
        ),
        rules.a_further_agreement_varies_the_one_before.broken_by(
            variation_of=fact.variation_of, in_force=earlier.agreement if earlier else None
        ),
        _schedule(deployment, fact) if "within-schedule" in terms.gates and bound else (),
        rules.the_agreement_quotes_a_purchase_order.broken_by(purchase_order=fact.purchase_order)
        if "invoice-with-purchase-order" in terms.gates and bound
        else (),
        rules.the_payee_is_one_the_programme_pays.broken_by(payee=_payee(fact, payees), payees=payees)
        if "payee-role" in terms.gates and bound
        else (),
        _costs(deployment, fact.costs) if fact.costs else (),
    )


def _costs(deployment: Deployment, costs: Costs) -> tuple[Broken, ...]:
    """The rules on the amounts of a contract that are not met: they make its total, that of the approved plan, and a member pays none."""
    school = deployment.brokering.brokered.school
    total = rules.the_contract_states_what_the_plan_comes_to.broken_by(
        total=costs.total, approved=deployment.planning.total
    )
    return (
        *rules.the_shares_make_the_total_cost.broken_by(
            parts=costs.supported_school + costs.broker + costs.home_school, total=costs.total
        ),
        *(total if deployment.planning.latest else ()),
        *money_rules.a_school_inside_the_alliance_is_charged_no_part.broken_by(
            school=school.id, inside=school.member_of_broker is True, payable=costs.supported_school
        ),
    )


def _payee(fact: AgreementIssued, paid: tuple[str, ...]) -> str | None:
    """A payee that is not one of these; the first one if all are; None if the agreement names none."""
    payees = [payee.id for payee in fact.payees]
    return next((payee for payee in payees if not among(payee, paid)), next(iter(payees), None))


def _schedule(deployment: Deployment, fact: AgreementIssued) -> tuple[Broken, ...]:
    numbers = tuple(due.instalment for due in fact.schedule)
    misplaced = tuple(
        due.instalment for before, due in pairwise(fact.schedule) if due.term.in_order < before.term.in_order
    )
    after = [due.after for due in fact.schedule]
    return (
        *rules.the_schedule_sums_to_the_approved_plan.broken_by(
            scheduled=scheduled(fact.schedule), approved=deployment.planning.total
        ),
        *rules.instalments_are_numbered_in_order.broken_by(
            numbers=numbers, count=len(numbers), misplaced=misplaced
        ),
        *rules.the_last_instalment_waits_for_the_final_report.broken_by(
            after=tuple(f"{due.instalment} {due.after or 'none'}" for due in fact.schedule),
            last_waits=after[-1:] == ["final"] and "final" not in after[:-1],
        ),
        *rules.a_variation_keeps_what_was_released.broken_by(
            released=tuple(map(str, deployment.money.instalments_released)),
            kept=_keeps_released(deployment, fact),
        ),
    )


def _keeps_released(deployment: Deployment, fact: AgreementIssued) -> bool:
    earlier = deployment.agreement.newest(fact.document)
    kept = [
        due
        for due in (earlier.schedule if earlier else ())
        if due.instalment in deployment.money.instalments_released
    ]
    return all(due in fact.schedule for due in kept)


def sign_agreement(
    deployment: Deployment, context: DecisionContext, fact: AgreementSigned
) -> Decision[DeploymentEvent]:
    """Record one party's signature."""
    issued = deployment.agreement.known(fact.agreement)
    needed = signatories_for(context.programme, issued) if issued else ()
    return decide(
        deployment,
        fact,
        rules.the_agreement_was_issued_before_it_was_signed.broken_by(
            agreement=fact.agreement, issued_on=issued.on if issued else None, on=fact.on
        ),
        rules.the_signature_is_one_the_agreement_needs.broken_by(party=fact.party, parties=needed)
        if issued
        else (),
        rules.the_signatory_has_read_it.broken_by(has_read=fact.has_read),
        office_rules.the_signatory_acts_for_the_party.broken_by(
            party=fact.party,
            signatory=fact.signatory.person,
            known_as=stranger_to_the_party(deployment, people_on(deployment, context, fact.on), fact),
        )
        if fact.party in needed
        else (),
    )


def schedule_reviews(
    deployment: Deployment, context: DecisionContext, fact: ReviewsScheduled
) -> Decision[DeploymentEvent]:
    """Record the dates agreed for the termly reviews."""
    return decide(deployment, fact)
