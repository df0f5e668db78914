"""QA Days: the QA Lead is with the schools, at the brokerage, to monitor, and to evaluate."""

from collections.abc import Iterator
from datetime import date

from s2ss_core.aggregates.decision import Decision, DecisionContext
from s2ss_core.aggregates.deployment.decision import decide
from s2ss_core.aggregates.deployment.deployment import Deployment
from s2ss_core.aggregates.deployment.people import people_on
from s2ss_core.events import DeploymentEvent, QADayHeld
from s2ss_core.rules import Broken
from s2ss_core.rules import qa_days as rules
from s2ss_core.values import QAPurpose

SUPPORTING = ("system-leader", "home-headteacher")


def hold_qa_day(
    deployment: Deployment, context: DecisionContext, fact: QADayHeld
) -> Decision[DeploymentEvent]:
    """Record a QA Day."""
    qa_lead = deployment.brokering.qa_lead_on(fact.on)
    return decide(
        deployment,
        fact,
        rules.a_qa_day_is_held_with_both_schools.broken_by(
            missing=tuple(_missing(deployment, context, fact))
        ),
        rules.a_qa_day_is_held_by_the_qa_lead.broken_by(
            held_by=fact.held_by.person, qa_lead=qa_lead.qa_lead if qa_lead else None
        ),
        despite=True,
    )


def _missing(deployment: Deployment, context: DecisionContext, fact: QADayHeld) -> Iterator[str]:
    """The sides of which nobody was there who is who they are named as."""
    people = people_on(deployment, context, fact.on)
    roles = {attendee.role for attendee in fact.attendees if people.holds(attendee)}
    if not roles & {"headteacher", "headteacher-nominee"}:
        yield "the headteacher of the supported school"
    if not roles.intersection(SUPPORTING):
        yield "a leader or headteacher of a supporting school"


def agreed_at_its_qa_day(deployment: Deployment, purpose: QAPurpose | None, on: date) -> tuple[Broken, ...]:
    """The rule that a plan approved on a day was agreed at a QA Day of this purpose, if there is one and it is not met."""
    if purpose is None:
        return ()
    return rules.the_plan_was_agreed_at_its_qa_day.broken_by(
        purpose=purpose, agreed_on=deployment.reporting.agreed_at(purpose), on=on
    )
