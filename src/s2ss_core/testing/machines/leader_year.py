"""The leader's year as a machine, beside a model in two dictionaries that says beforehand what will be accepted."""

from datetime import timedelta
from decimal import Decimal

from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule

from s2ss_core.aggregates.leader_year import LeaderYear
from s2ss_core.events import DaysWorked, GrantAwarded, leader_year_stream
from s2ss_core.testing import invariants
from s2ss_core.testing.lifecycle.course import Course
from s2ss_core.testing.lifecycle.people import LEAD
from s2ss_core.testing.lifecycle.playing import FOREVER
from s2ss_core.testing.lifecycle.straying import despite
from s2ss_core.testing.lifecycle.straying.corrections import CORRECTING
from s2ss_core.testing.machines.machine import Machine
from s2ss_core.values import Days

NONE = Decimal(0)
whole_days = st.integers(0, 15)
any_number = st.integers(0, 20)


class LeaderYearLifecycle(Machine):
    """One leader in one year, over deployments brokered one after another.

    The model is the allowance, the days committed to each deployment and the days of each visit.
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
        """What was agreed, at most the programme's cap once days are booked under it."""
        cap = [Decimal(self.programme.cap.days.value)] if self.committed else []
        return NONE if self.agreed is None else min([self.agreed, *cap])

    def worked_for(self, deployment: str) -> Decimal:
        """Days worked for a deployment."""
        return sum((days for one, days in self.worked.values() if one == deployment), NONE)

    @property
    def booked(self) -> Decimal:
        """For each deployment the greater of committed and worked, in all."""
        return sum((max(days, self.worked_for(one)) for one, days in self.committed.items()), NONE)

    @property
    def running(self) -> list[str]:
        """The deployments whose support has not ended."""
        return [one for one in self.committed if one not in self.ended_ones]

    # What is asked.

    def course(self, deployment: str) -> Course:
        """What is due in a deployment."""
        return Course(self.playing.scene, deployment)

    @initialize(paid_by_journal=st.booleans())
    def settle(self, paid_by_journal: bool) -> None:
        """Set the scene."""
        self.begin(deployments=tuple(f"d-{n}" for n in range(1, 9)), paid_by_journal=paid_by_journal)

    @rule(days=whole_days)
    def agree_allowance(self, days: int) -> None:
        """The home school agrees to so many days, on a day of its own."""
        clock = self.playing.scene.clock
        clock.wait_until(clock.today + timedelta(days=1))
        cap = self.programme.cap.days.value
        accepted = days >= self.booked and (not self.committed or days <= cap)
        year = self.playing.scene.setting.cap_years[-1]
        self.expect(self.course("d-1").allowance(LEAD, year, days), accepted=accepted)
        if accepted:
            self.agreed = Decimal(days)

    @precondition(lambda self: len(self.committed) < len(self.playing.scene.setting.deployments))
    @rule(days=whole_days)
    def broker(self, days: int) -> None:
        """A deployment is brokered that takes so many days."""
        name = self.playing.scene.setting.deployments[len(self.committed)]
        course = self.course(name)
        if course.laid_down.needs_award and not self.playing.scene.told(GrantAwarded):
            self.expect(course.award(), accepted=True)
        ask = course.broker().with_(commitments=course.commitments(LEAD, days))
        limit = min(self.agreed, self.programme.cap.days.value) if self.agreed is not None else None
        accepted = limit is not None and self.booked + days <= limit
        self.expect(ask, accepted=accepted)
        if accepted:
            self.committed[name] = Decimal(days)
            self.playing.go_on(name, FOREVER, until="log_visit")

    @precondition(lambda self: self.running)
    @rule(deployment=any_number, all_the_same=st.booleans())
    def visit(self, deployment: int, all_the_same: bool) -> None:
        """The leader works a visit, on a day of its own; past the allowance it is told all the same, or not."""
        name = self.running[deployment % len(self.running)]
        setting = self.playing.scene.setting
        course = self.course(name)
        ask = course.visit(setting.terms[0], line=None)
        self.playing.scene.clock.wait_until(ask.on)
        days = next(Decimal(one.days) for one in setting.programme.capacity if one.unit == setting.unit)
        grown = max(NONE, self.worked_for(name) + days - max(self.committed[name], self.worked_for(name)))
        within = not grown or self.booked + grown <= self.allowance
        crowded = ask.on in {one.on for one in self.playing.scene.told(DaysWorked)}
        accepted = (within and not crowded) or all_the_same
        self.expect(despite(ask, 0) if all_the_same else ask, accepted=accepted)
        if accepted:
            self.worked[ask.fields["visit"]] = (name, days)

    @precondition(lambda self: self.worked)
    @rule(number=any_number)
    def strike_out(self, number: int) -> None:
        """A visit turns out not to have happened."""
        visit = sorted(self.worked)[number % len(self.worked)]
        name, _ = self.worked.pop(visit)
        strike = self.course(name).ask("strike_out_visit", visit=visit, cause="did-not-happen", **CORRECTING)
        self.expect(strike, accepted=True)
        if name in self.ended_ones:
            self.committed[name] = min(self.committed[name], self.worked_for(name))

    @precondition(lambda self: self.running)
    @rule(deployment=any_number)
    def end(self, deployment: int) -> None:
        """Support ends, and what was not worked goes back."""
        name = self.running[deployment % len(self.running)]
        self.expect(self.course(name).end("exit"), accepted=True)
        self.ended_ones.add(name)
        self.committed[name] = min(self.committed[name], self.worked_for(name))

    # What holds after every step.

    @invariant()
    def the_year_is_what_the_model_says(self) -> None:
        """Decisions see the model's days."""
        if self.play is None:
            return
        stream = leader_year_stream(LEAD, self.play.scene.setting.cap_years[-1])
        year = self.play.scene.brokerage.repository.replay(stream) or LeaderYear()
        assert year.allowance == self.allowance
        assert year.booked == self.booked
        assert year.left == max(NONE, self.allowance - self.booked)
        assert {one: days for one, days in year.committed.items() if days} == {
            one: Days(days) for one, days in self.committed.items() if days
        }

    @invariant()
    def days_hold(self) -> None:
        """The invariants of days hold."""
        if self.play is not None:
            seen = self.play.seen
            invariants.nobody_is_booked_past_the_allowance.check(seen)
            invariants.what_is_not_worked_goes_back_when_support_ends.check(seen)
            invariants.the_workload_view_shows_what_bookings_are_decided_on.check(seen)

    def ended(self) -> None:
        """Asking again changes nothing, and the record replays."""
        invariants.asking_again_records_nothing.check(self.playing.seen, self.playing.scene.accepted)
        invariants.replay_gives_the_state_that_decisions_saw.check(self.playing.seen)
