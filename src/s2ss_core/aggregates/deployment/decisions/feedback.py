"""Feedback: what the supported school says of the support, and the signatures on its forms."""

from typing import get_args

import attrs

from s2ss_core.aggregates.decision import Decision, DecisionContext
from s2ss_core.aggregates.deployment.decision import decide
from s2ss_core.aggregates.deployment.deployment import Deployment
from s2ss_core.aggregates.deployment.people import people_on
from s2ss_core.events import (
    Criterion,
    DeploymentEvent,
    FeedbackGiven,
    PlanReviewed,
    RecordSigned,
    SupportEvaluated,
)
from s2ss_core.ids import among, key_of, same
from s2ss_core.programmes import terms_between
from s2ss_core.rules import Broken
from s2ss_core.rules import feedback as rules
from s2ss_core.values import Person


def give_feedback(
    deployment: Deployment, context: DecisionContext, fact: FeedbackGiven
) -> Decision[DeploymentEvent]:
    """Record a school's feedback on a term."""
    return decide(
        deployment,
        fact,
        _from_the_school(deployment, context, fact),
        on_a_term(deployment, context, fact),
        _of_a_leader(deployment, fact),
        despite=True,
    )


def evaluate_support(
    deployment: Deployment, context: DecisionContext, fact: SupportEvaluated
) -> Decision[DeploymentEvent]:
    """Record how a school evaluated the support."""
    return decide(
        deployment,
        fact,
        _from_the_school(deployment, context, fact),
        _of_a_leader(deployment, fact),
        rules.the_evaluation_rates_every_criterion.broken_by(
            rated=tuple(rating.criterion for rating in fact.ratings), criteria=get_args(Criterion)
        ),
        despite=True,
    )


def sign_record(
    deployment: Deployment, context: DecisionContext, fact: RecordSigned
) -> Decision[DeploymentEvent]:
    """Record that somebody signed a form."""
    if fact.record == "deployment-record":
        of = (*on_a_term(deployment, context, fact), *_of_a_leader(deployment, fact))
    else:
        of = rules.the_record_that_is_signed_was_recorded.broken_by(
            record=fact.record,
            of=fact.of,
            recorded=deployment.feedback.recorded(fact.record, fact.on),
            on=fact.on,
        )
    return decide(deployment, fact, of, _by_a_party(deployment, context, fact), despite=True)


def _from_the_school(
    deployment: Deployment, context: DecisionContext, fact: FeedbackGiven | SupportEvaluated
) -> tuple[Broken, ...]:
    people, heads = people_on(deployment, context, fact.on), (_as_headteacher(deployment, fact.by),)
    return rules.the_supported_school_speaks_through_its_headteacher.broken_by(
        strangers=people.strangers(heads), holders=people.in_office(heads), on=fact.on
    )


def _as_headteacher(deployment: Deployment, person: Person) -> Person:
    """The person as somebody who speaks as Headteacher or for them, whatever role was written beside the name."""
    school = deployment.brokering.brokered.school
    if person.role == "headteacher-nominee" and key_of(person.organisation) in school.names:
        return person
    return attrs.evolve(person, role="headteacher", organisation=school.id)


def on_a_term(
    deployment: Deployment, context: DecisionContext, fact: FeedbackGiven | RecordSigned | PlanReviewed
) -> tuple[Broken, ...]:
    """The rule that a form is on a term of the support, if it is not met."""
    period = deployment.brokering.period_on(fact.on)
    terms = terms_between(context.programme, period.start, period.end)
    return rules.the_form_is_on_a_term_of_the_support.broken_by(term=fact.term, terms=terms)


def _of_a_leader(
    deployment: Deployment, fact: FeedbackGiven | SupportEvaluated | RecordSigned
) -> tuple[Broken, ...]:
    leaders = tuple(deployed.leader for deployed in deployment.brokering.leaders.joined_by(fact.on))
    return rules.the_form_is_of_a_leader_who_was_deployed_here.broken_by(
        leader=fact.leader, leaders=leaders, on=fact.on, found=among(fact.leader, leaders)
    )


def _by_a_party(deployment: Deployment, context: DecisionContext, fact: RecordSigned) -> tuple[Broken, ...]:
    people, heads = people_on(deployment, context, fact.on), (_as_headteacher(deployment, fact.signatory),)
    by_leader = fact.record == "deployment-record" and same(fact.signatory.person, fact.leader)
    leaders = (fact.leader,) if fact.record == "deployment-record" and fact.leader else ()
    return rules.the_record_is_signed_by_a_party_to_it.broken_by(
        record=fact.record,
        signatory=fact.signatory.person,
        parties=(*leaders, *people.in_office(heads)),
        found=by_leader or not people.strangers(heads),
    )
