"""All events of a deployment, stage by stage."""

from s2ss_core.events.agreement import AgreementEvent
from s2ss_core.events.brokering import BrokeringEvent
from s2ss_core.events.certification import CertificationEvent
from s2ss_core.events.corrections import CorrectionEvent
from s2ss_core.events.ending import EndingEvent
from s2ss_core.events.entries import EntryEvent
from s2ss_core.events.money import MoneyEvent
from s2ss_core.events.planning import PlanningEvent
from s2ss_core.events.renegotiation import RenegotiationEvent
from s2ss_core.events.reporting import ReportingEvent
from s2ss_core.events.support import SupportEvent

__all__ = ["DeploymentEvent"]

DeploymentEvent = (
    BrokeringEvent
    | PlanningEvent
    | AgreementEvent
    | RenegotiationEvent
    | SupportEvent
    | ReportingEvent
    | MoneyEvent
    | EndingEvent
    | CertificationEvent
    | CorrectionEvent
    | EntryEvent
)
