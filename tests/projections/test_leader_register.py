"""The page of the register that one leader has."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from s2ss_core.errors import NotFound
from s2ss_core.events import (
    DesignationEnded,
    EntryStruckOut,
    Expertise,
    ExpertiseDeclared,
    LeaderDesignated,
    LeaderEmployed,
    LeaderFoundSame,
    TrainingCompleted,
)
from s2ss_core.projections.engine.as_at import AsAt
from s2ss_core.projections.leader_register import LEADER_REGISTER, LeaderRegister
from s2ss_core.store import Store, open_store
from s2ss_core.testing.postgres import postgres_server, postgres_url
from s2ss_core.testing.seeding import in_stream, seed, streamed
from s2ss_core.values import Cause, Organisation, Person
from tests.aggregates.histories import changed

__all__ = ["postgres_server", "postgres_url"]  # fixtures

PAGE = ("leader", "sl-1")
AUTUMN, JANUARY, SUMMER = date(2023, 9, 4), date(2024, 1, 8), date(2024, 7, 19)
HILLSIDE = Organisation(id="hillside", kind="school")
RIVERSIDE = Organisation(id="riverside", kind="school")
COLLEGE = Organisation(id="college", kind="department")
CLERK = Person(person="p-1", role="headteacher", organisation="hillside")

AT_HILLSIDE = LeaderEmployed(leader="sl-1", on=AUTUMN, school=HILLSIDE)
AT_RIVERSIDE = LeaderEmployed(leader="sl-1", on=JANUARY, school=RIVERSIDE, post="headteacher")
SLE = LeaderDesignated(
    leader="sl-1", designation="sle-1", on=AUTUMN, kind="sle", by=COLLEGE, process="local",
    post="middle-leader", years_experience=6, school_grade="good", until=SUMMER,
)  # fmt: skip
NLE = LeaderDesignated(leader="sl-1", designation="nle-1", on=AUTUMN, kind="nle", by=COLLEGE)
NLE_ENDED = DesignationEnded(
    leader="sl-1", designation="nle-1", on=JANUARY, cause="below-standard", by=COLLEGE
)
PHONICS = ExpertiseDeclared(
    leader="sl-1", declaration="x-1", on=AUTUMN, fields=(Expertise(subject="phonics"),), by=CLERK
)
CORE = TrainingCompleted(leader="sl-1", course="core-1", on=JANUARY, kind="core", provider=COLLEGE)
SAME = LeaderFoundSame(leader="sl-1", on=SUMMER, same_as="sl-9")
OTHER = LeaderEmployed(leader="sl-2", on=AUTUMN, school=RIVERSIDE)
ALL = (AT_RIVERSIDE, AT_HILLSIDE, SLE, NLE, NLE_ENDED, PHONICS, CORE, SAME, OTHER)
END_STRUCK_OUT = EntryStruckOut(
    of=Cause("designation-ended", ("nle-1",)),
    on=SUMMER, cause="wrong-details", reason="Another leader was meant.", asked_by=CLERK,
    agreed_by=Person(person="p-2", role="headteacher", organisation="riverside"),
)  # fmt: skip


@pytest.fixture(params=("memory", "sqlite", pytest.param("postgres", marks=pytest.mark.postgres)))
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    url = {"memory": "memory:", "sqlite": f"sqlite:///{tmp_path}/support.db"}.get(request.param)
    with open_store(url or request.getfixturevalue("postgres_url"), clock_is_right=True) as opened:
        yield opened


def page(store: Store) -> LeaderRegister:
    return LEADER_REGISTER.live(store, PAGE)


def held(register: LeaderRegister, day: date) -> list[str]:
    return [row.kind for row in register.in_force(day)]


def test_a_designation_is_in_force_from_its_first_day_to_its_last(store: Store) -> None:
    seed(store, streamed(ALL))

    register = page(store)

    assert held(register, date(2023, 9, 3)) == []
    assert held(register, AUTUMN) == ["sle", "nle"]
    assert held(register, SUMMER) == ["sle"]
    assert held(register, date(2024, 7, 20)) == []


def test_a_designation_that_ended_is_not_held_on_the_day_it_ended_and_says_why(store: Store) -> None:
    seed(store, streamed(ALL))

    register = page(store)
    nle = register.designations[1]

    assert held(register, date(2024, 1, 7)) == ["sle", "nle"]
    assert held(register, JANUARY) == ["sle"]
    assert (nle.ended, nle.cause, nle.position, nle.ended_at) == (JANUARY, "below-standard", 4, 5)


def test_the_page_shows_what_a_designation_was_given_for(store: Store) -> None:
    seed(store, streamed(ALL))

    sle = page(store).designations[0]

    assert (sle.process, sle.post, sle.years_experience, sle.school_grade) == (
        "local", "middle-leader", 6, "good",
    )  # fmt: skip


def test_the_home_school_is_that_of_the_last_employment_before_the_day(store: Store) -> None:
    seed(store, streamed(ALL))

    register = page(store)

    assert register.home_school(date(2023, 9, 3)) is None
    assert register.home_school(date(2024, 1, 7)) == "hillside"
    assert register.home_school(JANUARY) == "riverside"


def test_expertise_training_and_other_ids_are_on_the_page(store: Store) -> None:
    seed(store, streamed(ALL))

    register = page(store)

    assert [row.fields for row in register.expertise] == [(Expertise(subject="phonics"),)]
    assert [row.course for row in register.training] == ["core-1"]
    assert (register.core_training(date(2024, 1, 7)), register.core_training(JANUARY)) == (False, True)
    assert register.same_as == ("sl-9",)


def test_an_end_that_was_struck_out_leaves_the_designation_in_force(store: Store) -> None:
    seed(store, streamed((*ALL, *in_stream("system-leader:sl-1", END_STRUCK_OUT))))

    register = page(store)

    assert held(register, SUMMER) == ["sle", "nle"]
    assert register.designations[1].ended is None


def test_a_leader_nobody_recorded_has_no_page(store: Store) -> None:
    seed(store, streamed([OTHER]))

    with pytest.raises(NotFound):
        page(store)


def test_the_page_as_at_a_day_has_what_had_happened_by_then(store: Store) -> None:
    seed(store, streamed(ALL))

    register = LEADER_REGISTER.live(store, PAGE, as_at=AsAt(happened=AUTUMN))

    assert [row.school for row in register.employments] == ["hillside"]
    assert register.training == ()


def test_any_spelling_of_an_id_finds_the_page(store: Store) -> None:
    seed(store, streamed([LeaderEmployed(leader="North:SL%1", on=AUTUMN, school=HILLSIDE)]))

    register = LEADER_REGISTER.live(store, ("leader", "north:sl%1"))

    assert (register.leader, register.home_school(AUTUMN)) == ("North:SL%1", "hillside")


def test_each_id_of_a_leader_has_its_own_designations_by_their_ids(store: Store) -> None:
    """`sle-1` of the other id ended: that of this id is another designation, and goes on."""
    joined = (LeaderFoundSame(leader="sl-2", on=SUMMER, same_as="sl-1"), changed(SLE, leader="sl-2"))
    ended = DesignationEnded(leader="sl-2", designation="sle-1", on=JANUARY, cause="left-post", by=COLLEGE)
    seed(store, streamed((SLE, LeaderFoundSame(leader="sl-1", on=SUMMER, same_as="sl-2"), *joined, ended)))

    register = page(store)

    assert register.ids == ("sl-1", "sl-2")
    assert [row.ended for row in register.designations] == [None, JANUARY]
