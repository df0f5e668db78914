"""From wherever a lifecycle came to, ordinary commands lead to an award that is closed to the penny."""

import os
import random
from collections import Counter

import attrs
import pytest
from hypothesis import given, note, seed, settings
from hypothesis import strategies as st

from s2ss_core.events import Brokered, GrantAwarded
from s2ss_core.programmes import Programme, funding_terms
from s2ss_core.testing.lifecycle import DeviationStep, Runner, Sequence, Step, StepsUntil, sequences
from s2ss_core.values import FundingKind
from tests.lifecycle.programmes import PROGRAMMES
from tests.lifecycle.runs import A_RUN, SEQUENCES
from tests.lifecycle.settlement import Settlement

# The suite settles the same twenty lifecycles every time; with a number here, so many new ones.
ASKED_FOR = int(os.environ.get("S2SS_LIFECYCLES", "0"))
FIRST = random.randrange(2**32) if ASKED_FOR else 0
RUNS = (ASKED_FOR or 20) // A_RUN


# What the award bears itself, and what moves its balance, is rare among all deviations.
ABOUT_MONEY = st.lists(
    st.builds(
        DeviationStep,
        st.sampled_from(
            (
                "award_spent",
                "award_spent",
                "award_changed",
                "award_changed",
                "cost_disallowed",
                "cost_allowed",
                "payment",
            )
        ),
        st.integers(0, 59),
    ),
    max_size=10,
)


# What becomes eligible after the last instalment is released as a supplement.
LATE = st.lists(
    st.builds(
        DeviationStep,
        st.sampled_from(("cost_allowed", "cost_allowed", "visit", "cost", "supplement")),
        st.integers(0, 59),
    ),
    max_size=3,
)
MORE = st.tuples(ABOUT_MONEY, LATE)


def with_more(sequence: Sequence, more: tuple[list[DeviationStep], list[DeviationStep]]) -> Sequence:
    """The sequence with steps after its own, and with some more when everything is released, if there are any."""
    soon, late = more
    closing: tuple[Step, ...] = (StepsUntil("close_deployment"),) if late else ()
    return attrs.evolve(sequence, steps=(*sequence.steps, *soon, *closing, *late))


@pytest.mark.parametrize("deployments", (("d-1",), ("d-1", "d-2")), ids=("one deployment", "two that share"))
def test_every_award_can_be_closed_to_the_penny(deployments: tuple[str, ...]) -> None:
    reached: Counter[str] = Counter()
    for run in range(FIRST, FIRST + max(1, RUNS // 2)):
        every_lifecycle(deployments, run, reached)

    show(reached)
    assert reached["with grant.award-closed"] == reached["with grant.awarded"] > 0


def show(reached: Counter[str]) -> None:
    if os.environ.get("S2SS_COUNTS"):
        print(*(f"{count:7} {name}" for name, count in sorted(reached.items())), sep="\n")  # noqa: T201 -- asked for


def every_lifecycle(deployments: tuple[str, ...], run: int, reached: Counter[str]) -> None:
    @seed(run)
    @settings(SEQUENCES, derandomize=False)
    @given(sequences(deployments), MORE, st.booleans())
    def hold(
        sequence: Sequence, more: tuple[list[DeviationStep], list[DeviationStep]], goes_on: bool
    ) -> None:
        note(f"run {run}")
        settle(with_more(sequence, more), goes_on, reached)

    hold()


@pytest.mark.parametrize(
    ("programme", "funding"), PROGRAMMES, ids=[f"{programme.name} {kind}" for programme, kind in PROGRAMMES]
)
def test_under_every_programme_everything_can_be_closed(programme: Programme, funding: FundingKind) -> None:
    reached: Counter[str] = Counter()
    for run in range(FIRST, FIRST + max(1, RUNS // len(PROGRAMMES))):
        every_lifecycle_under(programme, funding, run, reached)

    show(reached)
    if funding_terms(programme, funding).needs_award:
        assert reached["with grant.award-closed"] == reached["with grant.awarded"] > 0


def every_lifecycle_under(
    programme: Programme, funding: FundingKind, run: int, reached: Counter[str]
) -> None:
    @seed(run)
    @settings(SEQUENCES, derandomize=False)
    @given(sequences(programme=programme, funding=funding), MORE, st.booleans())
    def hold(
        sequence: Sequence, more: tuple[list[DeviationStep], list[DeviationStep]], goes_on: bool
    ) -> None:
        note(f"run {run}")
        settle(with_more(sequence, more), goes_on, reached)

    hold()


def settle(sequence: Sequence, goes_on: bool, reached: Counter[str]) -> None:
    """Play a lifecycle, settle what it came to, and hold every invariant against it."""
    runner = Runner(sequence.scenario, reached, closely=sequence.closely)
    try:
        runner.through(sequence)
        Settlement(runner, goes_on=goes_on).settle()
        runner.check_whole()
        settled_to_the_penny(runner)
    except BaseException:
        note(runner.script)
        raise
    runner.count()


def settled_to_the_penny(runner: Runner) -> None:
    """The views show nothing that is open: awarded = eligible + returned to the funder, and all of it came."""
    for brokered in runner.world.recorded(Brokered):
        assert runner.world.story(brokered.deployment).is_closed
        legs = runner.world.brokerage.grant_usage(brokered.deployment).legs
        assert {
            (leg.owed.value, leg.settled_by == "released" and leg.overpaid.value) for leg in legs if leg.first
        } <= {(0, 0)}
    if not runner.world.recorded(GrantAwarded):
        return
    usage = runner.world.brokerage.award_usage("g-1")
    amounts = usage.amounts
    assert amounts.awarded.value == amounts.eligible.value + amounts.returned.value == usage.received.value
    for name in ("committed", "unspent", "uncovered", "owed", "overpaid"):
        assert getattr(amounts, name).value == 0, name
