from datetime import date

import pytest

from s2ss_core.events import CommitmentReleased, DaysStruckOut, leader_year_stream
from s2ss_core.projections import HOME_SCHOOL_WORKLOAD, LEADER_WORKLOAD, AsAt, LeaderWorkload
from s2ss_core.values import Days
from tests.projections.histories import History
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
STREAM = leader_year_stream(LEAD, Y2023)


def of(history: History, leader: str = LEAD, *, as_at: AsAt | None = None) -> LeaderWorkload:
    return LEADER_WORKLOAD.live(history, ("leader", leader, Y2023), as_at=as_at or AsAt())


def a_year(*, agreed: str = "2", days: int = 1) -> History:
    history = History()
    history.tell(STREAM, allowance(LEAD, Y2023, date(2023, 9, 1), agreed))
    history.tell(STREAM, committed(LEAD, Y2023, date(2023, 11, 13), days))
    return history


@pytest.mark.parametrize(("whose", "expected"), EXPECTED.items())
def test_each_leaders_year_comes_to_what_was_expected(
    whose: tuple[str, str], expected: tuple[str, ...]
) -> None:
    year = LEADER_WORKLOAD.live(worked_example(), ("leader", *whose))

    figures = (year.allowance, year.committed, year.worked, year.booked, year.left)
    assert tuple(str(figure.value) for figure in figures) == expected
    assert year.excesses == ()


def test_worked_days_are_contact_and_preparation() -> None:
    year = of(worked_example(), ENGLISH)

    assert (year.contact.value, year.preparation.value) == (Days("9.5"), Days("0.5"))


def test_a_home_school_counts_both_its_leaders() -> None:
    year = HOME_SCHOOL_WORKLOAD.live(worked_example(), ("home-school", HOME.id, Y2023))

    assert (year.committed.value, year.worked.value) == (Days(14), Days("14.5"))
    assert [leader.leader for leader in year.leaders] == [LEAD, ENGLISH]


def test_a_visit_struck_out_frees_its_days_from_the_day_it_was_said_to_have_happened() -> None:
    history = worked_example()
    strike = DaysStruckOut(
        visit="v-sl-01-16",
        deployment="d-1",
        on=date(2024, 9, 1),
        leader=LEAD,
        cap_year=Y2023,
        home_school=HOME,
        because="visit-struck-out v-sl-01-16",
    )
    before = of(history, as_at=AsAt(happened=date(2024, 1, 31)))
    history.tell(STREAM, strike)

    assert of(history).worked.value == Days("3.5")
    assert before.worked.value == Days("1.5")
    assert of(history, as_at=AsAt(happened=date(2024, 1, 31))).worked.value == Days("0.5")


def test_days_given_back_are_no_longer_committed() -> None:
    history = a_year(agreed="15", days=4)
    history.tell(
        STREAM,
        CommitmentReleased(
            because="support-ended d-1",
            on=date(2024, 7, 1),
            leader=LEAD,
            cap_year=Y2023,
            home_school=HOME,
            deployment="d-1",
            days=Days(3),
            cause="support-ended",
        ),
    )

    assert (of(history).committed.value, of(history).left.value) == (Days(1), Days(14))


def test_the_excess_is_found_in_the_order_of_happening_not_of_logging() -> None:
    history = a_year(agreed="2")
    late, early, middle = date(2024, 3, 1), date(2024, 1, 10), date(2024, 2, 1)
    for name, on in (("late", late), ("early", early), ("middle", middle)):
        history.tell(STREAM, worked(visit(name, on, LEAD, None), Days(1)))

    year = of(history)

    assert [(excess.visit, excess.days.value) for excess in year.excesses] == [("late", Days(1))]
    assert year.left.value == -1


def test_booked_is_the_greater_of_committed_and_worked_deployment_by_deployment() -> None:
    history = a_year(agreed="15", days=4)
    history.tell(STREAM, committed(LEAD, Y2023, date(2023, 12, 1), 1, "d-2"))
    for day in (10, 11, 12):
        history.tell(STREAM, worked(visit(f"v-{day}", date(2024, 1, day), LEAD, None), Days(1), "d-2"))

    assert (of(history).committed.value, of(history).worked.value, of(history).booked.value) == (
        Days(5),
        Days(3),
        Days(7),
    )


def test_the_allowance_agreed_last_counts() -> None:
    history = a_year(agreed="2")
    history.tell(STREAM, allowance(LEAD, Y2023, date(2024, 1, 1), "8"))

    assert of(history).allowance.value == Days(8)
