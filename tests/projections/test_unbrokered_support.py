"""Support that nobody brokered, as the leader's page and the views of days show it."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from s2ss_core.errors import NotFound
from s2ss_core.events import (
    AllowanceAgreed,
    EntryStruckOut,
    LeaderFoundSame,
    UnbrokeredSupportLogged,
)
from s2ss_core.projections import (
    HOME_SCHOOL_WORKLOAD,
    LEADER_REGISTER,
    LEADER_WORKLOAD,
    SUPPORTED_SCHOOL_WORKLOAD,
    AsAt,
    Figure,
    Materialised,
    Projection,
)
from s2ss_core.store import Store, open_store
from s2ss_core.testing.postgres import postgres_server, postgres_url
from s2ss_core.testing.seeding import in_stream, seed, streamed
from s2ss_core.values import AcademicYear, Cause, Days, Organisation, Person, Urn
from tests.aggregates.histories import changed

__all__ = ["postgres_server", "postgres_url"]  # fixtures

OCTOBER, NOVEMBER, JANUARY = date(2023, 10, 2), date(2023, 11, 6), date(2024, 1, 8)
YEAR, NEXT_YEAR = AcademicYear("2023/24"), AcademicYear("2024/25")
HILLSIDE = Organisation(id="hillside", kind="school", urn=Urn("100001"))
RIVERSIDE = Organisation(id="riverside", kind="school", urn=Urn("100002"))
HEAD = Person(person="ht-2", role="headteacher", organisation="riverside")
CLERK = Person(person="p-1", role="staff", organisation="hub")

FIRST = UnbrokeredSupportLogged(
    leader="sl-1", visit="u-1", on=OCTOBER, school=RIVERSIDE, home_school=HILLSIDE, days=Days(1),
    arranged_by=HEAD, by=CLERK,
)  # fmt: skip
SECOND = changed(FIRST, visit="u-2", on=JANUARY, days=Days("0.5"))
ELSEWHERE = changed(FIRST, visit="u-3", on=NOVEMBER, school=Organisation(id="lowmoor", kind="school"))
NEXT = changed(FIRST, visit="u-4", on=date(2024, 9, 2))
AGREED = AllowanceAgreed(
    leader="sl-1", cap_year=YEAR, on=OCTOBER, days=Days(15), home_school=HILLSIDE, agreed_by=HEAD
)
SAME = (
    LeaderFoundSame(leader="sl-1", on=JANUARY, same_as="sl-9"),
    LeaderFoundSame(leader="sl-9", on=JANUARY, same_as="sl-1"),
)
FIRST_STRUCK_OUT = EntryStruckOut(
    of=Cause("unbrokered-visit", ("u-1",)), on=JANUARY, cause="did-not-happen", reason="It was cancelled.",
    asked_by=CLERK, agreed_by=HEAD,
)  # fmt: skip


@pytest.fixture(params=("memory", "sqlite", pytest.param("postgres", marks=pytest.mark.postgres)))
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    url = {"memory": "memory:", "sqlite": f"sqlite:///{tmp_path}/support.db"}.get(request.param)
    with open_store(url or request.getfixturevalue("postgres_url"), clock_is_right=True) as opened:
        yield opened


def so_far(store: Store, leader: str = "sl-1") -> dict[str, tuple[Days, bool]]:
    """The days so far at each visit on the leader's page, and whether they are flagged."""
    page = LEADER_REGISTER.live(store, ("leader", leader))
    return {visit.visit: (visit.so_far.value, visit.finding is not None) for visit in page.unbrokered}


def unbrokered(store: Store, year: AcademicYear = YEAR, leader: str = "sl-1") -> Figure[Days]:
    return LEADER_WORKLOAD.live(store, ("leader", leader, year)).unbrokered


def test_the_page_of_a_leader_shows_what_nobody_brokered_and_flags_what_is_past_a_day(store: Store) -> None:
    seed(store, streamed([SECOND, ELSEWHERE, NEXT, FIRST]))

    assert so_far(store) == {
        "u-1": (Days(1), False),
        "u-3": (Days(1), False),
        "u-2": (Days("1.5"), True),
        "u-4": (Days(1), False),
    }
    past = LEADER_REGISTER.live(store, ("leader", "sl-1")).unbrokered[2]
    assert past.finding is not None
    assert (past.finding.code, past.finding.severity, past.finding.position) == ("S2SS-L90", "note", 1)
    assert (past.arranged_by, past.logged_by) == ("ht-2", "p-1")


def test_a_visit_that_was_struck_out_is_not_on_the_page_and_counts_nowhere(store: Store) -> None:
    seed(store, streamed([FIRST, SECOND, AGREED, *in_stream("system-leader:sl-1", FIRST_STRUCK_OUT)]))

    assert so_far(store) == {"u-2": (Days("0.5"), False)}
    assert unbrokered(store).value == Days("0.5")
    taken = SUPPORTED_SCHOOL_WORKLOAD.live(store, ("supported-school", "riverside", YEAR))
    assert [visit.visit for visit in taken.visits_unbrokered] == ["u-2"]
    assert HOME_SCHOOL_WORKLOAD.live(store, ("home-school", "hillside", YEAR)).unbrokered.value == Days("0.5")


def test_a_school_of_the_same_urn_is_the_same_school(store: Store) -> None:
    renamed = Organisation(id="riverside-academy", kind="school", urn=RIVERSIDE.urn)
    seed(store, streamed([FIRST, changed(SECOND, school=renamed)]))

    assert so_far(store)["u-2"] == (Days("1.5"), True)


def test_the_days_add_up_over_all_ids_of_one_leader(store: Store) -> None:
    seed(store, streamed([FIRST, changed(SECOND, leader="sl-9"), *SAME]))

    assert so_far(store) == so_far(store, "sl-9") == {"u-1": (Days(1), False), "u-2": (Days("1.5"), True)}
    assert unbrokered(store) == unbrokered(store, leader="sl-9")
    assert unbrokered(store).value == Days("1.5")
    taken = SUPPORTED_SCHOOL_WORKLOAD.live(store, ("supported-school", "riverside", YEAR))
    assert [visit.so_far.value for visit in taken.visits_unbrokered] == [Days(1), Days("1.5")]


def test_two_leaders_who_are_not_one_have_days_of_their_own(store: Store) -> None:
    seed(store, streamed([FIRST, changed(SECOND, leader="sl-2")]))

    taken = SUPPORTED_SCHOOL_WORKLOAD.live(store, ("supported-school", "riverside", YEAR))

    assert [visit.so_far.value for visit in taken.visits_unbrokered] == [Days(1), Days("0.5")]
    assert taken.unbrokered == Figure(Days("1.5"), (1, 2))


def test_the_days_are_a_figure_of_their_own_and_use_nothing_of_the_allowance(store: Store) -> None:
    seed(store, streamed([AGREED, FIRST, ELSEWHERE, NEXT]))

    workload = LEADER_WORKLOAD.live(store, ("leader", "sl-1", YEAR))

    assert workload.unbrokered == Figure(Days(2), (2, 3))
    assert workload.left.value == 15
    assert workload.booked.value == 0
    assert unbrokered(store, NEXT_YEAR).value == Days(1)


def test_a_home_school_sees_what_it_arranged_for_the_leaders_whose_days_it_agreed(store: Store) -> None:
    by_another = changed(SECOND, home_school=Organisation(id="lowmoor", kind="school"))
    of_another = changed(FIRST, leader="sl-2")
    seed(store, streamed([FIRST, by_another, of_another, AGREED, NEXT]))

    hillside = HOME_SCHOOL_WORKLOAD.live(store, ("home-school", "hillside", YEAR))

    assert [(row.leader, row.unbrokered.value) for row in hillside.leaders] == [("sl-1", Days(1))]
    assert hillside.unbrokered == Figure(Days(1), (1,))
    with pytest.raises(NotFound):
        HOME_SCHOOL_WORKLOAD.live(store, ("home-school", "lowmoor", YEAR))


def test_a_school_that_only_took_support_without_a_broker_has_a_view(store: Store) -> None:
    seed(store, streamed([ELSEWHERE]))

    taken = SUPPORTED_SCHOOL_WORKLOAD.live(store, ("supported-school", "lowmoor", YEAR))

    assert (taken.school, taken.unbrokered.value, taken.leaders) == ("lowmoor", Days(1), ())


def test_as_at_a_day_only_what_had_happened_by_then_counts(store: Store) -> None:
    seed(store, streamed([FIRST, SECOND]))

    page = LEADER_REGISTER.live(store, ("leader", "sl-1"), as_at=AsAt(happened=NOVEMBER))

    assert [visit.visit for visit in page.unbrokered] == ["u-1"]


def test_stored_documents_are_kept_up_to_date_step_by_step(store: Store) -> None:
    views = Materialised(
        store, [LEADER_REGISTER, LEADER_WORKLOAD, HOME_SCHOOL_WORKLOAD, SUPPORTED_SCHOOL_WORKLOAD]
    )
    kept: dict[Projection[Any, Any], tuple[str, ...]] = {
        LEADER_REGISTER: ("leader", "sl-1"),
        LEADER_WORKLOAD: ("leader", "sl-1", YEAR),
        HOME_SCHOOL_WORKLOAD: ("home-school", "hillside", YEAR),
        SUPPORTED_SCHOOL_WORKLOAD: ("supported-school", "riverside", YEAR),
    }
    steps = (
        FIRST,
        AGREED,
        changed(SECOND, leader="sl-9"),
        *SAME,
        *in_stream("system-leader:sl-1", FIRST_STRUCK_OUT),
    )
    for step in streamed(steps):
        seed(store, [step])
        views.catch_up()
        for projection, key in kept.items():
            try:
                live = projection.live(store, key)
            except NotFound:
                continue
            assert views.read(projection, key) == live, (projection.name, step)


def test_a_visit_on_the_first_days_that_can_be_recorded_stops_no_view(store: Store) -> None:
    seed(store, streamed([changed(FIRST, on=date(2000, 1, 1))]))

    workload = LEADER_WORKLOAD.live(store, ("leader", "sl-1", "1999/00"))

    assert workload.unbrokered == Figure(Days(1), (1,))
