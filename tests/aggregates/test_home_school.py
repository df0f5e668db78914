"""Through which home school days are worked, committed, struck out and given back when a leader changes school."""

from datetime import date

from s2ss_core.aggregates import system_leader
from s2ss_core.aggregates.leader_year import LeaderYear, replay, through_home_school
from s2ss_core.aggregates.system_leader import SystemLeader
from s2ss_core.events import LeaderEmployed
from s2ss_core.values import Days
from tests.aggregates.histories import HOME_SCHOOL, LEAD, OTHER_SCHOOL, changed
from tests.aggregates.test_leader_year import AGREED, committing, giving_back, striking, working

AUTUMN, JANUARY, SPRING = date(2023, 11, 20), date(2024, 1, 8), date(2024, 2, 7)
MOVED = system_leader.replay([LeaderEmployed(leader=LEAD, on=JANUARY, school=OTHER_SCHOOL)])
ELSEWHERE = changed(AGREED, home_school=OTHER_SCHOOL, on=JANUARY, days=Days(9))


def test_without_a_word_of_employment_days_keep_their_school() -> None:
    visit = working("v-1", on=SPRING)

    assert through_home_school(LeaderYear(), SystemLeader(), visit) is visit


def test_a_visit_is_worked_through_the_school_of_its_day() -> None:
    before, after = working("v-1", on=AUTUMN), working("v-2", on=SPRING)

    assert through_home_school(LeaderYear(), MOVED, before).home_school == HOME_SCHOOL
    assert through_home_school(LeaderYear(), MOVED, after).home_school == OTHER_SCHOOL


def test_more_days_are_committed_through_the_school_of_the_day() -> None:
    more = changed(committing("2"), on=SPRING)

    assert through_home_school(LeaderYear(), MOVED, more).home_school == OTHER_SCHOOL


def test_days_are_struck_out_through_the_school_through_which_they_were_worked() -> None:
    year = replay([AGREED, ELSEWHERE, changed(working("v-1", on=SPRING), home_school=OTHER_SCHOOL)])

    assert through_home_school(year, MOVED, striking("v-1")).home_school == OTHER_SCHOOL


def test_days_worked_before_a_leader_moved_are_struck_out_through_the_school_that_they_left() -> None:
    year = replay([AGREED, ELSEWHERE, working("v-1", on=AUTUMN)])
    of_the_new_school = changed(striking("v-1"), home_school=OTHER_SCHOOL)

    assert through_home_school(year, MOVED, of_the_new_school).home_school == HOME_SCHOOL


def test_days_that_several_schools_hold_or_none_are_given_back_through_the_school_that_is_said() -> None:
    here, there = committing("4"), changed(committing("4"), home_school=OTHER_SCHOOL)
    back = giving_back("4")

    assert through_home_school(replay([ELSEWHERE, AGREED, there, here]), MOVED, back) is back
    assert through_home_school(replay([AGREED]), MOVED, back) is back


def test_a_strike_of_days_that_were_never_worked_keeps_its_school() -> None:
    strike = striking("v-9")

    assert through_home_school(replay([AGREED]), MOVED, strike) is strike


def test_days_are_given_back_through_the_school_that_holds_them() -> None:
    year = replay([AGREED, ELSEWHERE, changed(committing("4"), home_school=OTHER_SCHOOL)])

    assert through_home_school(year, MOVED, giving_back("4")).home_school == OTHER_SCHOOL
    assert (
        through_home_school(replay([AGREED, committing("4")]), MOVED, giving_back("4")).home_school
        == HOME_SCHOOL
    )
