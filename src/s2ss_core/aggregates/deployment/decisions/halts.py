"""Halts: support is withheld and resumed, and its money with it."""

from s2ss_core.aggregates.decision import Decision, DecisionContext
from s2ss_core.aggregates.deployment.decision import decide
from s2ss_core.aggregates.deployment.deployment import Deployment
from s2ss_core.aggregates.deployment.gates import let_go_by
from s2ss_core.events import DeploymentEvent, SupportHalted, SupportResumed
from s2ss_core.rules import halts as rules


def halt_support(
    deployment: Deployment, context: DecisionContext, fact: SupportHalted
) -> Decision[DeploymentEvent]:
    """Withhold the support."""
    return decide(deployment, fact)


def resume_support(
    deployment: Deployment, context: DecisionContext, fact: SupportResumed
) -> Decision[DeploymentEvent]:
    """Let support go on."""
    lasting = tuple(halt.halt for halt in deployment.support.halted_on(fact.on))
    return decide(
        deployment,
        fact,
        rules.the_halt_is_one_that_lasts.broken_by(halt=fact.halt, on=fact.on, lasting=lasting),
        let_go_by(deployment, context, fact, fact.by),
    )
