"""Strategies for sequences of steps: steps of the happy path and deviations between them."""

from itertools import chain
from typing import Any

import attrs
from hypothesis import strategies as st

from s2ss_core.programmes import Programme
from s2ss_core.testing.lifecycle.cast import GRANT
from s2ss_core.testing.lifecycle.deviations import DEVIATIONS
from s2ss_core.testing.lifecycle.scenario import EXCEED, Scenario, periods_of
from s2ss_core.values import FundingKind

# Commands that many others must come before.
DECIDING = (
    "approve_plan",
    "sign_agreement",
    "incur_cost",
    "hold_review",
    "judge_progress",
    "release_instalment",
)
# Deviations that are drawn twice as often as the others, or three times: corrections and changes of what was agreed.
OFTEN = (
    "bought_of", "cost", "cost_allowed", "cost_disallowed", "cost_reversed", "cost_struck_out", "grant_recovered", "judged_badly",
    "leader_employed", "leg_invoiced", "leg_paid", "leg_paid",
    "leader_replaced", "payment_struck_out", "plan_amended", "post_changed", "report_struck_out", "review_struck_out", "reviewed_again", "sent_with_changes", "supplement", "time_renegotiated", "trust_changed", "visit",
    "visit_struck_out", "visit_struck_out", "visit_struck_out",
)  # fmt: skip


@attrs.frozen
class SensibleSteps:
    """So many commands of the happy path in one deployment, given by its index."""

    steps: int
    deployment: int = 0


@attrs.frozen
class StepsUntil:
    """The happy path in one deployment until this command is due."""

    command: str
    deployment: int = 0


@attrs.frozen
class DeviationStep:
    """One deviation in one deployment: its name and variant, and whether an invoice and a release are tried after."""

    deviation: str
    variant: int
    deployment: int = 0
    then_release: bool = False


Step = SensibleSteps | StepsUntil | DeviationStep


@attrs.frozen
class Sequence:
    """A scenario and the steps to play in it, starting from signed agreements if `agreed`.

    After the steps, the first `to_the_end` deployments are played to their end. `closely` reads the views after each
    command.
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
    """Scenarios under a programme and a kind of funding, by default the programme's first."""

    # The programme is a closure variable, so that the strategy's repr does not print all of it.
    def scenario(**drawn: Any) -> Scenario:
        kind = funding or programme.funding[0].kind
        return Scenario(deployments=deployments, programme=programme, funding=kind, **drawn)

    return st.builds(
        scenario,
        terms=st.sampled_from(periods_of(programme)),
        paid_by_journal=st.booleans(),
        judged_by_funder=st.booleans(),
        allowance=st.sampled_from((15, 6, 9)),
        yearly_certificates=st.sampled_from((False, False, True)),
        certified_award=st.sampled_from((None, None, GRANT)),
        shared_costs=st.booleans(),
    )


def steps(
    deployments: int = 1, *, most_deviations: int | None = None
) -> "st.SearchStrategy[tuple[Step, ...]]":
    """Steps in so many deployments. If `most_deviations` is given, at most so many of them are deviations."""
    which = st.integers(0, deployments - 1)
    sensibly = st.builds(SensibleSteps, st.integers(1, 4), which)
    until = st.builds(StepsUntil, st.sampled_from(DECIDING), which)
    one_in_four = st.sampled_from((False, False, False, True))
    deviation_step = st.builds(
        DeviationStep, st.sampled_from((*sorted(DEVIATIONS), *OFTEN)), st.integers(0, 59), which, one_in_four
    )
    # st.one_of would draw each strategy equally often; the letters give their weights.
    kinds: dict[str, st.SearchStrategy[Step]] = {"s": sensibly, "u": until, "w": deviation_step}
    step = st.sampled_from("ssuwwwww").flatmap(kinds.__getitem__)
    groups = st.lists(st.lists(step, min_size=1, max_size=8), min_size=2, max_size=6)
    drawn = groups.map(lambda parts: tuple(chain.from_iterable(parts)))
    return drawn if most_deviations is None else drawn.map(lambda all_: at_most(all_, most_deviations))


def at_most(steps: tuple[Step, ...], deviations: int) -> tuple[Step, ...]:
    """The steps without the deviations after the first so many."""
    count = 0
    kept: list[Step] = []
    for step in steps:
        count += isinstance(step, DeviationStep)
        if not isinstance(step, DeviationStep) or count <= deviations:
            kept.append(step)
    return tuple(kept)


def sequences(
    deployments: tuple[str, ...] = ("d-1",),
    *,
    programme: Programme = EXCEED,
    funding: FundingKind | None = None,
) -> "st.SearchStrategy[Sequence]":
    """Sequences in these deployments, which share leaders and an award, under a programme and a kind of funding."""
    one_in_eight = st.sampled_from((False,) * 7 + (True,))
    to_the_end = st.sampled_from((0, 0, 0, *range(1, len(deployments) + 1)))
    scenario = scenarios_of(programme, funding, deployments)
    return st.builds(Sequence, scenario, st.booleans(), steps(len(deployments)), to_the_end, one_in_eight)
