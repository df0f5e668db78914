"""How the tests play a sequence, and say what was asked where an invariant does not hold."""

from collections import Counter

from hypothesis import HealthCheck, Phase, note, settings

from s2ss_core.testing.lifecycle import Runner, Sequence

# Many short runs: in a longer one most sequences are slight variations of one another.
A_RUN = 10
SEQUENCES = settings(
    max_examples=A_RUN,
    database=None,
    deadline=None,
    derandomize=True,
    print_blob=False,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.generate, Phase.shrink),
)


def play_through(sequence: Sequence, reached: Counter[str] | None = None) -> Runner:
    """Play a sequence and hold every invariant against it. What was asked is noted where one does not hold."""
    runner = Runner(sequence.scenario, reached, closely=sequence.closely)
    try:
        runner.through(sequence)
        runner.check_whole()
    except BaseException:
        note(runner.script)
        raise
    runner.count()
    return runner
