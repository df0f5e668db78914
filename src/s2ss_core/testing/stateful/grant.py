"""The state machine of a grant, with a model of a few amounts that predicts which commands are accepted."""

from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule

from s2ss_core.testing import invariants
from s2ss_core.testing.command_call import CommandCall
from s2ss_core.testing.lifecycle.cast import GRANT, OFFICER, QA_FIRM
from s2ss_core.testing.lifecycle.happy_path import HappyPath
from s2ss_core.testing.stateful.machine import Machine
from s2ss_core.values import Money

sums = st.sampled_from(tuple(Money(pounds * 100) for pounds in (0, 1, 200, 500, 1000, 1300, 2300, 5000)))
any_number = st.integers(0, 20)


class GrantLifecycle(Machine):
    """One award: varied, received, allocated to a deployment and to other purposes, repaid and closed.

    The model has the amounts awarded, received and repaid, the rest of each allocation, what quality assurance cost, and
    the approved plan. The
    programme must have a kind of funding that needs an award.
    """

    def __init__(self) -> None:
        super().__init__()
        self.awarded = self.received = self.returned = 0
        self.allocated: dict[str, int] = {}
        self.for_support: set[str] = set()
        self.for_quality: set[str] = set()
        self.quality = 0
        self.approved = 0
        self.is_closed = False

    # The model.

    @property
    def free(self) -> int:
        """The amount that is neither allocated nor repaid."""
        return self.awarded - sum(self.allocated.values()) - self.returned

    @property
    def aside(self) -> int:
        """The amount allocated to the support."""
        return sum(self.allocated[allocation] for allocation in self.for_support)

    @property
    def quality_allocated(self) -> int:
        """The amount allocated to quality assurance."""
        return sum(self.allocated[allocation] for allocation in self.for_quality)

    @property
    def eligible(self) -> int:
        """The cost of quality assurance within its allocation; the support costs nothing."""
        return min(self.quality, self.quality_allocated)

    # What is asked.

    @property
    def happy_path(self) -> HappyPath:
        """The happy path of the deployment."""
        return HappyPath(self.active_runner.world, "d-1")

    def call(self, command: str, **fields: object) -> CommandCall:
        """A call about the award, a day after the one before."""
        clock = self.active_runner.world.clock
        clock.wait_until(clock.today + timedelta(days=1))
        return CommandCall(command=command, about=GRANT, fields={**fields, "on": clock.today})

    @initialize(amount=sums)
    def award(self, amount: Money) -> None:
        """A funder awards the grant, and a deployment is brokered under it."""
        self.begin()
        laid_down = self.happy_path.laid_down
        assert laid_down.needs_award, f"{self.programme.name} needs no award for {laid_down.kind} funding"
        self.expect(self.happy_path.award().with_(amount=amount), accepted=True)
        self.awarded = amount
        for call in list(self.happy_path.beginning()):
            if call.command in {"agree_allowance", "broker"}:
                self.expect(call, accepted=True)

    @rule(more=st.booleans(), amount=sums)
    def vary(self, more: bool, amount: Money) -> None:
        """The funder varies the award."""
        accepted = not self.is_closed and (more or 0 < amount <= self.free)
        direction = "more" if more else "less"
        variation = self.active_runner.world.fresh("var")
        self.expect(
            self.call("vary_award", variation=variation, direction=direction, amount=amount),
            accepted=accepted,
        )
        self.awarded += (amount if more else -amount) if accepted else 0

    @rule(amount=sums)
    def receive(self, amount: Money) -> None:
        """A tranche arrives."""
        accepted = not self.is_closed and 0 < amount <= self.awarded - self.received
        tranche = self.active_runner.world.fresh("t")
        self.expect(self.call("receive_grant", tranche=tranche, amount=amount), accepted=accepted)
        self.received += amount if accepted else 0

    @rule(amount=sums, purpose=st.sampled_from(("support", "quality-assurance", "co-ordination")))
    def allocate(self, amount: Money, purpose: str) -> None:
        """A part of the award is allocated."""
        accepted = not self.is_closed and 0 < amount <= self.free
        name = self.active_runner.world.fresh("a")
        deployment = "d-1" if purpose == "support" else None
        call = self.call(
            "allocate_grant", allocation=name, deployment=deployment, purpose=purpose, amount=amount
        )
        self.expect(call, accepted=accepted)
        if accepted:
            self.allocated[name] = amount
            self.for_support |= {name} if purpose == "support" else set()
            self.for_quality |= {name} if purpose == "quality-assurance" else set()

    @precondition(lambda self: self.allocated)
    @rule(number=any_number, amount=sums)
    def give_back(self, number: int, amount: Money) -> None:
        """A part of an allocation is released to the award again."""
        name = sorted(self.allocated)[number % len(self.allocated)]
        spare = self.aside - self.approved if name in self.for_support else self.allocated[name]
        spare = self.quality_allocated - self.eligible if name in self.for_quality else spare
        accepted = not self.is_closed and 0 < amount <= min(self.allocated[name], spare)
        returning = self.active_runner.world.fresh("ret")
        self.expect(
            self.call("release_allocation", returning=returning, allocation=name, amount=amount),
            accepted=accepted,
        )
        self.allocated[name] -= amount if accepted else 0

    @rule(amount=sums)
    def assure(self, amount: Money) -> None:
        """The QA Lead charges a fee, beyond the allocation or within it."""
        name = self.active_runner.world.fresh("qa")
        accepted = not self.is_closed
        self.expect(
            self.call(
                "incur_award_cost", cost=name, purpose="quality-assurance", supplier=QA_FIRM, net=amount
            ),
            accepted=accepted,
        )
        self.quality += amount if accepted else 0

    @rule(amount=sums)
    def give_back_to_the_funder(self, amount: Money) -> None:
        """A part of the free amount that was received is repaid to the funder."""
        accepted = not self.is_closed and 0 < amount <= min(
            self.free, self.received - self.returned - self.eligible
        )
        reference = self.active_runner.world.fresh("ref")
        self.expect(
            self.call("repay_grant", reference=reference, amount=amount, cause="unspent"), accepted=accepted
        )
        self.returned += amount if accepted else 0

    @precondition(lambda self: not self.approved)
    @rule()
    def approve_a_plan(self) -> None:
        """The deployment's plan is approved, if enough is allocated for it."""
        if (
            self.happy_path.laid_down.qa_lead_required
            and self.happy_path.story.qa_lead_on(self.happy_path.world.today) is None
        ):
            self.expect(self.happy_path.appoint(), accepted=True)
        if self.happy_path.story.waiting is None:
            self.expect(self.happy_path.plan(), accepted=True)
        total = self.active_runner.world.scenario.plan_total
        self.expect(self.happy_path.approve(), accepted=total <= self.aside)
        self.approved = total if total <= self.aside else 0

    @precondition(lambda self: not self.is_closed)
    @rule(really=st.integers(0, 9))
    def close(self, really: int) -> None:
        """The award is closed, one time in ten: nobody pays a fee here, and the deployment stays open."""
        if really == 0:
            on = self.active_runner.world.today
            call = CommandCall(command="close_award", fields={"grant": GRANT, "on": on, "by": OFFICER})
            settled = self.awarded == self.received == self.returned
            accepted = settled and not self.aside and not self.eligible
            self.expect(call, accepted=accepted)
            self.is_closed = accepted

    # What holds after every step.

    @invariant()
    def the_award_is_what_the_model_says(self) -> None:
        """The view shows the amounts of the model."""
        if self.runner is None:
            return
        usage = self.runner.world.brokerage.award_usage(GRANT)
        assert usage.amounts.awarded.value == self.awarded
        assert usage.amounts.returned.value == self.returned
        assert usage.amounts.approved.value == self.approved
        assert usage.amounts.eligible.value == self.eligible

    @invariant()
    def sums_hold(self) -> None:
        """Check the invariants of money."""
        if self.runner is not None:
            observed = self.runner.observed
            invariants.the_schedule_is_the_approved_plan_within_what_was_set_aside_and_awarded.check(observed)
            for equation in invariants.EQUATIONS:
                equation.check(observed)

    def ended(self) -> None:
        """Check that repeated commands record nothing, and that the record replays."""
        invariants.asking_again_records_nothing.check(
            self.active_runner.observed, self.active_runner.world.accepted
        )
        invariants.replay_gives_the_state_that_decisions_saw.check(self.active_runner.observed)
