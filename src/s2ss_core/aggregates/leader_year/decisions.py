"""The decisions of a leader's year: what may be agreed, committed and worked."""

from collections.abc import Iterable

from s2ss_core.aggregates.decision import Decision, decide
from s2ss_core.aggregates.leader_year.state import LeaderYear, less
from s2ss_core.events import (
    AllowanceAgreed,
    CommitmentReleased,
    DaysCommitted,
    DaysStruckOut,
    DaysWorked,
    LeaderYearEvent,
)
from s2ss_core.rules import Broken
from s2ss_core.rules import leader_year as rules


def agree_allowance(year: LeaderYear, fact: AllowanceAgreed) -> Decision[LeaderYearEvent]:
    """Record the days the home school agreed to, within the lowest cap of the year's programmes."""
    return decide(
        fact,
        fact.leader,
        rules.the_allowance_is_within_the_cap.broken_by(days=fact.days, cap=min(year.caps))
        if year.caps
        else (),
        rules.the_allowance_covers_what_is_booked.broken_by(days=fact.days, booked=year.booked),
    )


def commit_days(year: LeaderYear, fact: DaysCommitted) -> Decision[LeaderYearEvent]:
    """Book days of the leader for a deployment. Days past the allowance cannot be booked despite the rule."""
    allowance = year.allowance if fact.cap is None else min(year.allowance, fact.cap)
    return decide(
        fact,
        fact.leader,
        _agreed(year, fact),
        rules.the_days_booked_stay_within_the_allowance.broken_by(
            leader=fact.leader,
            cap_year=fact.cap_year,
            booked=year.booked_with(fact.deployment, committed=fact.days),
            allowance=allowance,
            left=less(allowance, year.booked),
        )
        if year.agreed
        else (),
    )


def work_days(year: LeaderYear, fact: DaysWorked) -> Decision[LeaderYearEvent]:
    """Count the days of a visit. Days past the allowance are recorded only despite the rule."""
    booked = year.booked_with(fact.deployment, worked=fact.days)
    return decide(
        fact,
        fact.leader,
        _agreed(year, fact),
        rules.the_days_worked_stay_within_the_allowance.broken_by(
            leader=fact.leader, cap_year=fact.cap_year, booked=booked, allowance=year.allowance
        )
        if year.agreed and booked > year.booked
        else (),
        rules.a_leader_works_at_most_a_day_and_a_twilight_on_a_date.broken_by(
            leader=fact.leader, on=fact.on, worked=year.worked_on(fact.on) + fact.days
        ),
        despite=True,
    )


def _agreed(year: LeaderYear, fact: DaysCommitted | DaysWorked) -> Iterable[Broken]:
    if year.agreed is None:
        return rules.the_home_school_agreed_an_allowance.broken_by(
            leader=fact.leader, cap_year=fact.cap_year, agreed=None
        )
    return rules.the_home_school_is_the_one_that_agreed.broken_by(
        home_school=fact.home_school.id, agreed=year.agreed.home_school.id
    )


def release_commitment(year: LeaderYear, fact: CommitmentReleased) -> Decision[LeaderYearEvent]:
    """Release days that were committed and not worked."""
    return decide(fact, fact.leader)


def strike_days(year: LeaderYear, fact: DaysStruckOut) -> Decision[LeaderYearEvent]:
    """Free the days of a visit that was struck out."""
    return decide(fact, fact.leader)
