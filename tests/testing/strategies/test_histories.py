"""Histories are drawn valid, or with one breach of a chosen rule; every rule has a plant, or a reason for none."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, find, given, settings
from hypothesis import strategies as st
from hypothesis.vendor.pretty import pretty

import s2ss_core
from s2ss_core import Brokerage, Recorded
from s2ss_core import events as every_event
from s2ss_core.events import AcceptedDespite, EntryStruckOut
from s2ss_core.programmes import find as programme_named
from s2ss_core.rules import every_rule
from s2ss_core.testing import invariants
from s2ss_core.testing.lifecycle import Clock, HappyPath, played
from s2ss_core.testing.strategies import History, adversarial_commands, breaches, commands, histories
from s2ss_core.testing.strategies.histories import Breach
from s2ss_core.testing.strategies.rule_breaches import RULE_BREACHES, WITHOUT

CODES = [rule.code for rule in every_rule()]
FEW = settings(max_examples=3, suppress_health_check=list(HealthCheck), deadline=None)
SHOWN = (
    "S2SS-B01",
    "S2SS-M05",
    "S2SS-M07",
    "S2SS-P18",
    "S2SS-S09",
    "S2SS-X03",
    "S2SS-Y03",
    "S2SS-E11",
    "S2SS-G05",
)


@FEW
@given(histories())
def test_a_valid_history_has_the_outcomes_in_its_script(history: History) -> None:
    assert history.script.count(": recorded") == len({entry.recorded_at for entry in history.entries})
    assert ": refused" not in history.script
    assert AcceptedDespite not in {type(entry.event) for entry in history.entries}


@FEW
@given(histories(programme_named("llf-2019"), whole=True))
def test_a_history_is_of_the_given_programme(history: History) -> None:
    assert "brokerage.acting_as('u-1').close_deployment('d-1'" in history.script


@FEW
@given(histories(most_deviations=6))
def test_the_script_of_a_history_can_be_run(history: History) -> None:
    assert typed(history) == [entry.event for entry in history.entries]


def test_hypothesis_prints_a_history_in_one_line() -> None:
    history = find(histories(), lambda _: True, settings=settings(max_examples=1, database=None))

    assert pretty(history) == repr(history)
    assert len(repr(history)) < 100


@pytest.mark.slow
def test_a_history_shrinks_to_a_few_lines() -> None:
    def has_a_strike(history: History) -> bool:
        return any(isinstance(entry.event, EntryStruckOut) for entry in history.entries)

    thorough = settings(max_examples=500, suppress_health_check=list(HealthCheck), database=None)
    found = find(histories(most_deviations=6), has_a_strike, settings=thorough)

    assert len(found.script.splitlines()) < 20


def typed(history: History) -> list[Any]:
    """Type the lines into an empty brokerage, each on its day."""
    clock = Clock(history.scenario.first_day)
    recorded: list[Recorded] = []
    with Brokerage.open("memory:", clock=clock) as brokerage:
        names = {**vars(every_event), **{name: getattr(s2ss_core, name) for name in s2ss_core.__all__}}
        names |= {
            "brokerage": brokerage,
            "date": date,
            "datetime": datetime,
            "UTC": UTC,
            "timedelta": timedelta,
        }
        for line in history.script.splitlines():
            command, _, outcome = line.rpartition("  # ")
            if ": recorded" in outcome:
                clock.wait_until(date.fromisoformat(outcome.partition(":")[0]))
                recorded += eval(command, names)
    return [entry.event for entry in recorded]


@FEW
@given(st.data())
def test_commands_are_drawn_for_where_a_deployment_stands(data: st.DataObject) -> None:
    runner = played("hold_review")

    due = data.draw(commands(runner.world))
    assert due == next(HappyPath(runner.world, "d-1").due())
    assert due.command == "hold_review"

    wrong = data.draw(adversarial_commands(runner.world))  # may let the clock go on
    assert wrong.command


# Breaches


def test_every_rule_has_a_plant_or_a_reason_for_none() -> None:
    assert sorted([*RULE_BREACHES, *WITHOUT]) == CODES
    assert all(WITHOUT.values())


@pytest.mark.parametrize("code", SHOWN)
def test_a_plant_breaks_its_rule_and_no_other(code: str) -> None:
    planted_alone(code)


@pytest.mark.slow
@pytest.mark.parametrize("code", sorted(set(RULE_BREACHES) - set(SHOWN)))
def test_every_other_plant_breaks_its_rule_and_no_other(code: str) -> None:
    planted_alone(code)


def planted_alone(code: str) -> None:
    @settings(FEW, max_examples=2)
    @given(breaches(code))
    def alone(breach: Breach) -> None:
        assert breach.entries[-len(breach.planted) :] == breach.planted
        assert breach.script.endswith(f"planted, against {code}")

    alone()


@FEW
@given(breaches("S2SS-M05"))
def test_a_planted_release_is_objected_to(breach: Breach) -> None:
    with Brokerage.open("memory:") as brokerage:
        observed = invariants.ObservedHistory(brokerage, breach.entries)

        found = list(invariants.no_instalment_was_released_before_its_gates(observed))

    assert any("judged progress satisfactory" in objection for objection in found)


def test_a_rule_without_a_plant_says_why() -> None:
    with pytest.raises(ValueError, match="S2SS-B12 has no breach: it is advisory"):
        breaches("S2SS-B12")
    with pytest.raises(ValueError, match="S2SS-Z99 has no breach: there is no such rule"):
        breaches("S2SS-Z99")
