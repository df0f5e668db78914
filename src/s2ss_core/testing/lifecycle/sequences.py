"""Sequences of steps, drawn at random: mostly sensible ones, and every deviation between them."""

from itertools import chain

import attrs
from hypothesis import strategies as st

from s2ss_core.programmes import Programme
from s2ss_core.testing.lifecycle.deviations import DEVIATIONS
from s2ss_core.testing.lifecycle.scenario import EXCEED, Scenario, periods_of
from s2ss_core.values import FundingKind, Term

# The decisions that much else leads up to.
DECIDING = (
    "approve_plan",
    "sign_agreement",
    "incur_cost",
    "hold_review",
    "judge_progress",
    "release_instalment",
)
# What puts something right or moves what was agreed comes up twice as often as the rest.
OFTEN = (
    "cost", "cost_allowed", "cost_disallowed", "cost_reversed", "cost_struck_out", "grant_recovered", "judged_badly",
    "payment_struck_out", "plan_amended", "report_struck_out", "review_struck_out", "reviewed_again", "visit",
    "visit_struck_out",
)  # fmt: skip


@attrs.frozen
class SensibleSteps:
    """So many steps as they are due, in one deployment."""

    steps: int
    deployment: int = 0


@attrs.frozen
class StepsUntil:
    """What is due in one deployment, until this would be next."""

    command: str
    deployment: int = 0


@attrs.frozen
class DeviationStep:
    """One step off the happy path: which way, which variant of it, and whether invoice and release are tried after."""

    deviation: str
    variant: int
    deployment: int = 0
    then_release: bool = False


Step = SensibleSteps | StepsUntil | DeviationStep


@attrs.frozen
class Sequence:
    """A setting, and steps from nothing or from signed agreements.

    In so many deployments all that is due then is done to the end; `closely` has the views read after every step.
    """

    scenario: Scenario
    agreed: bool
    steps: tuple[Step, ...]
    to_the_end: int
    closely: bool


def scenarios_of(
    programme: Programme = EXCEED,
    funding: FundingKind | None = None,
    deployments: tuple[str, ...] = ("d-1",),
) -> "st.SearchStrategy[Scenario]":
    """Settings under a programme: of one kind of funding, its first where none is named."""

    # Drawn within, so that no strategy's repr holds a whole programme.
    def scenario(
        terms: tuple[Term, ...], paid_by_journal: bool, judged_by_funder: bool, allowance: int
    ) -> Scenario:
        return Scenario(
            deployments=deployments,
            programme=programme,
            funding=funding or programme.funding[0].kind,
            terms=terms,
            paid_by_journal=paid_by_journal,
            judged_by_funder=judged_by_funder,
            allowance=allowance,
        )

    return st.builds(
        scenario,
        st.sampled_from(periods_of(programme)),
        st.booleans(),
        st.booleans(),
        st.sampled_from((15, 6, 9)),
    )


def steps(
    deployments: int = 1, *, most_deviations: int | None = None
) -> "st.SearchStrategy[tuple[Step, ...]]":
    """Steps in so many deployments; no more than `most_deviations` of them off the happy path, where that is given."""
    which = st.integers(0, deployments - 1)
    sensibly = st.builds(SensibleSteps, st.integers(1, 4), which)
    until = st.builds(StepsUntil, st.sampled_from(DECIDING), which)
    one_in_four = st.sampled_from((False, False, False, True))
    deviation_step = st.builds(
        DeviationStep, st.sampled_from((*sorted(DEVIATIONS), *OFTEN)), st.integers(0, 59), which, one_in_four
    )
    # One of several strategies would count each of them once, however often it is named.
    kinds: dict[str, st.SearchStrategy[Step]] = {"s": sensibly, "u": until, "w": deviation_step}
    step = st.sampled_from("ssuwwwww").flatmap(kinds.__getitem__)
    groups = st.lists(st.lists(step, min_size=1, max_size=8), min_size=2, max_size=6)
    drawn = groups.map(lambda several: tuple(chain.from_iterable(several)))
    return drawn if most_deviations is None else drawn.map(lambda all_: at_most(all_, most_deviations))


def at_most(steps: tuple[Step, ...], deviations: int) -> tuple[Step, ...]:
    """The steps without those off the happy path that come after so many of them."""
    observed = 0
    kept: list[Step] = []
    for step in steps:
        observed += isinstance(step, DeviationStep)
        if not isinstance(step, DeviationStep) or observed <= deviations:
            kept.append(step)
    return tuple(kept)


def sequences(
    deployments: tuple[str, ...] = ("d-1",),
    *,
    programme: Programme = EXCEED,
    funding: FundingKind | None = None,
) -> "st.SearchStrategy[Sequence]":
    """Sequences in some deployments that share leaders and award, under a programme and a kind of funding."""
    one_in_eight = st.sampled_from((False,) * 7 + (True,))
    to_the_end = st.sampled_from((0, 0, 0, *range(1, len(deployments) + 1)))
    scenario = scenarios_of(programme, funding, deployments)
    return st.builds(Sequence, scenario, st.booleans(), steps(len(deployments)), to_the_end, one_in_eight)
