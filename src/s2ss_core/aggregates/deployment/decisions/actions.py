"""Actions that reviews asked for, followed to their end."""

from s2ss_core.aggregates.decision import Decision, DecisionContext
from s2ss_core.aggregates.deployment.decision import decide
from s2ss_core.aggregates.deployment.deployment import Deployment
from s2ss_core.events import ActionDone, DeploymentEvent
from s2ss_core.rules import reviews as rules


def finish_action(deployment: Deployment, _: DecisionContext, fact: ActionDone) -> Decision[DeploymentEvent]:
    """Record that an action of a review was done."""
    review = deployment.reporting.review(fact.review)
    return decide(
        deployment,
        fact,
        rules.the_action_that_was_done_was_asked_for.broken_by(
            review=fact.review,
            action=fact.action,
            asked=tuple(action.id for action in review.actions) if review else (),
        ),
        after_closing=True,
    )
