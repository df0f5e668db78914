"""Exits: a managed exit from a partnership in difficulty, and the end that it sets."""

from s2ss_core.aggregates.decision import Decision, DecisionContext
from s2ss_core.aggregates.deployment.decision import decide
from s2ss_core.aggregates.deployment.decisions.concerns import open_concern
from s2ss_core.aggregates.deployment.deployment import Deployment
from s2ss_core.events import DeploymentEvent, ManagedExitAgreed, SupportEnded
from s2ss_core.rules import Broken
from s2ss_core.rules import ending as rules


def agree_exit(
    deployment: Deployment, context: DecisionContext, fact: ManagedExitAgreed
) -> Decision[DeploymentEvent]:
    """Agree a managed exit, which answers a concern that is open."""
    return decide(
        deployment,
        fact,
        open_concern(deployment, fact.concern, fact.on),
        rules.the_support_has_not_ended_before.broken_by(ended_on=deployment.ending.actual_end),
    )


def by_its_exit(deployment: Deployment, fact: SupportEnded) -> tuple[Broken, ...]:
    """The rule that support ends by the last day of the exit that was agreed last, if it is not met."""
    if not deployment.ending.exits:
        return ()
    return rules.the_support_ends_by_the_last_day_of_its_exit.broken_by(
        actual_end=fact.actual_end, last_day=deployment.ending.exits[-1].last_day
    )
