"""What a school needs, who may meet it, and what speaks for and against each of them."""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from typing import Literal

import attrs

from s2ss_core.events import Alternative, Expertise
from s2ss_core.projections.leader_register import LeaderRegister
from s2ss_core.projections.leader_workload import LeaderWorkload
from s2ss_core.values import AcademicYear, Days, Designation, Organisation

About = Literal[
    "expertise",
    "designation",
    "training",
    "independence",
    "allowance",
    "home-school-load",
    "existing-support",
    "unbrokered-support",
]
Speaks = Literal["for", "against", "unknown"]


@attrs.frozen(kw_only=True)
class Need:
    """The support that a school needs from a day on.

    Every field of `expertise` is needed, any of the `designations` is enough, and `days` are those of the year of the day.
    """

    school: Organisation
    on: dt.date
    expertise: tuple[Expertise, ...] = ()
    designations: tuple[Designation, ...] = ()
    days: Days | None = None

    @property
    def cap_year(self) -> AcademicYear:
        """The year from September to August that the day is in."""
        return AcademicYear.of(self.on)


@attrs.frozen(kw_only=True)
class Candidate:
    """A leader as the views show them. `home_school` is the one on the day, as it stood then; none if nobody said."""

    page: LeaderRegister
    workload: LeaderWorkload | None
    home_school: Organisation | None


@attrs.frozen(kw_only=True)
class Reason:
    """One sentence with its figures. It speaks for the leader, against them, or says what is not on record.

    `rule` is the code of the rule that would refuse the deployment for this reason, if one would.
    """

    about: About
    speaks: Speaks
    sentence: str
    rule: str | None = None


@attrs.frozen(kw_only=True)
class Proposal:
    """A leader and every reason for and against them. `left` are the days of the year that can still be booked.

    `unmet` is how much of the needed expertise and designation the leader is not on record for.
    """

    leader: str
    same_as: tuple[str, ...]
    home_school: str | None
    left: Decimal | None
    unmet: int
    reasons: tuple[Reason, ...]

    def speaking(self, speaks: Speaks) -> tuple[Reason, ...]:
        """The reasons that speak in one way."""
        return tuple(reason for reason in self.reasons if reason.speaks == speaks)

    @property
    def refused(self) -> bool:
        """Whether a rule would refuse a deployment of this leader."""
        return any(reason.rule for reason in self.speaking("against"))

    @property
    def balance(self) -> int:
        """The number of reasons for less that of reasons against."""
        return len(self.speaking("for")) - len(self.speaking("against"))

    def not_chosen(self) -> Alternative:
        """The leader as an alternative that `Brokered` keeps, with all reasons for and against."""
        return Alternative(leader=self.leader, reasons=" ".join(in_words(self.reasons)))


def in_words(reasons: Iterable[Reason]) -> tuple[str, ...]:
    """The sentences of reasons, each with how it speaks."""
    return tuple(f"{reason.speaks.capitalize()}: {reason.sentence}" for reason in reasons)
