"""Whole deployments under your own programme: the kit calls what is due under it and checks every invariant."""

from pathlib import Path

from hypothesis import given, note, settings

from s2ss_core.events import Closed, InstalmentReleased
from s2ss_core.programmes import load
from s2ss_core.testing.lifecycle import Runner, Scenario, Sequence, played, sequences, terms_of

NORTH = load(Path(__file__).with_name("north-trust.toml"))


def test_a_deployment_runs_its_course_and_is_paid_each_term() -> None:
    scenario = Scenario(programme=NORTH, terms=terms_of(NORTH)[:2])

    runner = played(scenario=scenario)

    assert len(runner.world.recorded(InstalmentReleased)) == 2
    assert len(runner.world.recorded(Closed)) == 1
    runner.check_whole()


@settings(max_examples=5, deadline=None)
@given(sequences(programme=NORTH))
def test_every_invariant_holds_whatever_the_commands(sequence: Sequence) -> None:
    runner = Runner(sequence.scenario)
    try:
        runner.through(sequence)
        runner.check_whole()
    except BaseException:
        note(runner.script)
        raise
