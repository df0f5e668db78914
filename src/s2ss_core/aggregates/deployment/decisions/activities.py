"""Activities: needs assessed, and activities planned and held."""

from s2ss_core.aggregates.decision import Decision, DecisionContext
from s2ss_core.aggregates.deployment.decision import decide
from s2ss_core.aggregates.deployment.deployment import Deployment
from s2ss_core.events import ActivityHeld, ActivityPlanned, DeploymentEvent, NeedsAssessed


def assess_needs(
    deployment: Deployment, context: DecisionContext, fact: NeedsAssessed
) -> Decision[DeploymentEvent]:
    """Record what a school needs."""
    return decide(deployment, fact)


def plan_activity(
    deployment: Deployment, context: DecisionContext, fact: ActivityPlanned
) -> Decision[DeploymentEvent]:
    """Plan an activity."""
    return decide(deployment, fact)


def hold_activity(
    deployment: Deployment, context: DecisionContext, fact: ActivityHeld
) -> Decision[DeploymentEvent]:
    """Record that an activity was held."""
    return decide(deployment, fact)
