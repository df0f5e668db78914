"""Agreement: the document issued and signed, its schedule of instalments, and the reviews agreed from the outset."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, assert_never

import attrs

from s2ss_core.aggregates.deciding import Circumstances, Decision
from s2ss_core.events import (
    AgreementEvent,
    AgreementIssued,
    AgreementSigned,
    DeploymentEvent,
    ReviewsScheduled,
    ScheduledInstalment,
)
from s2ss_core.programmes import Programme, signatories_of
from s2ss_core.rules import (
    Broken,
    a_further_agreement_varies_the_one_before,
    a_variation_keeps_what_was_released,
    instalments_are_numbered_in_order,
    the_agreement_quotes_a_purchase_order,
    the_agreement_was_issued_before_it_was_signed,
    the_document_is_the_one_the_programme_uses,
    the_last_instalment_waits_for_the_final_report,
    the_payee_is_one_the_programme_pays,
    the_plan_was_approved_before_the_agreement_was_issued,
    the_schedule_sums_to_the_approved_plan,
    the_shares_make_the_total_cost,
    the_signatory_has_read_it,
    the_signature_is_one_the_agreement_needs,
)
from s2ss_core.values import Money

if TYPE_CHECKING:
    from s2ss_core.aggregates.deployment import Deployment

UNSIGNED: Mapping[str, date] = {}


@attrs.frozen(kw_only=True)
class Agreement:
    """What agreeing leaves true: the agreements issued, oldest first, and who signed each when."""

    issued: tuple[AgreementIssued, ...] = ()
    signed: Mapping[str, Mapping[str, date]] = attrs.field(factory=dict)

    def signed_on(self, issued: AgreementIssued, programme: Programme) -> date | None:
        """The day the last party that must had signed, or None while one is missing."""
        days = self.signed.get(issued.agreement, UNSIGNED)
        needed = signatories_of(programme, issued.document)
        return max(days[party] for party in needed) if needed and set(needed) <= set(days) else None

    def began(self, programme: Programme) -> date | None:
        """The day on which the first agreement was signed by all who must."""
        days = [self.signed_on(issued, programme) for issued in self.issued]
        return min((day for day in days if day is not None), default=None)

    def in_force(self, programme: Programme) -> AgreementIssued | None:
        """The newest agreement that every party has signed."""
        return next((one for one in reversed(self.issued) if self.signed_on(one, programme)), None)

    def known(self, agreement: str) -> AgreementIssued | None:
        """The agreement of that id."""
        return next((one for one in self.issued if one.agreement == agreement), None)


def scheduled(schedule: tuple[ScheduledInstalment, ...], to: int | None = None) -> Money:
    """What a schedule sets out in all, or up to an instalment."""
    return sum((one.amount for one in schedule if to is None or one.instalment <= to), Money(0))


def issue_agreement(
    deployment: "Deployment", circumstances: Circumstances, fact: AgreementIssued
) -> Decision[DeploymentEvent]:
    """Issue the agreement, or a variation of it, for signature."""
    terms = circumstances.terms(deployment.funding)
    earlier = deployment.agreement.issued
    costs = fact.costs
    return deployment.decide(
        fact,
        the_plan_was_approved_before_the_agreement_was_issued.broken_by(
            approved_on=deployment.planning.approved_on, on=fact.on
        ),
        the_document_is_the_one_the_programme_uses.broken_by(document=fact.document, asked=terms.agreement),
        a_further_agreement_varies_the_one_before.broken_by(
            variation_of=fact.variation_of, in_force=earlier[-1].agreement if earlier else None
        ),
        _schedule(deployment, fact) if "within-schedule" in terms.gates else (),
        the_agreement_quotes_a_purchase_order.broken_by(purchase_order=fact.purchase_order)
        if "invoice-with-purchase-order" in terms.gates
        else (),
        the_payee_is_one_the_programme_pays.broken_by(
            payee=fact.payee.id if fact.payee else None, payees=deployment.payees(terms)
        )
        if "payee-role" in terms.gates
        else (),
        the_shares_make_the_total_cost.broken_by(
            parts=costs.supported_school + costs.broker + costs.home_school, total=costs.total
        )
        if costs
        else (),
    )


def _schedule(deployment: "Deployment", fact: AgreementIssued) -> tuple[Broken, ...]:
    numbers = tuple(one.instalment for one in fact.schedule)
    by_term = sorted(fact.schedule, key=lambda one: one.term.in_order)
    after = tuple(one.after for one in fact.schedule)
    return (
        *the_schedule_sums_to_the_approved_plan.broken_by(
            scheduled=scheduled(fact.schedule), approved=deployment.planning.total
        ),
        *instalments_are_numbered_in_order.broken_by(
            numbers=tuple(one.instalment for one in by_term) if list(fact.schedule) == by_term else (),
            count=len(numbers),
        ),
        *the_last_instalment_waits_for_the_final_report.broken_by(
            after=after, last_waits=after[-1:] == ("final",) and "final" not in after[:-1]
        ),
        *a_variation_keeps_what_was_released.broken_by(
            released=tuple(map(str, deployment.ledger.released)), kept=_keeps_released(deployment, fact)
        ),
    )


def _keeps_released(deployment: "Deployment", fact: AgreementIssued) -> bool:
    earlier = deployment.agreement.issued[-1].schedule if deployment.agreement.issued else ()
    kept = [one for one in earlier if one.instalment in deployment.ledger.released]
    return all(one in fact.schedule for one in kept)


def sign_agreement(
    deployment: "Deployment", circumstances: Circumstances, fact: AgreementSigned
) -> Decision[DeploymentEvent]:
    """Record one party's signature."""
    issued = deployment.agreement.known(fact.agreement)
    needed = signatories_of(circumstances.programme, issued.document) if issued else ()
    return deployment.decide(
        fact,
        the_agreement_was_issued_before_it_was_signed.broken_by(
            agreement=fact.agreement, issued_on=issued.on if issued else None, on=fact.on
        ),
        the_signature_is_one_the_agreement_needs.broken_by(party=fact.party, parties=needed)
        if issued
        else (),
        the_signatory_has_read_it.broken_by(has_read=fact.has_read),
    )


def schedule_reviews(
    deployment: "Deployment", circumstances: Circumstances, fact: ReviewsScheduled
) -> Decision[DeploymentEvent]:
    """Record the dates agreed for the termly reviews."""
    return deployment.decide(fact)


def evolve(agreement: Agreement, event: AgreementEvent) -> Agreement:
    """Apply what happened."""
    match event:
        case AgreementIssued():
            return attrs.evolve(agreement, issued=(*agreement.issued, event))
        case AgreementSigned(agreement=name, party=party, on=on):
            days = {**agreement.signed.get(name, UNSIGNED), party: on}
            return attrs.evolve(agreement, signed={**agreement.signed, name: days})
        case ReviewsScheduled():
            return agreement
        case _:
            assert_never(event)
