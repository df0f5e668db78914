"""What became known later is found at the entry that it concerns, and blames nobody who could not know."""

from datetime import date

from s2ss_core.audit import Finding, audit
from s2ss_core.events import PlanApproved, PlanSubmitted, QALeadAppointed
from s2ss_core.testing.lifecycle import Runner, Scenario
from s2ss_core.testing.lifecycle.cast import CLERK


def found(runner: Runner) -> dict[str, list[Finding]]:
    findings: dict[str, list[Finding]] = {}
    for finding in audit(runner.world.brokerage.history()):
        findings.setdefault(finding.rule, []).append(finding)
    return findings


def under_way() -> Runner:
    runner = Runner(Scenario(), closely=False)
    runner.go_on("d-1", 80, until="log_visit")
    return runner


def test_a_trust_that_was_joined_before_and_told_after_makes_the_qa_lead_a_note() -> None:
    runner = under_way()
    assert "S2SS-B08" not in found(runner)
    acted = {
        entry.position
        for entry in runner.world.history
        if isinstance(entry.event, QALeadAppointed | PlanSubmitted | PlanApproved)
    }
    assert len(acted) == 3

    brokerage = runner.world.brokerage.acting_as(CLERK)
    brokerage.join_trust("s-7", trust="qa-ltd", on=date(2023, 11, 6))

    notes = found(runner)["S2SS-B08"]
    assert {note.position for note in notes} == acted
    assert {note.severity for note in notes} == {"note"}
    assert all(note.says.endswith("It was not known then.") for note in notes)


def test_a_headteacher_who_had_left_is_a_note_in_the_plan_that_they_finalised() -> None:
    runner = under_way()
    brokerage = runner.world.brokerage.acting_as(CLERK)

    brokerage.leave_post("s-1", post="headteacher", person="ht-1", on=date(2023, 11, 2))
    brokerage.take_up_post("s-1", post="headteacher", person="ht-2", on=date(2023, 11, 2))

    (note,) = found(runner)["S2SS-P23"]
    assert note.severity == "note"
    assert dict(note.facts)["holders"] == "ht-2"


def test_what_was_known_at_the_time_is_found_once() -> None:
    runner = under_way()
    brokerage = runner.world.brokerage.acting_as(CLERK)
    brokerage.join_trust("s-7", trust="qa-ltd", on=date(2023, 11, 6))
    runner.go_on("d-1", 80, until="judge_progress")

    by_position = [note.position for note in found(runner)["S2SS-B08"]]

    assert len(by_position) == len(set(by_position))
