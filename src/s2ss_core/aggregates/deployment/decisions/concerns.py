"""Concerns raised while support runs, and the documents that prove facts."""

from datetime import date

from s2ss_core.aggregates.decision import Decision, DecisionContext
from s2ss_core.aggregates.deployment.decision import decide
from s2ss_core.aggregates.deployment.deployment import Deployment
from s2ss_core.events import ConcernEscalated, ConcernRaised, ConcernResolved, DeploymentEvent, EvidenceFiled
from s2ss_core.rules import Broken
from s2ss_core.rules import support as rules

ROUTES = {"system-leader": "teaching-school-lead", "headteacher": "operational-lead"}


def raise_concern(
    deployment: Deployment, context: DecisionContext, fact: ConcernRaised
) -> Decision[DeploymentEvent]:
    """Raise a concern that may jeopardise the impact of the support."""
    route = ROUTES.get(fact.by.role.removesuffix("-nominee"))
    return decide(
        deployment,
        fact,
        rules.a_concern_takes_the_way_of_whoever_raises_it.broken_by(
            role=fact.by.role, raised_with=fact.raised_with, route=route
        )
        if fact.raised_with in ROUTES.values()
        else (),
        despite=True,
    )


def escalate_concern(
    deployment: Deployment, context: DecisionContext, fact: ConcernEscalated
) -> Decision[DeploymentEvent]:
    """Take a concern that remains up the ladder."""
    return decide(deployment, fact, open_concern(deployment, fact.concern, fact.on))


def resolve_concern(
    deployment: Deployment, context: DecisionContext, fact: ConcernResolved
) -> Decision[DeploymentEvent]:
    """Resolve a concern."""
    return decide(deployment, fact, open_concern(deployment, fact.concern, fact.on))


def open_concern(deployment: Deployment, concern: str, on: date) -> tuple[Broken, ...]:
    """The rule that a concern was raised by a day and is open, if it is not met."""
    raised = tuple(name for name, day in deployment.support.concerns.items() if day <= on)
    return rules.the_concern_is_open.broken_by(concern=concern, open_concerns=raised)


def file_evidence(
    deployment: Deployment, context: DecisionContext, fact: EvidenceFiled
) -> Decision[DeploymentEvent]:
    """File a document that proves a recorded fact."""
    return decide(
        deployment,
        fact,
        rules.the_evidence_is_of_a_recorded_fact.broken_by(
            of=str(fact.of), recorded=deployment.has_entry(fact.of)
        ),
        after_closing=True,
    )
