"""Preparation: what is settled between the match and the plan."""

from datetime import date
from typing import Literal

import attrs

from s2ss_core.events.registry import DERIVED, recorded_as
from s2ss_core.ids import Id, RecordId
from s2ss_core.values import Cause, Mode, Organisation, Person, Private

__all__ = [
    "FoundationsSecured", "PlanningMeetingHeld", "QALeadAppointed", "QALeadStoodDown", "Side", "TrainingAttended",
]  # fmt: skip

Side = Literal["supported", "supporting"]


@recorded_as("deployment.qa-lead-appointed", version=1, natural_key=("qa_lead", "on"))
class QALeadAppointed:
    """The broker appointed a QA Lead; the decision derives `checked_against`."""

    qa_lead: Id
    on: date
    employer: Organisation
    engaged_as: Literal["independent-professional", "headteacher", "director-of-school-improvement", "other"]
    delegated_by: Person | None = None
    interests: tuple[Organisation, ...] = ()
    interests_note: Private | None = None
    knows_implementation_guidance: bool = False
    checked_against: tuple[Id, ...] = attrs.field(default=(), metadata=DERIVED)


@recorded_as("deployment.qa-lead-stood-down", version=1, natural_key=("qa_lead", "on"))
class QALeadStoodDown:
    """A QA Lead left the office; the day `on` is the last one in it."""

    qa_lead: Id
    on: date
    cause: Literal["no-longer-independent", "no-longer-available", "other"]
    reason: Private | None = None


@recorded_as("deployment.planning-meeting-held", version=1)
class PlanningMeetingHeld:
    """Broker, Headteacher and System Leader met to plan the support."""

    meeting: RecordId
    on: date
    attendees: tuple[Person, ...]
    mode: Mode = "face-to-face"


@recorded_as("deployment.training-attended", version=1, natural_key=("course", "attendee.person"))
class TrainingAttended:
    """Somebody attended training that the agreement asks for."""

    course: str
    attendee: Person
    on: date
    provider: Id | None = None
    nominated_by: Person | None = None


@recorded_as("deployment.foundations-secured", version=1)
class FoundationsSecured:
    """One side has the foundations for effective support in place."""

    side: Side
    on: date
    by: Person
    evidence: tuple[Cause, ...] = ()
