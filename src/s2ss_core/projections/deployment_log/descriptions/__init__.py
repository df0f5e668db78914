"""Descriptions of events in the words of the trade: one line for each event, without private text."""

from collections.abc import Callable
from typing import Any, get_args

from s2ss_core.events import (
    AgreementEvent,
    BrokeringEvent,
    CertificationEvent,
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
from s2ss_core.projections.deployment_log.descriptions.certification import describe_certification
from s2ss_core.projections.deployment_log.descriptions.corrections import describe_correction
from s2ss_core.projections.deployment_log.descriptions.ending import describe_ending
from s2ss_core.projections.deployment_log.descriptions.entries import describe_entry
from s2ss_core.projections.deployment_log.descriptions.money import describe_money
from s2ss_core.projections.deployment_log.descriptions.planning import describe_planning
from s2ss_core.projections.deployment_log.descriptions.renegotiation import describe_renegotiation
from s2ss_core.projections.deployment_log.descriptions.reporting import describe_reporting
from s2ss_core.projections.deployment_log.descriptions.support import describe_support

__all__ = ["describe"]

_FAMILIES: tuple[tuple[Any, Callable[[Any], str]], ...] = (
    (BrokeringEvent, describe_brokering),
    (PlanningEvent, describe_planning),
    (AgreementEvent, describe_agreement),
    (RenegotiationEvent, describe_renegotiation),
    (SupportEvent, describe_support),
    (ReportingEvent, describe_reporting),
    (MoneyEvent, describe_money),
    (EndingEvent, describe_ending),
    (CertificationEvent, describe_certification),
    (CorrectionEvent, describe_correction),
    (EntryEvent, describe_entry),
)
_BY_KIND = {kind: described for family, described in _FAMILIES for kind in get_args(family)}


def describe(event: object) -> str:
    """One line that describes an event of a deployment; empty for any other event."""
    described = _BY_KIND.get(type(event))
    return described(event) if described else ""
