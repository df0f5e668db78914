"""What happened, in the words of the trade: one line an event, without private text."""

from s2ss_core.events import (
    AgreementEvent,
    BrokeringEvent,
    EndingEvent,
    MendingEvent,
    MoneyEvent,
    PlanningEvent,
    ReportingEvent,
    SupportEvent,
)
from s2ss_core.projections.deployment_log.words.agreement import words_of_agreement
from s2ss_core.projections.deployment_log.words.brokering import words_of_brokering
from s2ss_core.projections.deployment_log.words.ending import words_of_ending
from s2ss_core.projections.deployment_log.words.mending import words_of_mending
from s2ss_core.projections.deployment_log.words.money import words_of_money
from s2ss_core.projections.deployment_log.words.planning import words_of_planning
from s2ss_core.projections.deployment_log.words.reporting import words_of_reporting
from s2ss_core.projections.deployment_log.words.support import words_of_support

__all__ = ["words_of"]


def words_of(event: object) -> str:
    """One line that says what an event of a deployment is; empty for any other event."""
    if isinstance(event, BrokeringEvent):
        return words_of_brokering(event)
    if isinstance(event, PlanningEvent):
        return words_of_planning(event)
    if isinstance(event, AgreementEvent):
        return words_of_agreement(event)
    if isinstance(event, SupportEvent):
        return words_of_support(event)
    if isinstance(event, ReportingEvent):
        return words_of_reporting(event)
    if isinstance(event, MoneyEvent):
        return words_of_money(event)
    if isinstance(event, EndingEvent):
        return words_of_ending(event)
    return words_of_mending(event) if isinstance(event, MendingEvent) else ""
