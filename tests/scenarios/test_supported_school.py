"""The days that a supported school takes in a year, from all leaders and deployments."""

from typing import Any

import pytest

from s2ss_core import AcademicYear, Brokerage
from s2ss_core.errors import NotFound
from s2ss_core.projections import SUPPORTED_SCHOOL_WORKLOAD, AsAt, Figure, Materialised, canonical_bytes
from s2ss_core.testing.postgres import postgres_server, postgres_url
from tests.scenarios.register import HIGHMOOR, LOWMOOR, MAY, YEAR, brokering, register, support

__all__ = ["postgres_server", "postgres_url"]  # fixtures


def comes_to(view: Any) -> tuple[str, ...]:
    """Committed, worked, contact, preparation and booked, in days."""
    figures: list[Figure[Any]] = [view.committed, view.worked, view.contact, view.preparation, view.booked]
    return tuple(str(figure.value) for figure in figures)


@pytest.fixture
def alliance(desk: Brokerage) -> Brokerage:
    register(desk)
    support(desk)
    return desk


def test_a_school_takes_the_days_of_all_its_leaders_and_deployments(alliance: Brokerage) -> None:
    """6 + 3 days committed; 2 worked at the school and half a day of preparation; booked 6 + 3."""
    view = alliance.supported_school_workload("highmoor", YEAR)

    assert comes_to(view) == ("9", "2.5", "2", "0.5", "9")
    assert [
        (leader.leader, leader.same_as, leader.home_schools, [(of.deployment, *comes_to(of)) for of in leader.deployments])
        for leader in view.leaders
    ] == [
        ("sl-03", ("sl-3",), ("lowmoor",), [("d-2", "3", "0", "0", "0", "3")]),
        ("sl-1", (), ("riverside",), [("d-1", "6", "2.5", "2", "0.5", "6")]),
    ]  # fmt: skip


def test_another_school_and_another_year_have_days_of_their_own(alliance: Brokerage) -> None:
    assert comes_to(alliance.supported_school_workload("seaview", YEAR)) == ("5", "0", "0", "0", "5")
    with pytest.raises(NotFound):
        alliance.supported_school_workload("highmoor", AcademicYear("2024/25"))
    with pytest.raises(NotFound):
        alliance.supported_school_workload("riverside", YEAR)


def test_the_days_of_two_ids_of_one_leader_stand_in_one_row(alliance: Brokerage) -> None:
    alliance.broker(**brokering("d-4", "sl-3", LOWMOOR, HIGHMOOR, 2))

    [first, _] = alliance.supported_school_workload("HIGHMOOR", YEAR).leaders

    assert [(of.deployment, comes_to(of)[0]) for of in first.deployments] == [("d-2", "3"), ("d-4", "2")]


def test_days_given_back_and_visits_struck_out_no_longer_count(alliance: Brokerage) -> None:
    before = alliance.supported_school_workload("highmoor", YEAR, as_at=AsAt(happened=MAY))
    alliance.employ_leader(leader="sl-03", on=MAY, school=HIGHMOOR)

    after = alliance.supported_school_workload("highmoor", YEAR)

    assert comes_to(before) == ("9", "1", "1", "0", "9")
    assert comes_to(after) == ("6", "2.5", "2", "0.5", "6")


def test_every_figure_says_which_entries_it_is_from(alliance: Brokerage) -> None:
    [_, second] = alliance.supported_school_workload("highmoor", YEAR).leaders

    names = [type(entry.event).__name__ for entry in second.deployments[0].worked.explain(alliance.store)]

    assert names == ["Brokered", "DaysWorked", "DaysWorked"]


def test_a_host_that_asks_for_it_has_it_stored(alliance: Brokerage) -> None:
    views = Materialised(alliance.store, (SUPPORTED_SCHOOL_WORKLOAD,))
    views.catch_up()
    key = ("supported-school", "highmoor", str(YEAR))

    assert canonical_bytes(views.read(SUPPORTED_SCHOOL_WORKLOAD, key)) == canonical_bytes(
        alliance.supported_school_workload("highmoor", YEAR)
    )
    alliance.broker(**brokering("d-4", "sl-3", LOWMOOR, HIGHMOOR, 2))
    assert comes_to(views.read(SUPPORTED_SCHOOL_WORKLOAD, key))[0] == "11"
    assert views.rebuild(SUPPORTED_SCHOOL_WORKLOAD).switched
