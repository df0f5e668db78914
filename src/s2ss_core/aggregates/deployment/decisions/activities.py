"""Activities: needs assessed, and activities planned and held."""

from s2ss_core.aggregates.decision import Decision, DecisionContext
from s2ss_core.aggregates.deployment.decision import decide
from s2ss_core.aggregates.deployment.deployment import Deployment
from s2ss_core.events import ActivityHeld, ActivityPlanned, DeploymentEvent, NeedsAssessed
from s2ss_core.rules import activities as rules


def assess_needs(
    deployment: Deployment, context: DecisionContext, fact: NeedsAssessed
) -> Decision[DeploymentEvent]:
    """Record what a school needs."""
    return decide(deployment, fact)


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
    return decide(deployment, fact, again, ends)


def hold_activity(
    deployment: Deployment, context: DecisionContext, fact: ActivityHeld
) -> Decision[DeploymentEvent]:
    """Record that an activity was held."""
    if fact.activity is None:
        return decide(deployment, fact)
    planned = deployment.activities.planned.get(fact.activity)
    return decide(
        deployment,
        fact,
        rules.the_session_is_of_an_activity_of_its_kind.broken_by(
            activity=fact.activity, kind=fact.kind, planned=planned.kind if planned else None
        ),
        despite=True,
    )
