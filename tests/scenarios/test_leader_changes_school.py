"""A leader changes school at Christmas. The old school agreed 15 days, of which 6 were booked and 2 worked."""

from datetime import date
from typing import Any

import pytest

from benchmarks.story import HOME_HEADTEACHER, HUB, MIDDLE_LEADER, OFFICER, SCHOOL, YEAR
from s2ss_core import Brokerage, Days, Despite, Refused
from s2ss_core.events import Commitment, CommitmentReleased, Confirmation, DaysWorked, Funding, Leader
from s2ss_core.ids import key_of
from s2ss_core.rules import Broken
from s2ss_core.store import Recorded
from s2ss_core.values import Organisation, Person

HILLSIDE = Organisation(id="hillside", kind="school", member_of_broker=False)
RIVERSIDE = Organisation(id="riverside", kind="school", member_of_broker=False)
OTHER = Organisation(id="highmoor", kind="school", member_of_broker=False)
SEPTEMBER, JANUARY = date(2023, 9, 4), date(2024, 1, 8)
NOVEMBER, DECEMBER, FEBRUARY = date(2023, 11, 8), date(2023, 12, 6), date(2024, 2, 7)
IT_HAPPENED = Despite(
    reason="It happened", accepted_by=Person(person="ch", role="chair", organisation=SCHOOL.id)
)


@pytest.fixture
def brokerage(desk: Brokerage) -> Brokerage:
    """Six days of the leader are booked from Hillside, two of them worked before Christmas."""
    agree(desk, HILLSIDE, 15, SEPTEMBER)
    broker(desk, "d-1", HILLSIDE, 6, SEPTEMBER)
    for visit, on in (("v-1", NOVEMBER), ("v-2", DECEMBER)):
        log(desk, visit, on)
    return desk


def agree(brokerage: Brokerage, home: Organisation, days: int, on: date) -> None:
    brokerage.agree_allowance(
        leader="sl-1",
        cap_year=YEAR,
        on=on,
        days=Days(days),
        home_school=home,
        agreed_by=HOME_HEADTEACHER,
        governing_body=Confirmation(by=Person(person="chair", role="chair", organisation=home.id), on=on),
    )


def brokered(deployment: str, home: Organisation, days: int, on: date) -> dict[str, Any]:
    confirmed = Confirmation(by=OFFICER, on=on)
    return {
        "deployment": deployment, "on": on, "programme": "llf-2019", "version": "6.0", "broker": HUB, "need": "Reading",
        "capacity_confirmed": confirmed, "broker_capacity": confirmed, "existing_support": "None",
        "school": SCHOOL if deployment == "d-1" else OTHER, "headteacher": "ht",
        "lead": Leader(leader="sl-1", band="middle-leader", home_school=home),
        "commitments": (Commitment(leader="sl-1", cap_year=YEAR, days=Days(days)),), "start": on,
        "intended_end": date(2024, 7, 19), "funding": Funding(kind="self-funded"),
    }  # fmt: skip


def broker(brokerage: Brokerage, deployment: str, home: Organisation, days: int, on: date) -> None:
    brokerage.broker(**brokered(deployment, home, days, on))


def log(brokerage: Brokerage, visit: str, on: date) -> tuple[Recorded, ...]:
    """A day of the leader. No plan was made, so it is recorded despite the rules of a plan."""
    return brokerage.log_visit.despite(IT_HAPPENED, "d-1", **visited(visit, on))


def visited(visit: str, on: date) -> dict[str, Any]:
    return {
        "visit": visit, "on": on, "leader": "sl-1", "school": SCHOOL.id, "unit": "day",
        "quantity": Days(1), "counterpart": MIDDLE_LEADER,
    }  # fmt: skip


def move(brokerage: Brokerage) -> tuple[Recorded, ...]:
    return brokerage.employ_leader(leader="sl-1", on=JANUARY, school=RIVERSIDE)


def days_of_the_year(broken: tuple[Broken, ...]) -> list[str]:
    return [rule.rule.code for rule in broken if rule.rule.code.startswith("S2SS-Y")]


def at(brokerage: Brokerage, school: Organisation) -> tuple[str, str]:
    """Allowance and booked of the leader through a school."""
    [leader] = brokerage.home_school_workload(key_of(school.id), YEAR).leaders
    return str(leader.allowance.value), str(leader.booked.value)


def test_what_was_not_worked_at_the_old_school_goes_back(brokerage: Brokerage) -> None:
    recorded = move(brokerage)

    [released] = [entry.event for entry in recorded if isinstance(entry.event, CommitmentReleased)]
    assert (released.days, released.home_school, released.cause) == (Days(4), HILLSIDE, "left")
    assert at(brokerage, HILLSIDE) == ("15", "2")
    assert brokerage.leader_workload("sl-1", YEAR).booked.value == Days(2)


def test_the_new_school_agrees_an_allowance_of_its_own(brokerage: Brokerage) -> None:
    move(brokerage)
    agree(brokerage, RIVERSIDE, 9, JANUARY)

    broker(brokerage, "d-2", RIVERSIDE, 9, JANUARY)

    assert at(brokerage, HILLSIDE) == ("15", "2")
    assert at(brokerage, RIVERSIDE) == ("9", "9")
    year = brokerage.leader_workload("sl-1", YEAR)
    assert (year.allowance.value, year.booked.value) == (Days(15), Days(11))


def test_no_more_is_booked_at_a_school_than_that_school_agreed(brokerage: Brokerage) -> None:
    move(brokerage)
    agree(brokerage, RIVERSIDE, 9, JANUARY)

    with pytest.raises(Refused) as refused:
        broker(brokerage, "d-2", RIVERSIDE, 10, JANUARY)

    [broken] = refused.value.broken
    assert broken.rule.code == "S2SS-Y01"
    assert dict(broken.facts)["allowance"] == "9"


def test_no_more_is_booked_over_all_schools_than_the_lowest_cap(brokerage: Brokerage) -> None:
    move(brokerage)
    agree(brokerage, RIVERSIDE, 15, JANUARY)

    [broken] = brokerage.broker.why_not(**brokered("d-2", RIVERSIDE, 14, JANUARY))

    assert broken.rule.code == "S2SS-Y01"
    assert (dict(broken.facts)["booked"], dict(broken.facts)["allowance"]) == ("16", "15")
    assert brokerage.broker.why_not(**brokered("d-2", RIVERSIDE, 13, JANUARY)) == ()


def test_a_visit_counts_through_the_school_that_employs_the_leader_on_its_day(brokerage: Brokerage) -> None:
    move(brokerage)
    agree(brokerage, RIVERSIDE, 9, JANUARY)

    late = [entry.event for entry in log(brokerage, "v-3", date(2023, 11, 15))]
    after = [entry.event for entry in log(brokerage, "v-4", FEBRUARY)]

    assert [event.home_school for event in late if isinstance(event, DaysWorked)] == [HILLSIDE]
    assert [event.home_school for event in after if isinstance(event, DaysWorked)] == [RIVERSIDE]
    assert at(brokerage, HILLSIDE) == ("15", "3")
    assert at(brokerage, RIVERSIDE) == ("9", "1")


def test_a_visit_after_the_move_needs_the_new_schools_allowance(brokerage: Brokerage) -> None:
    move(brokerage)

    assert days_of_the_year(brokerage.log_visit.why_not("d-1", **visited("v-4", FEBRUARY))) == ["S2SS-Y07"]
    agree(brokerage, RIVERSIDE, 9, JANUARY)
    assert days_of_the_year(brokerage.log_visit.why_not("d-1", **visited("v-4", FEBRUARY))) == []


def test_the_leader_is_brokered_from_the_new_school_only(brokerage: Brokerage) -> None:
    move(brokerage)
    agree(brokerage, RIVERSIDE, 9, JANUARY)

    broken = brokerage.broker.why_not(**brokered("d-2", HILLSIDE, 1, JANUARY))

    assert [rule.rule.code for rule in broken] == ["S2SS-L01"]


def test_an_employment_told_again_gives_nothing_back_again(brokerage: Brokerage) -> None:
    move(brokerage)

    assert move(brokerage) == ()
    assert at(brokerage, HILLSIDE) == ("15", "2")


def test_the_old_employment_told_late_takes_nothing_from_the_new_school(brokerage: Brokerage) -> None:
    move(brokerage)
    agree(brokerage, RIVERSIDE, 9, JANUARY)
    broker(brokerage, "d-2", RIVERSIDE, 9, JANUARY)

    brokerage.employ_leader(leader="sl-1", on=SEPTEMBER, school=HILLSIDE)

    assert at(brokerage, RIVERSIDE) == ("9", "9")


def test_a_move_in_another_year_leaves_this_year_as_it_is(brokerage: Brokerage) -> None:
    brokerage.employ_leader(leader="sl-1", on=date(2022, 9, 1), school=HILLSIDE)

    assert at(brokerage, HILLSIDE) == ("15", "6")


def test_a_visit_that_was_counted_before_the_move_was_told_stays_with_the_old_school(
    brokerage: Brokerage,
) -> None:
    """Told in March: employed at Riverside since 8 January. Of 6 days 2 + 1 were worked through Hillside, so 3 go back.

    A visit of 7 February was counted through Hillside, as was known then. One of 14 February is told after the move and
    counts through Riverside, which employs the leader on its day. Decisions and views reckon alike.
    """
    log(brokerage, "v-feb", FEBRUARY)
    recorded = move(brokerage)
    agree(brokerage, RIVERSIDE, 9, JANUARY)
    after = log(brokerage, "v-after", date(2024, 2, 14))

    [released] = [entry.event for entry in recorded if isinstance(entry.event, CommitmentReleased)]
    [worked] = [entry.event for entry in after if isinstance(entry.event, DaysWorked)]
    assert (released.days, worked.home_school.id) == (Days(3), RIVERSIDE.id)
    assert (at(brokerage, HILLSIDE), at(brokerage, RIVERSIDE)) == (("15", "3"), ("9", "1"))
    with brokerage.repository.current():
        year, _ = brokerage.repository.leader_year("sl-1", YEAR)
        assert [year.at_school(school.id).booked_with() for school in (HILLSIDE, RIVERSIDE)] == [
            Days(3),
            Days(1),
        ]


def test_days_that_a_school_agreed_and_that_were_not_worked_go_back_and_the_next_books_its_own(
    desk: Brokerage,
) -> None:
    """Hillside agreed 9, Riverside 6, the cap is 15. 6 worked at Hillside: 3 go back, 9 of 15 are left, 6 at Riverside."""
    agree(desk, HILLSIDE, 9, SEPTEMBER)
    broker(desk, "d-1", HILLSIDE, 9, SEPTEMBER)
    for number in range(6):
        log(desk, f"v-{number}", date(2023, 11, 6 + number))

    recorded = move(desk)
    agree(desk, RIVERSIDE, 6, JANUARY)

    assert [entry.event.days for entry in recorded if isinstance(entry.event, CommitmentReleased)] == [
        Days(3)
    ]
    year = desk.leader_workload("sl-1", YEAR)
    assert (year.allowance.value, year.booked.value, str(year.left.value)) == (Days(15), Days(6), "9")
    assert days_of_the_year(desk.broker.why_not(**brokered("d-2", RIVERSIDE, 7, JANUARY))) == ["S2SS-Y01"]
    assert days_of_the_year(desk.broker.why_not(**brokered("d-2", RIVERSIDE, 6, JANUARY))) == []
