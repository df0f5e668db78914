"""The system leader: who employs them, what they are designated for and trained in, and support nobody brokered."""

from datetime import date
from typing import Literal

import attrs

from s2ss_core.events.registry import recorded_as
from s2ss_core.ids import Id, RecordId
from s2ss_core.values import Cause, Days, Designation, Organisation, Person, Private, Role

__all__ = [
    "DesignationEnded", "Expertise", "ExpertiseDeclared", "LeaderDesignated", "LeaderEmployed", "LeaderFoundSame",
    "SchoolGrade", "SystemLeaderEvent", "TrainingCompleted", "UnbrokeredSupportLogged",
]  # fmt: skip

SchoolGrade = Literal["outstanding", "good", "requires-improvement", "inadequate"]


@attrs.frozen(kw_only=True)
class Expertise:
    """What a leader can support others in: a subject, a key stage, a field of leadership, or some of these."""

    subject: str | None = None
    key_stage: str | None = None
    specialism: str | None = None


@recorded_as("system-leader.employed", version=1, natural_key=("leader", "school", "on"))
class LeaderEmployed:
    """A school employs the leader from this day: it is their home school until another one employs them."""

    leader: Id
    on: date
    school: Organisation
    trust: Organisation | None = None
    post: Role | None = None


@recorded_as("system-leader.found-same", version=1, natural_key=("leader", "same_as"))
class LeaderFoundSame:
    """Two ids were found to name one leader. The streams of both have it.

    Each id keeps its entries. From then on their days add up, and the rules about who is who take them for one person.
    """

    leader: Id
    on: date
    same_as: Id


@recorded_as("system-leader.designated", version=1, natural_key=("designation",), key_space="designation")
class LeaderDesignated:
    """A body designated the leader, who holds the designation from this day; `until` is its last day, if it has one.

    `post`, `years_experience` and `school_grade` are what the leader met its conditions by.
    """

    leader: Id
    designation: RecordId
    on: date
    kind: Designation
    by: Organisation
    process: Literal["local", "national"] | None = None
    post: Role | None = None
    years_experience: int | None = None
    school_grade: SchoolGrade | None = None
    identified_through: Private | None = None
    evidence: tuple[Cause, ...] = ()
    until: date | None = None


@recorded_as("system-leader.designation-ended", version=1, natural_key=("designation",))
class DesignationEnded:
    """A designation came to its end; `on` is the first day on which the leader no longer held it.

    `evaluations` are the entries that it rests on.
    """

    leader: Id
    designation: RecordId
    on: date
    cause: Literal["below-standard", "withdrawn", "left-post", "scheme-closed", "other"]
    by: Organisation
    evaluations: tuple[Cause, ...] = ()
    reason: Private | None = None


@recorded_as("system-leader.expertise-declared", version=1, natural_key=("declaration",))
class ExpertiseDeclared:
    """It was declared in which fields the leader can support others."""

    leader: Id
    declaration: RecordId
    on: date
    fields: tuple[Expertise, ...]
    by: Person


@recorded_as("system-leader.training-completed", version=1, natural_key=("course", "on"))
class TrainingCompleted:
    """The leader completed training as a system leader, whatever deployment it is for, if any."""

    leader: Id
    course: str
    on: date
    kind: Literal["core", "optional", "induction"]
    provider: Organisation | None = None
    evidence: tuple[Cause, ...] = ()


@recorded_as(
    "system-leader.unbrokered-support-logged", version=1, natural_key=("visit",), key_space="unbrokered-visit"
)
class UnbrokeredSupportLogged:
    """The leader supported a school that nobody brokered: two schools arranged it, and it is of no deployment.

    `days` are those of this visit, and use none of the leader's year. `by` is who told of it.
    """

    leader: Id
    visit: RecordId
    on: date
    school: Organisation
    home_school: Organisation
    days: Days
    arranged_by: Person
    by: Person
    note: Private | None = None


SystemLeaderEvent = (
    LeaderEmployed | LeaderFoundSame | LeaderDesignated | DesignationEnded | ExpertiseDeclared | TrainingCompleted
    | UnbrokeredSupportLogged
)  # fmt: skip
