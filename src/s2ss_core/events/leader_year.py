"""The leader's year: days agreed, committed, worked and given back within one cap year."""

from datetime import date
from typing import Literal

from s2ss_core.events.brokering import Confirmation
from s2ss_core.events.registry import recorded_as
from s2ss_core.ids import Id, RecordId
from s2ss_core.values import AcademicYear, Cause, Days, Organisation, Person

__all__ = [
    "AllowanceAgreed", "CommitmentReleased", "DaysCommitted", "DaysStruckOut", "DaysWorked",
    "LeaderYearEvent", "ReleaseCause",
]  # fmt: skip


ReleaseCause = Literal["support-ended", "amended", "renegotiated", "replaced", "left", "exit", "closed"]


@recorded_as(
    "leader-year.allowance-agreed", version=1, natural_key=("leader", "cap_year", "home_school", "on")
)
class AllowanceAgreed:
    """The home school agreed how many days it releases its leader for in a cap year.

    `beyond_cap` are those of the days that are for support which no cap holds, such as a secondment. `governing_body` is the
    word of the school's governing body, where it was given.
    """

    leader: Id
    cap_year: AcademicYear
    on: date
    days: Days
    home_school: Organisation
    agreed_by: Person
    source: str | None = None
    governing_body: Confirmation | None = None
    beyond_cap: Days | None = None


@recorded_as("leader-year.days-committed", version=1)
class DaysCommitted:
    """Days were committed to a deployment; `because` is the event of the deployment that did it.

    `cap` is the most days a year that the deployment's programme allows a leader; none for support that no cap holds.
    """

    because: Cause
    on: date
    leader: Id
    cap_year: AcademicYear
    home_school: Organisation
    deployment: Id
    days: Days
    cap: Days | None = None


@recorded_as("leader-year.commitment-released", version=1)
class CommitmentReleased:
    """Days committed to a deployment and not worked were given back."""

    because: Cause
    on: date
    leader: Id
    cap_year: AcademicYear
    home_school: Organisation
    deployment: Id
    days: Days
    cause: ReleaseCause


@recorded_as("leader-year.days-worked", version=1, natural_key=("deployment", "visit"), key_space="days")
class DaysWorked:
    """A visit used days of the leader's year: `days` = `contact` + `preparation`, as capacity.

    `accepted` is the entry that accepts it despite a rule, if it took the leader past the allowance.
    """

    visit: RecordId
    deployment: Id
    on: date
    leader: Id
    cap_year: AcademicYear
    home_school: Organisation
    contact: Days
    preparation: Days
    days: Days
    because: Cause
    accepted: Cause | None = None


@recorded_as("leader-year.days-struck-out", version=1, natural_key=("deployment", "visit"))
class DaysStruckOut:
    """The visit behind worked days was struck out, which frees them."""

    visit: RecordId
    deployment: Id
    on: date
    leader: Id
    cap_year: AcademicYear
    home_school: Organisation
    because: Cause


LeaderYearEvent = AllowanceAgreed | DaysCommitted | CommitmentReleased | DaysWorked | DaysStruckOut
