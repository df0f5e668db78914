"""The years of a home school and of a supported school: which entries affect them, and what they come to."""

from datetime import date
from typing import Any

import pytest

from s2ss_core.events import (
    EntryStruckOut,
    LeaderFoundSame,
    UnbrokeredSupportLogged,
    deployment_stream,
    leader_year_stream,
    system_leader_stream,
)
from s2ss_core.projections import HOME_SCHOOL_WORKLOAD, SUPPORTED_SCHOOL_WORKLOAD, SupportedSchoolWorkload
from s2ss_core.values import AcademicYear, Cause, Days, Organisation
from tests.aggregates.histories import changed
from tests.projections.histories import History, WithoutTexts
from tests.projections.worked_example import (
    HEADTEACHER,
    HOME,
    LEAD,
    OFFICER,
    SCHOOL,
    Y2023,
    Y2024,
    allowance,
    brokered,
    committed,
)

ON, LATER, NEXT_YEAR = date(2023, 11, 13), date(2024, 1, 8), date(2024, 9, 2)
OTHER = "SL-9"
LOWMOOR = Organisation(id="Lowmoor", kind="school")
HERE, HERE_NEXT = (("supported-school", SCHOOL.id, year) for year in (str(Y2023), str(Y2024)))
AT_LOWMOOR = ("supported-school", "lowmoor", str(Y2023))
ARRANGED, ARRANGED_NEXT = (("home-school", HOME.id, year) for year in (str(Y2023), str(Y2024)))

VISIT = UnbrokeredSupportLogged(
    leader=LEAD, visit="u-1", on=ON, school=SCHOOL, home_school=HOME, days=Days(1), arranged_by=HEADTEACHER,
    by=OFFICER,
)  # fmt: skip
ELSEWHERE = changed(VISIT, visit="u-2", school=LOWMOOR)
STRUCK_OUT = EntryStruckOut(
    of=Cause("unbrokered-visit", ("u-1",)), on=LATER, cause="did-not-happen", reason="It was cancelled.",
    asked_by=OFFICER, agreed_by=HEADTEACHER,
)  # fmt: skip


def told(*events: Any) -> WithoutTexts:
    """A history of these: of leaders in their own streams, of years in theirs, and of one deployment."""
    history = WithoutTexts()
    for event in events:
        if isinstance(event, UnbrokeredSupportLogged | LeaderFoundSame):
            stream = system_leader_stream(event.leader)
        elif isinstance(event, EntryStruckOut):
            stream = system_leader_stream(LEAD)
        elif hasattr(event, "cap_year"):
            stream = leader_year_stream(event.leader, event.cap_year)
        else:
            stream = deployment_stream(event.deployment)
        history.tell(stream, event)
    return history


def booked(leader: str, days: int, year: AcademicYear = Y2023) -> Any:
    return committed(leader, year, ON, days)


def found_same(one: str = LEAD, other: str = OTHER) -> tuple[LeaderFoundSame, ...]:
    return (
        LeaderFoundSame(leader=one, on=LATER, same_as=other),
        LeaderFoundSame(leader=other, on=LATER, same_as=one),
    )


def taken(history: History, key: tuple[str, ...] = HERE) -> SupportedSchoolWorkload:
    return SUPPORTED_SCHOOL_WORKLOAD.live(history, key)


def affected(projection: Any, *events: Any) -> tuple[tuple[str, ...], ...]:
    """The keys that the last of these affects."""
    history = told(*events)
    keys: tuple[tuple[str, ...], ...] = projection.keys(history.entries[-1], history)
    return keys


@pytest.mark.parametrize(
    ("events", "keys"),
    (
        ((booked(LEAD, 4),), ()),
        ((brokered(), booked(LEAD, 4)), (HERE,)),
        ((brokered(),), (HERE, HERE_NEXT)),
        ((VISIT,), (HERE,)),
        ((VISIT, ELSEWHERE, STRUCK_OUT), (HERE,)),
        ((allowance(LEAD, Y2023, ON),), ()),
    ),
)
def test_an_entry_affects_the_years_of_the_schools_whose_support_it_tells_of(
    events: tuple[Any, ...], keys: tuple[tuple[str, ...], ...]
) -> None:
    assert affected(SUPPORTED_SCHOOL_WORKLOAD, *events) == keys


def test_two_ids_of_one_leader_affect_each_school_that_either_supports_once() -> None:
    keys = affected(
        SUPPORTED_SCHOOL_WORKLOAD,
        brokered(),
        booked(LEAD, 4),
        booked(OTHER, 2, Y2024),
        VISIT,
        changed(ELSEWHERE, leader=OTHER),
        *found_same(),
    )

    assert sorted(keys) == sorted((HERE, HERE_NEXT, AT_LOWMOOR))


def test_a_school_is_named_as_it_was_recorded_and_by_its_key_if_nothing_names_it() -> None:
    visited = taken(told(ELSEWHERE), AT_LOWMOOR)
    nobody = SUPPORTED_SCHOOL_WORKLOAD.fold(AT_LOWMOOR, ())

    assert (visited.school, visited.cap_year) == ("Lowmoor", "2023/24")
    assert (nobody.school, nobody.cap_year) == ("lowmoor", "2023/24")


def test_only_visits_at_the_school_in_the_year_count() -> None:
    history = told(VISIT, ELSEWHERE, changed(VISIT, visit="u-3", on=NEXT_YEAR))

    assert [visit.visit for visit in taken(history).visits_unbrokered] == ["u-1"]
    assert [visit.visit for visit in taken(history, HERE_NEXT).visits_unbrokered] == ["u-3"]


def test_a_visit_elsewhere_that_was_struck_out_changes_nothing_at_the_school() -> None:
    events = (brokered(), booked(LEAD, 4), changed(VISIT, school=LOWMOOR))

    assert taken(told(*events, STRUCK_OUT)) == taken(told(*events))


def test_the_days_of_a_leader_with_two_ids_say_which_entries_joined_them() -> None:
    events = (brokered(), booked(LEAD, 4), booked(OTHER, 2), VISIT, changed(VISIT, leader=OTHER, visit="u-2"))
    apart, joined = taken(told(*events)), taken(told(*events, *found_same()))

    assert [(row.leader, row.same_as) for row in apart.leaders] == [(LEAD, ()), (OTHER, ())]
    assert [row.deployments[0].committed.positions for row in apart.leaders] == [(1, 2), (1, 3)]
    assert [visit.so_far.positions for visit in apart.visits_unbrokered] == [(4,), (5,)]
    assert [(row.leader, row.same_as) for row in joined.leaders] == [(LEAD, (OTHER,))]
    assert [row.deployments[0].committed.positions for row in joined.leaders] == [(1, 2, 3, 6, 7)]
    assert [visit.so_far.positions for visit in joined.visits_unbrokered] == [(4, 6, 7), (4, 5, 6, 7)]


def test_the_days_of_a_leader_with_one_id_do_not_rest_on_the_ids_of_another() -> None:
    others = (booked("sl-5", 2), *found_same("sl-5", "sl-6"))
    at_school = taken(told(brokered(), booked(LEAD, 4), VISIT, *others))

    assert at_school.leaders[0].deployments[0].committed.positions == (1, 2)
    assert [visit.so_far.positions for visit in at_school.visits_unbrokered] == [(3,)]


@pytest.mark.parametrize(
    ("events", "keys"),
    (
        ((booked(LEAD, 4),), (ARRANGED,)),
        ((allowance(LEAD, Y2023, ON), VISIT), (ARRANGED,)),
        ((allowance(LEAD, Y2023, ON), VISIT, ELSEWHERE, STRUCK_OUT), (ARRANGED,)),
        ((allowance(OTHER, Y2023, ON), *found_same(), VISIT), (ARRANGED,)),
        ((VISIT,), ()),
        ((allowance(OTHER, Y2023, ON), VISIT), ()),
        ((allowance(LEAD, Y2024, ON), VISIT), ()),
        ((brokered(),), ()),
    ),
)
def test_an_entry_affects_the_year_of_the_home_school_that_has_days_of_the_leader(
    events: tuple[Any, ...], keys: tuple[tuple[str, ...], ...]
) -> None:
    assert affected(HOME_SCHOOL_WORKLOAD, *events) == keys


def test_two_ids_of_one_leader_affect_each_year_of_a_home_school_once() -> None:
    keys = affected(
        HOME_SCHOOL_WORKLOAD,
        allowance(LEAD, Y2023, ON),
        booked(LEAD, 4),
        allowance(OTHER, Y2024, ON),
        *found_same(),
    )

    assert sorted(keys) == [ARRANGED, ARRANGED_NEXT]


def test_a_home_school_without_entries_is_named_by_its_key() -> None:
    assert HOME_SCHOOL_WORKLOAD.fold(ARRANGED, ()).home_school == HOME.id


@pytest.mark.parametrize("of", (Y2023, Y2024))
def test_a_leaders_year_is_read_for_the_home_school_if_its_name_and_an_entry_are_of_the_year(
    of: AcademicYear,
) -> None:
    history = WithoutTexts()
    stream = leader_year_stream(LEAD, of)
    other = {Y2023: Y2024, Y2024: Y2023}[of]
    history.tell(stream, allowance(LEAD, other, ON))

    assert stream not in HOME_SCHOOL_WORKLOAD.streams_for(ARRANGED, history)
    history.tell(stream, allowance(LEAD, of, ON))
    assert (stream in HOME_SCHOOL_WORKLOAD.streams_for(ARRANGED, history)) is (of == Y2023)
