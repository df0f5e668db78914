"""Sequences of steps, drawn at random: mostly sensible ones, and every way of straying between them."""

from itertools import chain

import attrs
from hypothesis import strategies as st

from tests.lifecycle.cast import PERIODS, Setting
from tests.lifecycle.straying import WAYS

# The decisions that much else leads up to.
DECIDING = ("approve_plan", "sign_agreement", "incur_cost", "hold_review", "release_instalment")


# What puts something right or moves what was agreed comes up twice as often as the rest.
OFTEN = (
    "cost", "cost_allowed", "cost_disallowed", "cost_reversed", "cost_struck_out", "grant_recovered", "judged_badly",
    "payment_struck_out", "plan_amended", "report_struck_out", "review_struck_out", "reviewed_again", "visit",
    "visit_struck_out",
)  # fmt: skip


@attrs.frozen
class Sensibly:
    """So many steps as they are due, in one deployment."""

    steps: int
    deployment: int = 0


@attrs.frozen
class Until:
    """What is due in one deployment, until this would be next."""

    command: str
    deployment: int = 0


@attrs.frozen
class Straying:
    """One step off the course: which way, which variant of it, and whether a release is tried right after."""

    way: str
    variant: int
    deployment: int = 0
    then_release: bool = False


@attrs.frozen
class Sequence:
    """A setting, and steps from nothing or from signed agreements.

    In so many deployments all that is due then is done to the end; `closely` has the views read after every step.
    """

    setting: Setting
    agreed: bool
    steps: tuple[Sensibly | Until | Straying, ...]
    to_the_end: int
    closely: bool


def sequences(deployments: tuple[str, ...]) -> st.SearchStrategy[Sequence]:
    which = st.integers(0, len(deployments) - 1)
    one_in_four = st.sampled_from((False, False, False, True))
    sensibly = st.builds(Sensibly, st.integers(1, 4), which)
    until = st.builds(Until, st.sampled_from(DECIDING), which)
    straying = st.builds(
        Straying, st.sampled_from((*sorted(WAYS), *OFTEN)), st.integers(0, 59), which, one_in_four
    )
    setting = st.builds(
        Setting,
        deployments=st.just(deployments),
        terms=st.sampled_from(PERIODS),
        paid_by_journal=st.booleans(),
        judged_by_funder=st.booleans(),
        allowance=st.sampled_from((15, 6, 9)),
    )
    # One of several strategies would count each of them once, however often it is named.
    step = st.sampled_from("ssuwwwww").flatmap({"s": sensibly, "u": until, "w": straying}.__getitem__)
    some = st.lists(step, min_size=1, max_size=8)
    steps = st.lists(some, min_size=2, max_size=6).map(lambda several: tuple(chain.from_iterable(several)))
    one_in_eight = st.sampled_from((False,) * 7 + (True,))
    to_the_end = st.sampled_from((0, 0, 0, *range(1, len(deployments) + 1)))
    return st.builds(Sequence, setting, st.booleans(), steps, to_the_end, one_in_eight)
