"""The home school that an entry of a leader's year belongs to, where the leader changed school."""

from s2ss_core.aggregates.decision import with_derived
from s2ss_core.aggregates.leader_year.state import LeaderYear
from s2ss_core.aggregates.system_leader import SystemLeader
from s2ss_core.events import AllowanceAgreed, CommitmentReleased, DaysCommitted, DaysStruckOut, DaysWorked
from s2ss_core.ids import key_of
from s2ss_core.values import Organisation

Booked = DaysCommitted | CommitmentReleased | DaysWorked | DaysStruckOut


def through_home_school(year: LeaderYear, leader: SystemLeader, event: Booked) -> Booked:
    """The event with the home school that it belongs to.

    Days are worked and committed through the school that employs the leader on the day, where that was told. They are
    struck out and given back through the school through which they were worked or committed.
    """
    school = _home_school(year, leader, event)
    return event if school is None else with_derived(event, home_school=school)


def _home_school(
    year: LeaderYear,
    leader: SystemLeader,
    event: Booked,
) -> Organisation | None:
    match event:
        case DaysStruckOut(deployment=deployment, visit=visit):
            worked = year.worked.get((deployment, visit))
            return worked.home_school if worked else None
        case CommitmentReleased():
            agreed = _holding(year, event)
            return agreed.home_school if agreed else None
        case _:
            employment = leader.employed(event.on)
            return employment.school if employment else None


def _holding(year: LeaderYear, event: CommitmentReleased) -> AllowanceAgreed | None:
    """What the school agreed that holds days of the deployment not worked, if the school of the event holds none."""
    holding = [
        school for school, booking in year.at_schools.items() if booking.unworked().get(event.deployment)
    ]
    if not holding or key_of(event.home_school.id) in holding:
        return None
    return year.allowances.get(holding[0])
