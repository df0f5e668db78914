"""Closure: the deployment is closed, and opened again."""

from s2ss_core.aggregates.award_share import certified_awards
from s2ss_core.aggregates.decision import Decision, DecisionContext
from s2ss_core.aggregates.deployment.decision import decide
from s2ss_core.aggregates.deployment.decisions.payments import errors
from s2ss_core.aggregates.deployment.deployment import Deployment
from s2ss_core.aggregates.deployment.legs import first_legs
from s2ss_core.aggregates.deployment.outdated import outdated_certificates
from s2ss_core.events import Closed, DeploymentEvent, Reopened
from s2ss_core.ledger import is_of_award
from s2ss_core.rules import Broken
from s2ss_core.rules import ending as rules
from s2ss_core.rules import money as money_rules
from s2ss_core.values import Money


def close(deployment: Deployment, context: DecisionContext, fact: Closed) -> Decision[DeploymentEvent]:
    """Close the deployment: its support has ended, its money is settled and, if it ran its course, it is reported and certified.

    What ran its course is what ended as completed, whatever the closing says, or is closed as completed.
    """
    ended = deployment.ending.ended
    ran_its_course = "completed" in {fact.cause, ended.cause if ended else None}
    return decide(
        deployment,
        fact,
        rules.the_support_has_ended.broken_by(ended_on=ended.on if ended else None, on=fact.on),
        _settled(deployment, context),
        rules.no_error_stands.broken_by(errors=errors(deployment)),
        money_rules.what_was_certified_is_still_what_is_eligible.broken_by(
            outdated=tuple(outdated_certificates(deployment, context))
        ),
        _completed(deployment, context) if ran_its_course else (),
    )


def reopen(deployment: Deployment, context: DecisionContext, fact: Reopened) -> Decision[DeploymentEvent]:
    """Open a closed deployment again."""
    closed = deployment.ending.closed
    return decide(
        deployment,
        fact,
        rules.it_was_closed_on_a_day_before.broken_by(closed_on=closed.on if closed else None, on=fact.on),
        rules.two_people_stand_behind_a_reopening.broken_by(
            asked_by=fact.asked_by.person, agreed_by=fact.agreed_by.person
        ),
        after_closing=True,
    )


def _settled(deployment: Deployment, context: DecisionContext) -> tuple[Broken, ...]:
    """The rules that nothing is owed on a leg that the holder of the money pays, or overpaid on one with releases."""
    legs = tuple(first_legs(deployment, context))
    released = [leg for leg in legs if leg.settling == "released"]
    owed = tuple(f"{leg.owed} on the leg {leg.leg} to {leg.to}" for leg in legs if leg.owed)
    return (
        *rules.nothing_is_overpaid.broken_by(overpaid=sum((leg.overpaid for leg in released), Money(0))),
        *rules.nothing_is_owed.broken_by(owed=owed),
    )


def _completed(deployment: Deployment, context: DecisionContext) -> tuple[Broken, ...]:
    terms = context.terms(deployment.funding)
    agreement = deployment.agreement.in_force(context.programme, context.terms(deployment.funding))
    schedule = agreement.schedule if agreement else ()
    left = tuple(
        str(due.instalment) for due in schedule if due.instalment not in deployment.money.settled_on(due.leg)
    )
    final = deployment.reporting.final
    certified = "certificate-returned" in terms.last_gates
    back = {certificate.certificate for certificate in deployment.ending.returned}
    standing = deployment.ending.standing
    of_each = all(
        any(is_of_award(certificate, award) for certificate in standing)
        for award in certified_awards(context.shares)
    )
    returned = of_each and back.issuperset(certificate.certificate for certificate in standing)
    return (
        *rules.every_instalment_is_settled.broken_by(open_ones=left),
        *(
            rules.the_final_report_was_written.broken_by(final_report=final.report if final else None)
            if context.programme.reports.final_authors
            else ()
        ),
        *rules.the_certificate_was_returned.broken_by(returned=returned or not certified),
    )
