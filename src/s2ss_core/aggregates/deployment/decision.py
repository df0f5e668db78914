"""Decisions about a deployment. A closed deployment takes only a few kinds of facts."""

from collections.abc import Iterable

from s2ss_core.aggregates.acceptance import NO_EXCESS, Excess
from s2ss_core.aggregates.decision import Decision
from s2ss_core.aggregates.decision import decide as decide_on
from s2ss_core.aggregates.deployment.deployment import Deployment
from s2ss_core.aggregates.requests import describe_request
from s2ss_core.events import CostReversed, DeploymentEvent, PaymentReversed, natural_id
from s2ss_core.ids import same_number
from s2ss_core.rules import Broken
from s2ss_core.rules import ending as rules
from s2ss_core.values import Money


def decide(
    deployment: Deployment,
    fact: DeploymentEvent,
    *broken: Iterable[Broken],
    despite: bool = False,
    cost: Money = Money(0),
    excess: Excess = NO_EXCESS,
    after_closing: bool = False,
) -> Decision[DeploymentEvent]:
    """A decision on one fact about this deployment; `after_closing` is true if a closed deployment still takes it."""
    subject = deployment.brokering.brokered.deployment
    taken = after_closing or deployment.ending.closed is None
    closed = rules.what_is_closed_takes_only_corrections_and_payments.broken_by(
        asked=describe_request(fact, subject), taken=taken
    )
    return decide_on(fact, subject, closed, *broken, despite=despite, cost=cost, excess=excess)


def credited_as(deployment: Deployment, fact: CostReversed | PaymentReversed) -> str | None:
    """The number under which the document of a credit counts already for the same cost or payment, or None."""
    kind, of, document = natural_id(fact)
    counted = (number for *names, number in deployment.entries if names == [kind, of])
    return next((number for number in counted if same_number(number, document)), None)
