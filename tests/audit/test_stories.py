"""What is found in histories that were once recorded, and in what commands record at random."""

from pathlib import Path

import pytest

from s2ss_core.testing.lifecycle import Runner, Scenario, periods_of
from s2ss_core.testing.lifecycle.scenario import EXCEED
from tests.audit.recorded import KINDS, STORIES, at_random, errors, of_money, prefixes, story

# A breach was planted in these, or they were recorded before there was the rule.
FOUND = {
    "2": {(17, "S2SS-P72"), (37, "S2SS-E11")},
    "5": {(54, "S2SS-X11"), (54, "S2SS-X15"), (55, "S2SS-X11")},
    "10": {(4, "S2SS-Y02")},
    "11": {(3, "S2SS-B05")},
    "12": {(18, "S2SS-X03")},
    "13": {(20, "S2SS-R02")},
    "16": {(21, "S2SS-Y03")},
    "19": {(18, "S2SS-Y06")},
    "21": {(14, "S2SS-B11"), (14, "LINK-02"), (15, "LINK-04")},  # its cause is written as it was before
    "23": {(5, "S2SS-Y07")},
}


@pytest.mark.parametrize("path", STORIES, ids=lambda path: path.stem)
def test_what_is_found_in_a_story_is_what_was_planted(path: Path) -> None:
    found = {(finding.position, finding.rule) for finding in errors(story(path))}

    assert {each for each in found if each[1] not in of_money()} == FOUND.get(path.stem, set())


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: f"{kind[0].name}-{kind[1]}")
def test_nothing_is_found_in_a_whole_deployment(kind: tuple) -> None:  # type: ignore[type-arg]
    programme, funding = kind
    runner = Runner(
        Scenario(programme=programme, funding=funding, terms=periods_of(programme)[1]), closely=False
    )
    runner.go_on("d-1", 80)

    assert [finding.says for finding in errors(runner.world.history)] == []


@pytest.mark.parametrize("seed", range(12))
def test_commands_record_nothing_that_the_audit_finds_to_be_wrong(seed: int) -> None:
    found = [finding for finding in errors(at_random(seed)) if finding.rule not in of_money()]

    assert [(finding.rule, finding.position, finding.says) for finding in found] == []


def test_what_is_found_is_found_at_the_entry_and_stays() -> None:
    entries = story(next(path for path in STORIES if path.stem == "12"))

    found = {
        position: {finding.rule for finding in findings if finding.severity == "error"} - of_money()
        for position, findings in prefixes(entries)
    }

    assert found[17] == set()
    assert all(rules == {"S2SS-X03"} for position, rules in found.items() if position >= 18)


def test_the_kinds_of_support_are_those_of_the_programmes() -> None:
    assert (EXCEED, "external") in KINDS
