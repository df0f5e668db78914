"""Brokering: matching a school with a leader, and what is settled before the plan."""

from datetime import date
from typing import Literal

import attrs

from s2ss_core.events.registry import DERIVED, recorded_as
from s2ss_core.values import (
    AcademicYear,
    Band,
    Cause,
    Days,
    FundingKind,
    Mode,
    Money,
    Organisation,
    Person,
    Private,
    QAFunding,
)

__all__ = [
    "Alternative", "Brokered", "BrokeringEvent", "Commitment", "Confirmation",
    "DeploymentKind", "FoundationsSecured", "Funding", "Leader", "LeaderJoined", "PlanningMeetingHeld",
    "QALeadAppointed", "Side", "StrategicObjective", "TrainingAttended",
]  # fmt: skip

DeploymentKind = Literal["deployment", "secondment", "diagnostic"]
StrategicObjective = Literal["outreach", "vulnerable-children", "network"]
Side = Literal["supported", "supporting"]


@attrs.frozen(kw_only=True)
class Confirmation:
    """Who confirmed something, and when."""

    by: Person
    on: date


@attrs.frozen(kw_only=True)
class Alternative:
    """A leader who was considered and not chosen."""

    leader: str
    reasons: Private


@attrs.frozen(kw_only=True)
class Leader:
    """A System Leader as deployed: who, at which band, from which home school."""

    leader: str
    band: Band
    home_school: Organisation
    home_trust: Organisation | None = None
    designation: str | None = None


@attrs.frozen(kw_only=True)
class Commitment:
    """Days of one leader committed within one cap year."""

    leader: str
    cap_year: AcademicYear
    days: Days


@attrs.frozen(kw_only=True)
class Funding:
    """Where the money comes from; `awards` are ids of grants."""

    kind: FundingKind
    awards: tuple[str, ...] = ()
    match: Money = Money(0)


@recorded_as("deployment.brokered", version=1)
class Brokered:
    """The broker matched a school with a System Leader and opened the deployment under a programme."""

    deployment: str
    on: date
    programme: str
    version: str
    digest: str = attrs.field(default="", metadata=DERIVED)
    kind: DeploymentKind = "deployment"
    project: str | None = None
    follows: str | None = None
    broker: Organisation
    commissioned_by: Organisation | None = None
    requested_by: Person | None = None
    requested_of: Person | None = None
    liaised_with: tuple[Person, ...] = ()
    need: Private
    key_priority: Private | None = None
    aims: tuple[Private, ...] = ()
    strategic_objective: StrategicObjective | None = None
    eligibility: Private | None = None
    capacity_confirmed: Confirmation | None
    broker_capacity: Confirmation | None
    existing_support: Private | None
    own_trust_support: Private | None = None
    alternatives: tuple[Alternative, ...] = ()
    named_supporting_schools: tuple[Organisation, ...] = ()
    school: Organisation
    headteacher: str
    contact: Person | None = None
    work_managed_by: Person | None = None
    lead: Leader
    remit: Private | None = None
    accountable_to: Person | None = None
    commitments: tuple[Commitment, ...]
    agreed_by: tuple[Person, ...] = ()
    frequency: Private | None = None
    times: Private | None = None
    start: date
    intended_end: date
    funding: Funding
    qa_funding: QAFunding = "none"


@recorded_as("deployment.qa-lead-appointed", version=1, natural_key=("qa_lead", "on"))
class QALeadAppointed:
    """The broker appointed a QA Lead; the decision derives `checked_against`."""

    qa_lead: str
    on: date
    employer: Organisation
    engaged_as: Literal["independent-professional", "headteacher", "director-of-school-improvement", "other"]
    delegated_by: Person | None = None
    interests: tuple[Organisation, ...] = ()
    interests_note: Private | None = None
    knows_implementation_guidance: bool = False
    checked_against: tuple[str, ...] = attrs.field(default=(), metadata=DERIVED)


@recorded_as("deployment.planning-meeting-held", version=1)
class PlanningMeetingHeld:
    """Broker, Headteacher and System Leader met to plan the support."""

    meeting: str
    on: date
    attendees: tuple[Person, ...]
    mode: Mode = "face-to-face"


@recorded_as("deployment.training-attended", version=1, natural_key=("course", "attendee.person"))
class TrainingAttended:
    """Somebody attended training that the agreement asks for."""

    course: str
    attendee: Person
    on: date
    provider: str | None = None
    nominated_by: Person | None = None


@recorded_as("deployment.foundations-secured", version=1)
class FoundationsSecured:
    """One side has the foundations for effective support in place."""

    side: Side
    on: date
    by: Person
    evidence: tuple[Cause, ...] = ()


@recorded_as("deployment.leader-joined", version=1, natural_key=("leader.leader", "on"))
class LeaderJoined:
    """A further leader joined the deployment beside its lead."""

    leader: Leader
    on: date
    commitments: tuple[Commitment, ...]
    reason: Private | None = None


BrokeringEvent = (
    Brokered | QALeadAppointed | PlanningMeetingHeld | TrainingAttended | FoundationsSecured | LeaderJoined
)
