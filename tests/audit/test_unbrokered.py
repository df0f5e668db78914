"""What the audit finds of support that nobody brokered."""

from datetime import date
from typing import Any

import attrs
import pytest

from s2ss_core.audit import Finding, audit
from s2ss_core.events import UnbrokeredSupportLogged
from s2ss_core.testing.lifecycle import Runner, Scenario
from s2ss_core.testing.lifecycle.cast import CLERK, HEADTEACHER, HOME, LEAD, MEMBER, OFFICER, SCHOOL, WITNESS
from s2ss_core.values import Cause, Days, Organisation, Person, Urn
from tests.aggregates.histories import changed

OCTOBER, NOVEMBER, JANUARY = date(2023, 10, 2), date(2023, 11, 1), date(2024, 1, 9)
ELSEWHERE = Organisation(id="lowmoor", kind="school")
AGREES = Person(person=WITNESS, role="staff", organisation="exceed")


@pytest.fixture
def runner() -> Runner:
    """A deployment of the lead at the school from 8 January 2024, brokered in November 2023."""
    played = Runner(Scenario(), closely=False)
    played.go_on("d-1", 80, until="report_final")
    return played


def log(runner: Runner, visit: str, on: date, days: str = "1", **changed: Any) -> int:
    """Log a visit that nobody brokered, and give its position."""
    fields: dict[str, Any] = {
        "leader": LEAD, "school": Organisation(id=ELSEWHERE.id, kind="school"), "home_school": Organisation(id=HOME.id),
        "arranged_by": HEADTEACHER, "by": OFFICER,
    } | changed  # fmt: skip
    brokerage = runner.world.brokerage.acting_as(CLERK)
    recorded = brokerage.log_unbrokered_support(visit=visit, on=on, days=Days(days), **fields)
    return recorded[0].position


def found(runner: Runner, *codes: str) -> list[Finding]:
    return [finding for finding in audit(runner.world.brokerage.history()) if finding.rule in codes]


def places(findings: list[Finding]) -> list[tuple[str, int, str]]:
    return [(finding.rule, finding.position, finding.severity) for finding in findings]


def test_a_day_in_a_year_is_no_finding(runner: Runner) -> None:
    log(runner, "u-1", OCTOBER, "0.5")
    log(runner, "u-2", NOVEMBER, "0.5")
    log(runner, "u-3", date(2023, 8, 31))

    assert found(runner, "S2SS-L90", "S2SS-L91", "S2SS-L01", "S2SS-O01") == []


def test_what_is_past_a_day_is_a_note_at_the_visit_that_passes_it(runner: Runner) -> None:
    late = log(runner, "u-2", NOVEMBER, "0.5")
    early = log(runner, "u-1", OCTOBER)

    (note,) = found(runner, "S2SS-L90")

    assert places([note]) == [("S2SS-L90", late, "note")]
    assert set(note.positions) == {early, late}
    assert dict(note.facts)["days"] == "1.5"


def test_another_school_and_another_leader_are_counted_apart(runner: Runner) -> None:
    log(runner, "u-1", OCTOBER)
    log(runner, "u-2", NOVEMBER, school=MEMBER)
    log(runner, "u-3", NOVEMBER, leader="sl-40")

    assert found(runner, "S2SS-L90") == []


def test_two_ids_of_one_leader_are_counted_together_once_they_are_found(runner: Runner) -> None:
    log(runner, "u-1", OCTOBER)
    second = log(runner, "u-2", NOVEMBER, leader="sl-40")
    brokerage = runner.world.brokerage.acting_as(CLERK)

    brokerage.find_leader_same(leader=LEAD, same_as="sl-40", on=NOVEMBER)

    assert places(found(runner, "S2SS-L90")) == [("S2SS-L90", second, "note")]


def test_a_school_with_the_same_urn_is_the_same_school(runner: Runner) -> None:
    brokerage = runner.world.brokerage.acting_as(CLERK)
    log(runner, "u-1", OCTOBER)
    second = log(runner, "u-2", NOVEMBER, school=Organisation(id="lowmoor-academy", kind="school"))
    for name in ("lowmoor", "lowmoor-academy"):
        brokerage.change_urn(name, urn=Urn("100040"), on=date(2023, 9, 1))

    assert places(found(runner, "S2SS-L90")) == [("S2SS-L90", second, "note")]


def test_a_visit_that_was_struck_out_is_no_finding(runner: Runner) -> None:
    log(runner, "u-1", OCTOBER)
    log(runner, "u-2", NOVEMBER)
    brokerage = runner.world.brokerage.acting_as(CLERK)

    brokerage.strike_out_of_leader(
        LEAD, of=Cause("unbrokered-visit", ("u-1",)), on=NOVEMBER, cause="did-not-happen", reason="It was cancelled.",
        asked_by=OFFICER, agreed_by=AGREES,
    )  # fmt: skip

    assert found(runner, "S2SS-L90") == []


def test_a_visit_beside_a_deployment_at_the_school_is_a_note(runner: Runner) -> None:
    log(runner, "u-1", NOVEMBER, "0.5", school=Organisation(id=SCHOOL.id))
    beside = log(runner, "u-2", JANUARY, "0.5", school=Organisation(id=SCHOOL.id))
    log(runner, "u-3", JANUARY, "0.5")

    (note,) = found(runner, "S2SS-L91")

    assert places([note]) == [("S2SS-L91", beside, "note")]
    assert dict(note.facts)["deployment"] == "d-1"


def test_a_visit_for_a_school_that_does_not_employ_the_leader_is_a_note(runner: Runner) -> None:
    runner.world.brokerage.acting_as(CLERK).employ_leader(
        leader=LEAD, on=OCTOBER, school=Organisation(id=HOME.id)
    )

    position = log(runner, "u-1", NOVEMBER, home_school=MEMBER)

    assert places(found(runner, "S2SS-L01")) == [("S2SS-L01", position, "note")]


def test_a_visit_to_the_leaders_own_school_that_no_command_recorded_is_an_error(runner: Runner) -> None:
    position = log(runner, "u-1", OCTOBER)
    history = [
        attrs.evolve(entry, event=changed(entry.event, school=entry.event.home_school))
        if isinstance(entry.event, UnbrokeredSupportLogged)
        else entry
        for entry in runner.world.brokerage.history()
    ]

    findings = [finding for finding in audit(history) if finding.rule == "S2SS-B03"]

    assert places(findings) == [("S2SS-B03", position, "error")]
