from datetime import date
from decimal import ROUND_UP, Context, Decimal, localcontext
from typing import Any

import attrs
import pytest

from s2ss_core.aggregates.leader_year import replay
from s2ss_core.events import (
    AcceptedDespite,
    AllowanceAgreed,
    CommitmentReleased,
    DaysCommitted,
    DaysStruckOut,
    DaysWorked,
)
from s2ss_core.projections import HOME_SCHOOL_WORKLOAD, LEADER_WORKLOAD, AsAt, as_data
from s2ss_core.testing.given import given
from s2ss_core.testing.lifecycle.cast import person
from s2ss_core.testing.seeding import in_stream
from s2ss_core.values import Cause, Days, Withheld
from tests.aggregates.histories import changed
from tests.projections.worked_example import (
    ENGLISH,
    HOME,
    LEAD,
    Y2023,
    Y2024,
    allowance,
    committed,
    visit,
    worked,
    worked_example,
)

EXPECTED = {
    (ENGLISH, Y2023): ("15", "10", "10", "10", "5"),
    (LEAD, Y2023): ("15", "4", "4.5", "4.5", "10.5"),
    (LEAD, Y2024): ("15", "2", "2", "2", "13"),
}


YEAR = ("leader", LEAD, Y2023)
A_DAY = Days(1)


def agreed(days: str, on: date = date(2023, 9, 1)) -> AllowanceAgreed:
    return allowance(LEAD, Y2023, on, days)


def booked(days: int, deployment: str = "d-1") -> DaysCommitted:
    return committed(LEAD, Y2023, date(2023, 11, 13), days, deployment)


def day(name: str, on: date, deployment: str = "d-1") -> DaysWorked:
    return worked(visit(name, on, LEAD, None), A_DAY, deployment)


@pytest.mark.parametrize(("whose", "expected"), EXPECTED.items())
def test_each_leaders_year_comes_to_what_was_expected(
    whose: tuple[str, str], expected: tuple[str, ...]
) -> None:
    year = LEADER_WORKLOAD.live(worked_example(), ("leader", *whose))

    figures = (year.allowance, year.committed, year.worked, year.booked, year.left)
    assert tuple(str(figure.value) for figure in figures) == expected
    assert year.excesses == ()


def test_worked_days_are_contact_and_preparation() -> None:
    year = LEADER_WORKLOAD.live(worked_example(), ("leader", ENGLISH, Y2023))

    assert (year.contact.value, year.preparation.value) == (Days("9.5"), Days("0.5"))


def test_a_home_school_counts_both_its_leaders() -> None:
    year = HOME_SCHOOL_WORKLOAD.live(worked_example(), ("home-school", HOME.id, Y2023))

    assert (year.committed.value, year.worked.value) == (Days(14), Days("14.5"))
    assert [leader.leader for leader in year.leaders] == [LEAD, ENGLISH]


def test_a_visit_struck_out_frees_its_days_from_the_day_it_was_said_to_have_happened() -> None:
    strike = DaysStruckOut(
        visit="v-sl-01-16",
        deployment="d-1",
        on=date(2024, 9, 1),
        leader=LEAD,
        cap_year=Y2023,
        home_school=HOME,
        because=Cause("struck-out", ("visit", "v-sl-01-16"), "deployment:d-1"),
    )
    by_january = AsAt(happened=date(2024, 1, 31))
    entries = worked_example().entries

    given(*entries).then_view(LEADER_WORKLOAD, YEAR, as_at=by_january, worked=Days("1.5"))
    struck = given(*entries, strike)
    struck.then_view(LEADER_WORKLOAD, YEAR, worked=Days("3.5"))
    struck.then_view(LEADER_WORKLOAD, YEAR, as_at=by_january, worked=Days("0.5"))


def test_days_given_back_are_no_longer_committed() -> None:
    given_back = CommitmentReleased(
        because=Cause("support-ended", ("2024-07-01",), "deployment:d-1"),
        on=date(2024, 7, 1),
        leader=LEAD,
        cap_year=Y2023,
        home_school=HOME,
        deployment="d-1",
        days=Days(3),
        cause="support-ended",
    )

    given(agreed("15"), booked(4), given_back).then_view(
        LEADER_WORKLOAD, YEAR, committed=A_DAY, left=Days(14)
    )


def test_the_excess_is_found_in_the_order_of_happening_not_of_logging() -> None:
    days = (("late", date(2024, 3, 1)), ("early", date(2024, 1, 10)), ("middle", date(2024, 2, 1)))

    year = given(agreed("2"), booked(1), *(day(name, on) for name, on in days)).then_view(
        LEADER_WORKLOAD, YEAR, left=-1
    )

    assert [(excess.visit, excess.days.value) for excess in year.excesses] == [("late", A_DAY)]


def test_booked_is_the_greater_of_committed_and_worked_deployment_by_deployment() -> None:
    three = [day(f"v-{number}", date(2024, 1, number), "d-2") for number in (10, 11, 12)]

    given(agreed("15"), booked(4), booked(1, "d-2"), *three).then_view(
        LEADER_WORKLOAD, YEAR, committed=Days(5), worked=Days(3), booked=Days(7)
    )


def test_two_spellings_of_a_deployment_are_one_deployment() -> None:
    history = (agreed("4"), booked(4), day("v-1", date(2024, 1, 10), "D-1"))

    year = given(*history).then_view(
        LEADER_WORKLOAD, YEAR, committed=Days(4), worked=A_DAY, booked=Days(4), excesses=()
    )

    assert [deployment.deployment for deployment in year.deployments] == ["d-1"]
    assert replay(history).booked == year.booked.value


def test_the_allowance_agreed_last_counts() -> None:
    given(agreed("2"), booked(1), agreed("8", date(2024, 1, 1))).then_view(
        LEADER_WORKLOAD, YEAR, allowance=Days(8)
    )


def test_an_excess_says_where_it_was_how_much_why_and_who_accepted_it() -> None:
    second: Any = day("v-2", date(2024, 1, 11))
    past = attrs.evolve(second, accepted=Cause("accepted-despite", ("visit", "v-2"), "deployment:d-1"))
    acceptance = AcceptedDespite(
        of=Cause("visit", ("v-2",)),
        on=past.on,
        rules=(),
        reason=Withheld("sha256:" + "0" * 64),
        accepted_by=person("ht-9"),
    )

    year = given(
        agreed("1"), booked(1), day("v-1", date(2024, 1, 10)), *in_stream("deployment:d-1", acceptance), past
    ).then_view(LEADER_WORKLOAD, YEAR)

    [excess] = year.excesses
    assert (excess.position, excess.on, excess.deployment, excess.visit) == (5, past.on, "d-1", "v-2")
    assert (excess.days.value, excess.reason, excess.accepted_by) == (
        A_DAY,
        acceptance.reason,
        person("ht-9"),
    )
    assert excess.days.positions == (1, 2, 3, 5)


def test_a_commitment_past_the_allowance_is_an_excess_that_nobody_visited() -> None:
    year = given(agreed("1"), booked(3)).then_view(LEADER_WORKLOAD, YEAR)

    [excess] = year.excesses
    assert (excess.visit, excess.reason, excess.accepted_by, excess.days.value) == (None, None, None, Days(2))


def test_giving_back_what_was_never_committed_makes_no_room_elsewhere() -> None:
    given_back = CommitmentReleased(
        because=Cause("support-ended", ("2023-09-02",), "deployment:d-2"), on=date(2023, 9, 2), leader=LEAD, cap_year=Y2023, home_school=HOME,
        deployment="d-2", days=Days(3), cause="support-ended",
    )  # fmt: skip

    year = given(agreed("1"), given_back, booked(3)).then_view(LEADER_WORKLOAD, YEAR)

    assert [excess.days.value for excess in year.excesses] == [Days(2)]


def test_an_excess_is_what_its_event_adds_and_has_the_bookings_until_then_as_source_events() -> None:
    days = [day(f"v-{number}", date(2024, 1, number)) for number in (10, 11, 12)]

    year = given(agreed("1"), booked(1), *days).then_view(LEADER_WORKLOAD, YEAR)

    assert [(excess.visit, excess.days.value, excess.days.positions) for excess in year.excesses] == [
        ("v-11", A_DAY, (1, 2, 3, 4)),
        ("v-12", A_DAY, (1, 2, 3, 4, 5)),
    ]


def test_no_figure_depends_on_the_hosts_decimal_rounding() -> None:
    first: Any = committed(LEAD, Y2023, date(2023, 11, 13), 1)
    half = attrs.evolve(first, days=Days("2.5"))
    more = attrs.evolve(first, deployment="d-2", because=Cause("brokered", ("d-2",)), days=Days("13.25"))

    with localcontext(Context(prec=1, rounding=ROUND_UP)):
        year = given(agreed("15"), half).then_view(LEADER_WORKLOAD, YEAR)
        over = given(agreed("15"), half, more).then_view(LEADER_WORKLOAD, YEAR)
        plain: Any = as_data(year)

    assert (year.left.value, over.left.value) == (Decimal("12.5"), Decimal("-0.75"))
    assert [excess.days.value for excess in over.excesses] == [Decimal("0.75")]
    assert plain["left"]["value"] == "12.5"


def test_days_that_no_cap_holds_leave_the_cap_to_the_others() -> None:
    seconded = changed(booked(40, "d-s"), cap=None)

    given(agreed("60"), seconded, changed(booked(10), cap=Days(15))).then_view(
        LEADER_WORKLOAD, YEAR, allowance=Days(55), booked=Days(50), left=5
    )
    given(agreed("60"), seconded).then_view(LEADER_WORKLOAD, YEAR, allowance=Days(60), left=20)


def test_an_excess_over_the_cap_is_found_when_it_happened_though_more_was_booked_beyond_it_later() -> None:
    seconded = changed(booked(40, "d-s"), cap=None, on=date(2024, 3, 1))

    year = given(agreed("60"), changed(booked(16), cap=Days(15)), seconded).then_view(
        LEADER_WORKLOAD, YEAR, left=-1
    )

    assert [(excess.deployment, excess.days.value) for excess in year.excesses] == [("d-1", A_DAY)]
