"""Random sequences of commands against a real brokerage in memory: whatever is asked, the invariants hold."""

import os
from collections import Counter

import pytest
from hypothesis import HealthCheck, Phase, given, note, settings

from tests.lifecycle.playing import Play
from tests.lifecycle.sequences import Sequence, sequences

# The suite plays the same sequences every time; ask for a number of them, and they are new ones.
ASKED_FOR = int(os.environ.get("S2SS_SEQUENCES", "0"))
AS_A_RULE = 500
SEQUENCES = settings(
    max_examples=ASKED_FOR or AS_A_RULE,
    derandomize=not ASKED_FOR,
    database=None,
    deadline=None,
    print_blob=False,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.generate, Phase.shrink),
)


@pytest.mark.parametrize("deployments", (("d-1",), ("d-1", "d-2")), ids=("one deployment", "two that share"))
def test_whatever_is_asked_the_invariants_hold(deployments: tuple[str, ...]) -> None:
    reached: Counter[str] = Counter()

    @SEQUENCES
    @given(sequences(deployments))
    def every_sequence(sequence: Sequence) -> None:
        play = Play(sequence.setting, reached, closely=sequence.closely)
        try:
            play.through(sequence)
            play.check_whole()
        except BaseException:
            note(play.told)
            raise
        play.count()

    every_sequence()
    if os.environ.get("S2SS_COUNTS"):
        print(*(f"{count:7} {name}" for name, count in sorted(reached.items())), sep="\n")  # noqa: T201 -- asked for
