"""Whole deployments under a programme of one's own: the kit asks the programme what is due, and holds every invariant."""

from pathlib import Path

from hypothesis import given, note, settings

from s2ss_core.events import Closed, InstalmentReleased
from s2ss_core.programmes import load
from s2ss_core.testing.lifecycle import Play, Sequence, Setting, played, sequences, terms_of

NORTH = load(Path(__file__).with_name("north-trust.toml"))


def test_a_deployment_runs_its_course_and_is_paid_each_term() -> None:
    setting = Setting(programme=NORTH, terms=terms_of(NORTH)[:2])

    play = played(setting=setting)

    assert len(play.scene.told(InstalmentReleased)) == 2
    assert len(play.scene.told(Closed)) == 1
    play.check_whole()


@settings(max_examples=5, deadline=None)
@given(sequences(programme=NORTH))
def test_whatever_is_asked_every_invariant_holds(sequence: Sequence) -> None:
    play = Play(sequence.setting)
    try:
        play.through(sequence)
        play.check_whole()
    except BaseException:
        note(play.told)
        raise
