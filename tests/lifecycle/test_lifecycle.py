"""Random sequences of commands against a real brokerage in memory: whatever is asked, the invariants hold."""

import os
import random
from collections import Counter

import pytest
from hypothesis import HealthCheck, Phase, given, note, seed, settings

from tests.lifecycle.playing import Play
from tests.lifecycle.sequences import Sequence, sequences

# The suite plays the same sequences every time; ask for a number of them, and they are new ones.
ASKED_FOR = int(os.environ.get("S2SS_SEQUENCES", "0"))
FIRST = random.randrange(2**32) if ASKED_FOR else 0
# Many short runs: in a longer one most sequences are slight variations of one another.
A_RUN = 10
RUNS = ASKED_FOR // A_RUN or 12
SEQUENCES = settings(
    max_examples=A_RUN,
    database=None,
    deadline=None,
    print_blob=False,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.generate, Phase.shrink),
)


@pytest.mark.parametrize("deployments", (("d-1",), ("d-1", "d-2")), ids=("one deployment", "two that share"))
def test_whatever_is_asked_the_invariants_hold(deployments: tuple[str, ...]) -> None:
    reached: Counter[str] = Counter()
    for run in range(FIRST, FIRST + RUNS):
        every_sequence(deployments, run, reached)
    if os.environ.get("S2SS_COUNTS"):
        print(*(f"{count:7} {name}" for name, count in sorted(reached.items())), sep="\n")  # noqa: T201 -- asked for


def every_sequence(deployments: tuple[str, ...], run: int, reached: Counter[str]) -> None:
    @seed(run)
    @SEQUENCES
    @given(sequences(deployments))
    def hold(sequence: Sequence) -> None:
        play = Play(sequence.setting, reached, closely=sequence.closely)
        try:
            play.through(sequence)
            play.check_whole()
        except BaseException:
            note(f"run {run}\n{play.told}")
            raise
        play.count()

    hold()
