"""The state machine of a leader's year, with a model in two dicts that predicts which commands are accepted."""

from datetime import timedelta
from decimal import Decimal

from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule

from s2ss_core.aggregates.leader_year import LeaderYear
from s2ss_core.events import DaysWorked, GrantAwarded, leader_year_stream
from s2ss_core.testing import invariants
from s2ss_core.testing.lifecycle.cast import LEAD
from s2ss_core.testing.lifecycle.deviations import despite
from s2ss_core.testing.lifecycle.deviations.corrections import CORRECTING
from s2ss_core.testing.lifecycle.happy_path import HappyPath
from s2ss_core.testing.lifecycle.runner import FOREVER
from s2ss_core.testing.stateful.machine import Machine
from s2ss_core.values import Cause, Days

NONE = Decimal(0)
whole_days = st.integers(0, 15)
any_number = st.integers(0, 20)


class LeaderYearLifecycle(Machine):
    """One leader in one year, over deployments that are brokered one after another.

    The model has the allowance, the days committed to each deployment and the days of each visit.
    """

    def __init__(self) -> None:
        super().__init__()
        self.agreed: Decimal | None = None
        self.committed: dict[str, Decimal] = {}
        self.worked: dict[str, tuple[str, Decimal]] = {}
        self.ended_ones: set[str] = set()

    # The model.

    @property
    def allowance(self) -> Decimal:
        """The agreed days, limited to the programme's cap once days are booked under it."""
        cap = [Decimal(self.programme.cap.days.value)] if self.committed else []
        return NONE if self.agreed is None else min([self.agreed, *cap])

    def worked_for(self, deployment: str) -> Decimal:
        """The days worked for a deployment."""
        return sum((days for other, days in self.worked.values() if other == deployment), NONE)

    @property
    def booked(self) -> Decimal:
        """The sum over deployments of the greater of committed and worked."""
        return sum(
            (max(days, self.worked_for(deployment)) for deployment, days in self.committed.items()), NONE
        )

    @property
    def running(self) -> list[str]:
        """The deployments whose support has not ended."""
        return [deployment for deployment in self.committed if deployment not in self.ended_ones]

    # What is asked.

    def happy_path(self, deployment: str) -> HappyPath:
        """The happy path of a deployment."""
        return HappyPath(self.active_runner.world, deployment)

    @initialize(paid_by_journal=st.booleans())
    def settle(self, paid_by_journal: bool) -> None:
        """Open the brokerage."""
        self.begin(deployments=tuple(f"d-{n}" for n in range(1, 9)), paid_by_journal=paid_by_journal)

    @rule(days=whole_days)
    def agree_allowance(self, days: int) -> None:
        """The home school agrees to so many days, a day after the command before."""
        clock = self.active_runner.world.clock
        clock.wait_until(clock.today + timedelta(days=1))
        cap = self.programme.cap.days.value
        accepted = days >= self.booked and (not self.committed or days <= cap)
        year = self.active_runner.world.scenario.cap_years[-1]
        self.expect(self.happy_path("d-1").allowance(LEAD, year, days), accepted=accepted)
        if accepted:
            self.agreed = Decimal(days)

    @precondition(lambda self: len(self.committed) < len(self.active_runner.world.scenario.deployments))
    @rule(days=whole_days)
    def broker(self, days: int) -> None:
        """A deployment is brokered that commits so many days."""
        name = self.active_runner.world.scenario.deployments[len(self.committed)]
        happy_path = self.happy_path(name)
        if happy_path.laid_down.needs_award and not self.active_runner.world.recorded(GrantAwarded):
            self.expect(happy_path.award(), accepted=True)
        call = happy_path.broker().with_(commitments=happy_path.commitments(LEAD, days))
        limit = min(self.agreed, self.programme.cap.days.value) if self.agreed is not None else None
        accepted = limit is not None and self.booked + days <= limit
        self.expect(call, accepted=accepted)
        if accepted:
            self.committed[name] = Decimal(days)
            self.active_runner.go_on(name, FOREVER, until="log_visit")

    @precondition(lambda self: self.running)
    @rule(deployment=any_number, all_the_same=st.booleans())
    def visit(self, deployment: int, all_the_same: bool) -> None:
        """The leader works a visit on another day. Above the allowance, it may be recorded despite the rule."""
        name = self.running[deployment % len(self.running)]
        scenario = self.active_runner.world.scenario
        happy_path = self.happy_path(name)
        call = happy_path.visit(scenario.terms[0], line=None)
        self.active_runner.world.clock.wait_until(call.on)
        days = next(
            Decimal(capacity.days)
            for capacity in scenario.programme.capacity
            if capacity.unit == scenario.unit
        )
        grown = max(NONE, self.worked_for(name) + days - max(self.committed[name], self.worked_for(name)))
        within = not grown or self.booked + grown <= self.allowance
        crowded = call.on in {worked.on for worked in self.active_runner.world.recorded(DaysWorked)}
        accepted = (within and not crowded) or all_the_same
        self.expect(despite(call, 0) if all_the_same else call, accepted=accepted)
        if accepted:
            self.worked[call.fields["visit"]] = (name, days)

    @precondition(lambda self: self.worked)
    @rule(number=any_number)
    def strike_out(self, number: int) -> None:
        """A visit is struck out because it did not happen."""
        visit = sorted(self.worked)[number % len(self.worked)]
        name, _ = self.worked.pop(visit)
        strike = self.happy_path(name).call(
            "strike_out", of=Cause("visit", (visit,)), cause="did-not-happen", **CORRECTING
        )
        self.expect(strike, accepted=True)
        if name in self.ended_ones:
            self.committed[name] = min(self.committed[name], self.worked_for(name))

    @precondition(lambda self: self.running)
    @rule(deployment=any_number)
    def end(self, deployment: int) -> None:
        """Support ends, and committed days that were not worked are released."""
        name = self.running[deployment % len(self.running)]
        self.expect(self.happy_path(name).end("exit"), accepted=True)
        self.ended_ones.add(name)
        self.committed[name] = min(self.committed[name], self.worked_for(name))

    # What holds after every step.

    @invariant()
    def the_year_is_what_the_model_says(self) -> None:
        """Decisions use the days of the model."""
        if self.runner is None:
            return
        stream = leader_year_stream(LEAD, self.runner.world.scenario.cap_years[-1])
        year = self.runner.world.brokerage.repository.replay(stream) or LeaderYear()
        assert year.allowance == self.allowance
        assert year.booked == self.booked
        assert year.left == max(NONE, self.allowance - self.booked)
        assert {deployment: days for deployment, days in year.committed.items() if days} == {
            deployment: Days(days) for deployment, days in self.committed.items() if days
        }

    @invariant()
    def days_hold(self) -> None:
        """Check the invariants of days."""
        if self.runner is not None:
            observed = self.runner.observed
            invariants.nobody_is_booked_past_the_allowance.check(observed)
            invariants.what_is_not_worked_goes_back_when_support_ends.check(observed)
            invariants.the_workload_view_shows_what_bookings_are_decided_on.check(observed)

    def ended(self) -> None:
        """Check that repeated commands record nothing, and that the record replays."""
        invariants.asking_again_records_nothing.check(
            self.active_runner.observed, self.active_runner.world.accepted
        )
        invariants.replay_gives_the_state_that_decisions_saw.check(self.active_runner.observed)
