"""Activities: needs assessed, and activities planned and held."""

from s2ss_core.aggregates.decision import Decision, DecisionContext
from s2ss_core.aggregates.deployment.decision import decide
from s2ss_core.aggregates.deployment.deployment import Deployment
from s2ss_core.events import ActivityHeld, ActivityPlanned, DeploymentEvent, NeedsAssessed
from s2ss_core.rules import Broken
from s2ss_core.rules import activities as rules


def assess_needs(
    deployment: Deployment, context: DecisionContext, fact: NeedsAssessed
) -> Decision[DeploymentEvent]:
    """Record what a school needs."""
    asked = sum(rhythm.priorities for rhythm in context.programme.rhythms if rhythm.kind == fact.kind)
    return decide(
        deployment,
        fact,
        rules.the_assessment_names_the_priorities_that_are_asked_for.broken_by(
            kind=fact.kind, named=len({priority.id for priority in fact.priorities}), asked=asked
        )
        if asked
        else (),
        despite=True,
    )


def plan_activity(
    deployment: Deployment, context: DecisionContext, fact: ActivityPlanned
) -> Decision[DeploymentEvent]:
    """Plan an activity, or plan one again."""
    again = (
        rules.the_activity_that_is_planned_again_was_planned.broken_by(
            instead_of=fact.instead_of, planned=tuple(deployment.activities.expected())
        )
        if fact.instead_of is not None
        else ()
    )
    ends = rules.the_activity_ends_on_its_first_day_or_later.broken_by(
        held_once=fact.every == "once", first=fact.first, last=fact.last
    )
    return decide(deployment, fact, again, ends, _for_everybody(context, fact))


def hold_activity(
    deployment: Deployment, context: DecisionContext, fact: ActivityHeld
) -> Decision[DeploymentEvent]:
    """Record that an activity was held."""
    return decide(
        deployment, fact, _of_its_kind(deployment, fact), _for_everybody(context, fact), despite=True
    )


def _of_its_kind(deployment: Deployment, fact: ActivityHeld) -> tuple[Broken, ...]:
    if fact.activity is None:
        return ()
    planned = deployment.activities.planned.get(fact.activity)
    return rules.the_session_is_of_an_activity_of_its_kind.broken_by(
        activity=fact.activity, kind=fact.kind, planned=planned.kind if planned else None
    )


def _for_everybody(context: DecisionContext, fact: ActivityPlanned | ActivityHeld) -> tuple[Broken, ...]:
    """The rule on the roles that the programme has take part in an activity, if it is not met."""
    there = {person.role for person in fact.people}
    asked = (rhythm.people for rhythm in context.programme.rhythms if rhythm.kind == fact.kind)
    missing = {role for roles in asked for role in roles if not {role, f"{role}-nominee"} & there}
    return rules.the_activity_names_those_whom_it_is_for.broken_by(
        kind=fact.kind, missing=tuple(sorted(missing))
    )
