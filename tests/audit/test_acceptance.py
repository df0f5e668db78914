"""What was accepted despite a rule, and what was struck out since."""

from datetime import date
from typing import Any

import attrs
import pytest

from s2ss_core.audit import Finding, audit
from s2ss_core.events import BrokenRule, EntryStruckOut, cause_of
from s2ss_core.store import Recorded
from s2ss_core.values import Person
from tests.audit.recorded import STORIES, story

ACCEPTED = next(path for path in STORIES if path.stem == "4")


@pytest.fixture
def entries() -> list[Recorded]:
    return story(ACCEPTED)


def of(entries: list[Recorded], position: int) -> dict[str, Finding]:
    """What is found of the entry at a position, by rule."""
    return {finding.rule: finding for finding in audit(entries) if finding.position == position}


def test_a_breach_that_was_accepted_says_by_whom_and_why(entries: list[Recorded]) -> None:
    visit = of(entries, 17)

    assert set(visit) == {"S2SS-S01", "S2SS-S02", "S2SS-S03", "S2SS-S05", "S2SS-S07"}
    assert {finding.severity for finding in visit.values()} == {"accepted"}
    assert {finding.positions for finding in visit.values()} == {(17, 18)}
    despite = visit["S2SS-S01"].despite
    assert despite is not None
    assert despite.accepted_by.person == "u-2"
    assert despite.reason == entries[17].event.reason
    assert visit["S2SS-S01"].says.endswith("u-2 accepted it.")


def test_without_its_acceptance_a_breach_is_an_error(entries: list[Recorded]) -> None:
    without = [entry for entry in entries if entry.position != 18]

    assert of(without, 17)["S2SS-S01"].severity == "error"


def test_a_rule_that_was_not_accepted_with_the_others_is_an_error(entries: list[Recorded]) -> None:
    accepted: Any = entries[17].event
    fewer = attrs.evolve(accepted, rules=tuple(rule for rule in accepted.rules if rule.code != "S2SS-S03"))
    entries[17] = attrs.evolve(entries[17], event=fewer)

    visit = of(entries, 17)

    assert visit["S2SS-S03"].severity == "error"
    assert visit["S2SS-S01"].severity == "accepted"


def test_an_acceptance_of_a_rule_that_is_met_is_noted(entries: list[Recorded]) -> None:
    accepted: Any = entries[17].event
    more = BrokenRule(code="S2SS-S13", name="the_visit_is_to_the_supported_school", facts=())
    entries[17] = attrs.evolve(entries[17], event=attrs.evolve(accepted, rules=(*accepted.rules, more)))

    note = of(entries, 18)["FORM-07"]

    assert note.severity == "note"
    assert "S2SS-S13, which the audit finds met" in note.says


def test_what_was_struck_out_since_is_a_note(entries: list[Recorded]) -> None:
    without = [entry for entry in entries if entry.position != 18]
    strike = EntryStruckOut(
        of=cause_of(entries[16].event), on=date(2024, 6, 3), cause="did-not-happen", reason="It is so.",
        asked_by=Person(person="u-1", role="staff", organisation="exceed"),
        agreed_by=Person(person="u-2", role="staff", organisation="exceed"),
    )  # fmt: skip
    newest = entries[-1].position + 1
    told = attrs.evolve(entries[-1], position=newest, stream=entries[16].stream, version=99, event=strike)

    visit = of([*without, told], 17)["S2SS-S01"]

    assert visit.severity == "note"
    assert visit.positions == (17, newest)
    assert visit.says.endswith("It was struck out since.")


def test_a_finding_as_data_holds_what_json_can(entries: list[Recorded]) -> None:
    data = of(entries, 17)["S2SS-S01"].as_data()

    assert data["severity"] == "accepted"
    assert data["positions"] == [17, 18]
    assert data["facts"] == {"approved_on": "none", "on": "2023-11-06"}
    assert data["despite"]["accepted_by"] == "u-2"
    assert data["citation"].startswith("System Leader Handbook V7")
