"""Random sequences of commands on a real brokerage in memory: the invariants hold whatever the commands."""

import os
import random
from collections import Counter

import pytest
from hypothesis import given, note, seed, settings

from s2ss_core.testing.lifecycle import Sequence, sequences
from tests.lifecycle.runs import A_RUN, SEQUENCES, play_through

# The suite plays the same four hundred sequences every time; `make lifecycles` plays two thousand new ones.
ASKED_FOR = int(os.environ.get("S2SS_SEQUENCES", "0"))
FIRST = random.randrange(2**32) if ASKED_FOR else 0
PARTS = 2
RUNS = (ASKED_FOR or 400) // (2 * PARTS * A_RUN)


# The least number of sequences in a hundred that must record this event; with fewer, they would show little.
REACHED_IN_A_HUNDRED: dict[str, float] = {
    "deployment.plan-approved": 60,
    "deployment.agreement-signed": 60,
    "deployment.instalment-released": 35,
    "deployment.grant-usage-certified": 18,
    "deployment.closed": 10,
    "entry.accepted-despite": 4,
    "deployment.cost-disallowed": 6,
    "entry.struck-out": 10,
    "deployment.cost-reversed": 2,
    "deployment.payment-reversed": 1.5,
    "deployment.grant-recovered": 0.3,
    "leader-year.days-struck-out": 4,
    "leader-year.commitment-released": 10,
    "deployment.leader-replaced": 2,
    "deployment.time-renegotiated": 5,
    "deployment.qa-lead-stood-down": 2,
    "an amended plan was approved": 2,
    "another leg was paid": 6,
    "deployment.vat-settled": 2,
    "a supplement was released": 0.3,
}


@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("deployments", (("d-1",), ("d-1", "d-2")), ids=("one deployment", "two that share"))
def test_the_invariants_hold_whatever_the_commands(deployments: tuple[str, ...], part: int) -> None:
    reached: Counter[str] = Counter()
    for run in range(FIRST + part * RUNS, FIRST + (part + 1) * RUNS):
        every_sequence(deployments, run, reached)

    if os.environ.get("S2SS_COUNTS"):
        print(*(f"{count:7} {name}" for name, count in sorted(reached.items())), sep="\n")  # noqa: T201 -- asked for
    assert reached["sequences"] >= A_RUN * RUNS
    assert (
        min(reached[name] for name in ("refused", "BadInput", "NaturalIdReused", "NotFound"))
        >= A_RUN * RUNS // 20
    )
    hundreds = A_RUN * RUNS / 100
    short = {
        name: reached[f"with {name}"]
        for name, share in REACHED_IN_A_HUNDRED.items()
        # What is rare is not looked for in a few sequences.
        if share * hundreds >= 4 and reached[f"with {name}"] < share * hundreds
    }
    assert not short, f"too few of {reached['sequences']} sequences came to these: {short}"


def every_sequence(deployments: tuple[str, ...], run: int, reached: Counter[str]) -> None:
    @seed(run)
    @settings(SEQUENCES, derandomize=False)
    @given(sequences(deployments))
    def hold(sequence: Sequence) -> None:
        note(f"run {run}")
        play_through(sequence, reached)

    hold()
