"""The state machine of deployments: the happy path under a programme, and every deviation from it."""

from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule

from s2ss_core.testing.lifecycle.deviations import DEVIATIONS
from s2ss_core.testing.lifecycle.runner import FOREVER
from s2ss_core.testing.lifecycle.scenario import periods_of
from s2ss_core.testing.lifecycle.sequences import DECIDING, OFTEN, DeviationStep
from s2ss_core.testing.stateful.machine import Machine

which = st.integers(0, 1)


class DeploymentLifecycle(Machine):
    """Two deployments that share a leader and an award, from the beginning to their closing and beyond.

    After every step it checks the invariants of what changed, at the end all of them. `most_deviations` limits the
    steps off the happy path, which include corrections and facts despite rules; None means no limit.
    """

    deployments = ("d-1", "d-2")
    most_deviations: int | None = None

    def __init__(self) -> None:
        super().__init__()
        self.deviations = 0

    @initialize(
        period=st.integers(0, 2),
        paid_by_journal=st.booleans(),
        judged_by_funder=st.booleans(),
        allowance=st.sampled_from((15, 6, 9)),
    )
    def agree(self, period: int, paid_by_journal: bool, judged_by_funder: bool, allowance: int) -> None:
        """Choose the scenario and open the brokerage."""
        self.begin(
            deployments=self.deployments,
            terms=periods_of(self.programme)[period],
            paid_by_journal=paid_by_journal,
            judged_by_funder=judged_by_funder,
            allowance=allowance,
        )

    @rule(deployment=which, steps=st.integers(1, 4))
    def go_on(self, deployment: int, steps: int) -> None:
        """Call the next commands of the happy path."""
        self.active_runner.go_on(self.deployments[deployment], steps)

    @rule(deployment=which, command=st.sampled_from(DECIDING))
    def go_on_until(self, deployment: int, command: str) -> None:
        """Call the commands of the happy path until this one is due."""
        self.active_runner.go_on(self.deployments[deployment], FOREVER, until=command)

    @precondition(lambda self: self.may_deviate)
    @rule(
        deployment=which,
        deviation=st.sampled_from((*sorted(DEVIATIONS), *OFTEN)),
        variant=st.integers(0, 59),
        then_release=st.booleans(),
    )
    def deviate(self, deployment: int, deviation: str, variant: int, then_release: bool) -> None:
        """Play one deviation, and perhaps try a release right after it."""
        self.deviations += 1
        self.active_runner.take(DeviationStep(deviation, variant, deployment, then_release))

    @property
    def may_deviate(self) -> bool:
        """Whether the limit of deviations is not reached yet."""
        return self.most_deviations is None or self.deviations < self.most_deviations

    def ended(self) -> None:
        """Check every invariant on the whole history."""
        self.active_runner.check_whole()
