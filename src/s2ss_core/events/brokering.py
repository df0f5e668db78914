"""Brokering: matching a school with a leader, and who else joins."""

from datetime import date
from typing import Literal

import attrs

from s2ss_core.events.preparation import (
    FoundationsSecured,
    PlanningMeetingHeld,
    QALeadAppointed,
    QALeadStoodDown,
    TrainingAttended,
)
from s2ss_core.events.registry import DERIVED, recorded_as
from s2ss_core.ids import Id, RecordId
from s2ss_core.values import (
    AcademicYear,
    Band,
    Days,
    DeploymentKind,
    FundingKind,
    Money,
    Organisation,
    Person,
    Private,
    QAFunding,
)

__all__ = [
    "Alternative", "Brokered", "BrokeringEvent", "Commitment", "Confirmation", "DeploymentKind", "Funding", "Leader",
    "LeaderJoined", "StrategicObjective",
]  # fmt: skip

StrategicObjective = Literal["outreach", "vulnerable-children", "network"]


@attrs.frozen(kw_only=True)
class Confirmation:
    """Who confirmed something, and when."""

    by: Person
    on: date


@attrs.frozen(kw_only=True)
class Alternative:
    """A leader who was considered and not chosen."""

    leader: Id
    reasons: Private


@attrs.frozen(kw_only=True)
class Leader:
    """A System Leader as deployed: who, at which band, from which home school."""

    leader: Id
    band: Band
    home_school: Organisation
    home_trust: Organisation | None = None
    designation: str | None = None


@attrs.frozen(kw_only=True)
class Commitment:
    """Days of one leader committed within one cap year."""

    leader: Id
    cap_year: AcademicYear
    days: Days


@attrs.frozen(kw_only=True)
class Funding:
    """Where the money comes from; `awards` are ids of grants."""

    kind: FundingKind
    awards: tuple[Id, ...] = ()
    match: Money = Money(0)


@recorded_as("deployment.brokered", version=1)
class Brokered:
    """The broker matched a school with a System Leader and opened the deployment under a programme.

    `commitments_open` says that not all days were settled when it was brokered: more are still to be agreed.
    """

    deployment: Id
    on: date
    programme: RecordId
    version: RecordId
    digest: str = attrs.field(default="", metadata=DERIVED)
    kind: DeploymentKind = "deployment"
    project: Id | None = None
    follows: Id | None = None
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
    headteacher: Id
    contact: Person | None = None
    work_managed_by: Person | None = None
    lead: Leader
    remit: Private | None = None
    accountable_to: Person | None = None
    commitments: tuple[Commitment, ...]
    commitments_open: bool = False
    agreed_by: tuple[Person, ...] = ()
    frequency: Private | None = None
    times: Private | None = None
    start: date
    intended_end: date
    funding: Funding
    qa_funding: QAFunding = "none"


@recorded_as("deployment.leader-joined", version=1, natural_key=("leader.leader", "on"))
class LeaderJoined:
    """A further leader joined the deployment: beside its lead, or as the `lead` where it has none."""

    leader: Leader
    on: date
    commitments: tuple[Commitment, ...]
    lead: bool = False
    reason: Private | None = None


BrokeringEvent = (
    Brokered | LeaderJoined
    | QALeadAppointed | QALeadStoodDown | PlanningMeetingHeld | TrainingAttended | FoundationsSecured
)  # fmt: skip
