"""The decisions of a leader's year: what may be agreed, committed and worked."""

from collections.abc import Iterable, Iterator

from s2ss_core.aggregates.decision import Decision, decide
from s2ss_core.aggregates.leader_year.limits import limits_of, most_agreed
from s2ss_core.aggregates.leader_year.state import LeaderYear
from s2ss_core.events import (
    AllowanceAgreed,
    CommitmentReleased,
    DaysCommitted,
    DaysStruckOut,
    DaysWorked,
    LeaderEmployed,
    LeaderYearEvent,
)
from s2ss_core.ids import key_of
from s2ss_core.rules import Broken
from s2ss_core.rules import leader_year as rules
from s2ss_core.values import AcademicYear, Cause


def agree_allowance(year: LeaderYear, fact: AllowanceAgreed) -> Decision[LeaderYearEvent]:
    """Record the days the home school agreed to, within the lowest cap of the year's programmes."""
    most = most_agreed(year, fact)
    return decide(
        fact,
        fact.leader,
        () if most is None else rules.the_allowance_is_within_the_cap.broken_by(days=fact.days, cap=most),
        rules.the_allowance_covers_what_is_booked.broken_by(
            days=fact.days, booked=year.at_school(fact.home_school.id).booked_with()
        ),
    )


def commit_days(
    year: LeaderYear, fact: DaysCommitted, *, asks_governing_body: bool = False
) -> Decision[LeaderYearEvent]:
    """Book days of the leader for a deployment. Days past the allowance cannot be booked despite the rule."""
    broken = (
        rules.the_days_booked_stay_within_the_allowance.broken_by(
            leader=fact.leader,
            cap_year=fact.cap_year,
            booked=limit.booking.booked_with(fact.deployment, committed=fact.days, but=limit.but),
            allowance=limit.allowance,
            left=limit.left,
            limit=limit.name,
        )
        for limit in limits_of(year, fact)
    )
    return decide(
        fact,
        fact.leader,
        _agreed(year, fact),
        _agreed_by_governing_body(year, fact) if asks_governing_body else (),
        next(filter(None, broken), ()),
    )


def work_days(year: LeaderYear, fact: DaysWorked) -> Decision[LeaderYearEvent]:
    """Count the days of a visit. Days past the allowance are recorded only despite the rule."""
    broken = (
        rules.the_days_worked_stay_within_the_allowance.broken_by(
            leader=fact.leader,
            cap_year=fact.cap_year,
            booked=booked,
            allowance=limit.allowance,
            limit=limit.name,
        )
        for limit in limits_of(year, fact)
        if (booked := limit.booking.booked_with(fact.deployment, worked=fact.days, but=limit.but))
        > limit.booked
    )
    return decide(
        fact,
        fact.leader,
        _agreed(year, fact),
        next(filter(None, broken), ()),
        rules.a_leader_works_at_most_a_day_and_a_twilight_on_a_date.broken_by(
            leader=fact.leader, on=fact.on, worked=year.worked_on(fact.on) + fact.days
        ),
        despite=True,
    )


def releases_on_leaving(
    year: LeaderYear, employed: LeaderEmployed, cap_year: AcademicYear, because: Cause, later: frozenset[str]
) -> Iterator[CommitmentReleased]:
    """What other home schools committed and was not worked, and so goes back when a school employs the leader.

    `later` has the keys of the schools that employ the leader from a later day: what they committed stays.
    """
    for school, allowance in year.allowances.items():
        if school in {key_of(employed.school.id), *later}:
            continue
        for deployment, days in year.at_school(school).unworked().items():
            yield CommitmentReleased(
                because=because,
                on=employed.on,
                leader=employed.leader,
                cap_year=cap_year,
                home_school=allowance.home_school,
                deployment=deployment,
                days=days,
                cause="left",
            )


def _agreed(year: LeaderYear, fact: DaysCommitted | DaysWorked) -> Iterable[Broken]:
    if key_of(fact.home_school.id) in year.allowances:
        return ()
    if year.agreed is None:
        return rules.the_home_school_agreed_an_allowance.broken_by(
            leader=fact.leader, cap_year=fact.cap_year, agreed=None
        )
    return rules.the_home_school_is_the_one_that_agreed.broken_by(
        home_school=fact.home_school.id, agreed=year.agreed.home_school.id
    )


def _agreed_by_governing_body(year: LeaderYear, fact: DaysCommitted) -> Iterable[Broken]:
    allowance = year.allowances.get(key_of(fact.home_school.id))
    if allowance is None:
        return ()
    word = allowance.governing_body
    return rules.the_governing_body_agreed_to_the_release.broken_by(
        leader=fact.leader,
        cap_year=fact.cap_year,
        home_school=fact.home_school.id,
        agreed=word is not None and word.by.role in {"governor", "chair", "clerk"},
    )


def release_commitment(year: LeaderYear, fact: CommitmentReleased) -> Decision[LeaderYearEvent]:
    """Release days that were committed and not worked."""
    return decide(fact, fact.leader)


def strike_days(year: LeaderYear, fact: DaysStruckOut) -> Decision[LeaderYearEvent]:
    """Free the days of a visit that was struck out."""
    return decide(fact, fact.leader)
