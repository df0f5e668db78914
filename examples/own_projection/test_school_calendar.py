"""Tests of your own view. Each test also compares every way of serving it with the live fold."""

from datetime import date

import attrs

from examples.own_projection.school_calendar import SCHOOL_CALENDAR
from s2ss_core import Days, Person
from s2ss_core.events import EntryStruckOut, VisitLogged
from s2ss_core.testing.given import given
from s2ss_core.testing.lifecycle.cast import person
from s2ss_core.testing.seeding import in_stream
from s2ss_core.values import Cause

LOWMOOR = ("school", "lowmoor")
FIRST = VisitLogged(
    visit="v-1",
    on=date(2024, 1, 16),
    leader="sl-1",
    school="lowmoor",
    unit="day",
    quantity=Days(1),
    counterpart=Person(person="t-5", role="staff", organisation="lowmoor"),
)
SECOND = attrs.evolve(FIRST, visit="v-2", on=date(2024, 2, 6), unit="half-day")
ELSEWHERE = attrs.evolve(FIRST, visit="v-9", school="hillside", on=date(2024, 3, 5))
STRUCK_OUT = EntryStruckOut(
    of=Cause("visit", ("v-2",)),
    on=date(2024, 2, 9),
    cause="duplicate",
    reason="Twice.",
    asked_by=person("u-1"),
    agreed_by=person("u-2"),
)


def test_a_school_sees_its_visits_in_order_of_the_day_and_nobody_elses() -> None:
    calendar = given(*in_stream("deployment:d-1", SECOND, FIRST, ELSEWHERE)).then_view(
        SCHOOL_CALENDAR, LOWMOOR
    )

    assert [(visit.visit, visit.days.value) for visit in calendar.visits] == [
        ("v-1", Days(1)),
        ("v-2", Days("0.5")),
    ]
    assert calendar.last == SECOND.on


def test_visits_of_two_deployments_are_in_one_calendar() -> None:
    other = attrs.evolve(FIRST, visit="v-7", on=date(2024, 1, 9))

    calendar = given(*in_stream("deployment:d-1", FIRST), *in_stream("deployment:d-2", other)).then_view(
        SCHOOL_CALENDAR, LOWMOOR
    )

    assert [visit.visit for visit in calendar.visits] == ["v-7", "v-1"]


def test_a_visit_struck_out_is_in_no_calendar() -> None:
    calendar = given(*in_stream("deployment:d-1", FIRST, SECOND, STRUCK_OUT)).then_view(
        SCHOOL_CALENDAR, LOWMOOR
    )

    assert calendar.last == FIRST.on


def test_every_figure_names_the_entry_it_comes_from() -> None:
    calendar = given(*in_stream("deployment:d-1", FIRST, SECOND)).then_view(SCHOOL_CALENDAR, LOWMOOR)

    assert [visit.days.positions for visit in calendar.visits] == [(1,), (2,)]


def test_a_school_without_visits_has_no_calendar() -> None:
    given(*in_stream("deployment:d-1", FIRST)).then_no_view(SCHOOL_CALENDAR, ("school", "hillside"))
