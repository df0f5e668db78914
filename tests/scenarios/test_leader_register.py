"""The register of an alliance's leaders, as `Brokerage` and stored documents show it."""

from datetime import date

import pytest

from s2ss_core import Brokerage
from s2ss_core.errors import NotFound
from s2ss_core.projections import LEADER_REGISTER, AsAt, LeaderRegister, Materialised
from s2ss_core.testing.postgres import postgres_server, postgres_url
from s2ss_core.values import Cause
from tests.scenarios.register import AUTUMN, CHAIR, COORDINATOR, JANUARY, MARCH, MAY, SUMMER_ENDS, register

__all__ = ["postgres_server", "postgres_url"]  # fixtures


def row_of(page: LeaderRegister, day: date = MAY) -> tuple[str | None, list[str], int, bool]:
    """The home school, the designations in force, how much expertise is declared, and whether core training is done."""
    held = [designation.kind for designation in page.in_force(day)]
    fields = sum(len(declared.fields) for declared in page.declared(day))
    return page.home_school(day), held, fields, page.core_training(day)


def test_every_leader_has_a_page_those_with_only_days_too(desk: Brokerage) -> None:
    register(desk)

    pages = desk.leaders()

    assert {page.ids: row_of(page) for page in pages} == {
        ("sl-03", "sl-3"): ("lowmoor", ["lle"], 2, True),
        ("sl-1",): ("riverside", ["sle"], 1, True),
        ("sl-2",): ("riverside", [], 1, False),
        ("sl-4",): (None, [], 0, False),
    }
    assert [page.leader for page in pages] == ["sl-03", "sl-1", "sl-2", "sl-4"]


def test_a_page_is_as_at_the_day_on_which_somebody_asks(desk: Brokerage) -> None:
    register(desk)

    page = desk.leader_register("sl-1")

    assert row_of(page, AUTUMN) == ("hillside", ["sle"], 1, True)
    assert row_of(page, JANUARY) == ("riverside", ["sle"], 1, True)
    assert row_of(page, date(2024, 9, 1)) == ("riverside", [], 1, True)
    assert page.designations[0].until == SUMMER_ENDS


def test_the_end_of_a_designation_names_its_cause_and_the_evaluations_behind_it(desk: Brokerage) -> None:
    register(desk)

    (held,) = desk.leader_register("sl-2").designations

    assert (held.kind, held.since, held.ended, held.cause) == ("nle", AUTUMN, MARCH, "below-standard")
    assert [(evaluation.name, evaluation.id) for evaluation in held.evaluations] == [
        ("evaluation", ("ev-5",))
    ]


def test_each_id_of_a_leader_shows_all_that_is_on_record_under_both(desk: Brokerage) -> None:
    register(desk)

    one, other = desk.leader_register("sl-3"), desk.leader_register("SL-03")

    assert (one.ids, other.ids) == (("sl-3", "sl-03"), ("sl-03", "sl-3"))
    assert (one.designations, one.training) == (other.designations, other.training)
    assert [course.course for course in one.training] == ["core-2023"]


def test_before_two_ids_were_found_to_be_one_leader_they_have_a_page_each(desk: Brokerage) -> None:
    register(desk)

    then = desk.leaders(as_at=AsAt(happened=JANUARY))

    assert [page.ids for page in then] == [("sl-03",), ("sl-1",), ("sl-2",), ("sl-3",), ("sl-4",)]
    assert desk.leader_register("sl-3", as_at=AsAt(happened=JANUARY)).training == ()


def test_two_ids_part_again_when_what_was_found_is_struck_out(desk: Brokerage) -> None:
    register(desk)
    views = Materialised(desk.store, [LEADER_REGISTER])
    views.catch_up()

    desk.strike_out_of_leader(
        "sl-3", of=Cause("found-same", ("sl-3", "sl-03")), on=MAY, cause="wrong-details", reason="Two people.",
        asked_by=COORDINATOR, agreed_by=CHAIR,
    )  # fmt: skip

    assert [page.ids for page in desk.leaders()] == [("sl-03",), ("sl-1",), ("sl-2",), ("sl-3",), ("sl-4",)]
    assert desk.leader_register("sl-3").training == ()
    assert views.read(LEADER_REGISTER, ("leader", "sl-03")) == desk.leader_register("sl-03")


def test_stored_documents_give_the_same_register_before_and_after_more_is_recorded(desk: Brokerage) -> None:
    register(desk)
    live = desk.leaders()
    views = Materialised(desk.store, [LEADER_REGISTER])
    views.catch_up()

    assert desk.leaders() == live

    desk.complete_training(leader="sl-03", course="coaching", on=MAY, kind="optional")
    read = views.read(LEADER_REGISTER, ("leader", "sl-3"))
    assert [course.course for course in read.training] == ["core-2023", "coaching"]
    assert read == desk.leader_register("sl-3")
    assert desk.leaders()[0] == desk.leader_register("sl-03")


def test_a_leader_of_whom_nothing_is_on_record_has_no_page(desk: Brokerage) -> None:
    register(desk)

    with pytest.raises(NotFound):
        desk.leader_register("sl-99")
    assert desk.leader_register("SL-4").leader == "sl-4"
