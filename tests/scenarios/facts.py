"""Facts that a brokerage records, one command each, and what its views then show. The deployment is `d-1`.

The plan and the days committed are those of `tests.aggregates.histories`: line 1, ten days of `sl-022` at £400 in spring
2024; line 2, a programme at £1,000, £1,000 and £2,000; line 3, two days of the lead `sl-014` at £500 in each of three
terms: £11,000. `sl-014` has 4 days committed in 2023/24 and 2 in 2024/25, `sl-022` has 10 in 2023/24; each of them has
an allowance of 15 days a year, and `sl-030` and the award have more than they need.
"""

from datetime import date
from typing import Any

import attrs

from s2ss_core import Brokerage, Refused
from s2ss_core.application.command import Command
from s2ss_core.application.commands import Commands
from s2ss_core.events import (
    AllowanceAgreed,
    AwardClosed,
    Brokered,
    Commitment,
    DesignationEnded,
    GrantAllocated,
    GrantAwarded,
    GrantEvent,
    Leader,
    LeaderDesignated,
    derived_fields,
)
from s2ss_core.rules import Despite
from s2ss_core.testing.lifecycle.cast import person
from s2ss_core.values import AcademicYear, Days, Money, Organisation
from tests.aggregates.histories import (
    BROKER,
    BROKERED,
    ENGLISH,
    HOME_HEADTEACHER,
    HOME_SCHOOL,
    LEAD,
    OTHER_SCHOOL,
    WHEN_WORKED,
    Y2023,
    Y2024,
    changed,
    pounds,
)

AFTERWARDS = date(2026, 1, 5)
NEXT = "sl-030"
Z_TRUST = Organisation(id="z-trust", kind="trust", member_of_broker=False)
JOINER = Leader(leader=NEXT, band="middle-leader", home_school=OTHER_SCHOOL, home_trust=Z_TRUST)
AWARDED = GrantAwarded(
    grant="g-1",
    on=date(2023, 11, 1),
    funder=Organisation(id="dfe", kind="department", member_of_broker=False),
    holder=BROKER,
    reference="SI-114",
    amount=pounds(15_000),
    available_from=date(2023, 11, 1),
    available_to=date(2025, 8, 31),
)
ALLOCATED = GrantAllocated(
    allocation="a-1", on=date(2023, 11, 14), deployment="d-1", purpose="support", amount=pounds(11_000)
)
ALL_THE_SAME = Despite(reason="It happened all the same.", accepted_by=person("u-9"))
COMMANDS = {command.event: name for name, command in vars(Commands).items() if isinstance(command, Command)}
WITHOUT_SUBJECT = (AllowanceAgreed, AwardClosed, Brokered, DesignationEnded, GrantAwarded, LeaderDesignated)


@attrs.frozen
class Told:
    """A fact that was told of another subject than the deployment or the award, such as an organisation."""

    of: str
    fact: Any

    @property
    def on(self) -> date:
        """The day on which it happened."""
        day: date = self.fact.on
        return day


def allowance(leader: str, year: AcademicYear, school: Organisation, days: int = 15) -> AllowanceAgreed:
    return AllowanceAgreed(
        leader=leader,
        cap_year=year,
        on=date(2023, 11, 6),
        days=Days(days),
        home_school=school,
        agreed_by=changed(HOME_HEADTEACHER, organisation=school.id),
    )


BEFORE = (
    AWARDED,
    allowance(LEAD, Y2023, HOME_SCHOOL),
    allowance(LEAD, Y2024, HOME_SCHOOL),
    allowance(ENGLISH, Y2023, HOME_SCHOOL),
    allowance(NEXT, Y2023, OTHER_SCHOOL, 10),
    allowance(NEXT, Y2024, OTHER_SCHOOL, 10),
    BROKERED,
    ALLOCATED,
)
UNTIL_SUPPORT = (
    *BEFORE,
    *WHEN_WORKED[1 : WHEN_WORKED.index(next(e for e in WHEN_WORKED if hasattr(e, "visit")))],
)


def record(desk: Brokerage, *facts: Any) -> None:
    """Record facts in this order; each must be taken."""
    for fact in facts:
        assert _ask(desk, fact), fact


def record_despite(desk: Brokerage, fact: Any) -> None:
    """Record a fact that a rule is against."""
    assert _ask(desk, fact, despite=ALL_THE_SAME)


def refused(desk: Brokerage, fact: Any) -> list[str]:
    """The codes of the rules for which a fact is refused."""
    try:
        _ask(desk, fact)
    except Refused as refusal:
        return [broken.rule.code for broken in refusal.broken]
    raise AssertionError(f"taken: {fact}")


def _ask(desk: Brokerage, fact: Any, despite: Despite | None = None) -> Any:
    if isinstance(fact, Told):
        return _told(desk, fact.fact, fact.of)
    command = getattr(desk, COMMANDS[type(fact)])
    given = {
        field.name: getattr(fact, field.name)
        for field in attrs.fields(type(fact))
        if field.name not in derived_fields(type(fact))
    }
    about = () if isinstance(fact, WITHOUT_SUBJECT) else ("g-1" if isinstance(fact, GrantEvent) else "d-1",)
    return command.despite(despite, *about, **given) if despite else command(*about, **given)


def days_of(desk: Brokerage, leader: str, year: AcademicYear) -> dict[str, Days]:
    """What a leader's workload shows."""
    workload = desk.leader_workload(leader, year)
    return {name: getattr(workload, name).value for name in ("committed", "worked", "booked", "left")}


def days(committed: float, worked: float, booked: float, left: float) -> dict[str, Days]:
    """What it should show, worked by hand."""
    named = {"committed": committed, "worked": worked, "booked": booked, "left": left}
    return {name: Days(str(number)) for name, number in named.items()}


def eligible(desk: Brokerage) -> Money:
    """The eligible cost of the deployment."""
    return desk.grant_usage("d-1").amounts.eligible.value


def commitment(leader: str, year: AcademicYear, number: int) -> Commitment:
    return Commitment(leader=leader, cap_year=year, days=Days(number))


def _told(desk: Brokerage, fact: Any, of: str) -> Any:
    given = {field.name: getattr(fact, field.name) for field in attrs.fields(type(fact))}
    return getattr(desk, COMMANDS[type(fact)])(of, **given)
