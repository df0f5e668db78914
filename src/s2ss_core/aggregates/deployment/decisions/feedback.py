"""Feedback: what the supported school says of the support, and the signatures on its forms."""

from s2ss_core.aggregates.decision import Decision, DecisionContext
from s2ss_core.aggregates.deployment.decision import decide
from s2ss_core.aggregates.deployment.deployment import Deployment
from s2ss_core.events import DeploymentEvent, FeedbackGiven, RecordSigned, SupportEvaluated


def give_feedback(
    deployment: Deployment, context: DecisionContext, fact: FeedbackGiven
) -> Decision[DeploymentEvent]:
    """Record a school's feedback on a term."""
    return decide(deployment, fact)


def evaluate_support(
    deployment: Deployment, context: DecisionContext, fact: SupportEvaluated
) -> Decision[DeploymentEvent]:
    """Record how a school evaluated the support."""
    return decide(deployment, fact)


def sign_record(
    deployment: Deployment, context: DecisionContext, fact: RecordSigned
) -> Decision[DeploymentEvent]:
    """Record that somebody signed a form."""
    return decide(deployment, fact)
