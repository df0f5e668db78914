"""Descriptions of events in the words of the trade: one line for each event, without private text."""

from s2ss_core.events import (
    AgreementEvent,
    BrokeringEvent,
    CorrectionEvent,
    EndingEvent,
    EntryEvent,
    MoneyEvent,
    PlanningEvent,
    RenegotiationEvent,
    ReportingEvent,
    SupportEvent,
)
from s2ss_core.projections.deployment_log.descriptions.agreement import describe_agreement
from s2ss_core.projections.deployment_log.descriptions.brokering import describe_brokering
from s2ss_core.projections.deployment_log.descriptions.corrections import describe_correction
from s2ss_core.projections.deployment_log.descriptions.ending import describe_ending
from s2ss_core.projections.deployment_log.descriptions.entries import describe_entry
from s2ss_core.projections.deployment_log.descriptions.money import describe_money
from s2ss_core.projections.deployment_log.descriptions.planning import describe_planning
from s2ss_core.projections.deployment_log.descriptions.renegotiation import describe_renegotiation
from s2ss_core.projections.deployment_log.descriptions.reporting import describe_reporting
from s2ss_core.projections.deployment_log.descriptions.support import describe_support

__all__ = ["describe"]


def describe(event: object) -> str:
    """One line that describes an event of a deployment; empty for any other event."""
    if isinstance(event, BrokeringEvent):
        return describe_brokering(event)
    if isinstance(event, PlanningEvent):
        return describe_planning(event)
    if isinstance(event, AgreementEvent):
        return describe_agreement(event)
    if isinstance(event, RenegotiationEvent):
        return describe_renegotiation(event)
    if isinstance(event, SupportEvent):
        return describe_support(event)
    if isinstance(event, ReportingEvent):
        return describe_reporting(event)
    if isinstance(event, MoneyEvent):
        return describe_money(event)
    if isinstance(event, EndingEvent):
        return describe_ending(event)
    if isinstance(event, CorrectionEvent):
        return describe_correction(event)
    return describe_entry(event) if isinstance(event, EntryEvent) else ""
