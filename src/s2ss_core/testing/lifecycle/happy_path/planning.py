"""The stage of planning: the plan and its approval."""

from collections.abc import Iterator
from typing import Any

import attrs

from s2ss_core.events import Objective, PlanLine, QADayHeld
from s2ss_core.testing.command_call import CommandCall
from s2ss_core.testing.lifecycle.cast import ASSURER, HEADTEACHER, OFFICER, SYSTEM_LEADER
from s2ss_core.testing.lifecycle.happy_path.brokering import BrokeringStage
from s2ss_core.testing.lifecycle.scenario import ITEM, PLANNED
from s2ss_core.values import Days, Money, Term

TIME, BOUGHT = "1", "2"  # the lines of the plan
REASON = "It is what this school needs."


class PlanningStage(BrokeringStage):
    """The commands until a plan is approved."""

    def planning(self) -> Iterator[CommandCall]:
        """The commands of this stage that are still due; none where support waits for no plan."""
        if not self.laid_down.plan:
            return
        if self.story.waiting is None and self.story.plan is None:
            yield self.plan()
        if self.story.waiting or self.story.plan is None:
            if self.laid_down.plan_agreed_at and not self.story.of(QADayHeld):
                yield self.qa_day()
            yield self.approve()

    def plan(self, *, days: Days = PLANNED, rate: Money | None = None, item: Money = ITEM) -> CommandCall:
        """A costed plan, or an amendment of the one approved."""
        price = self.scenario.rate if rate is None else rate
        lines = tuple(line for term in self.scenario.terms for line in self.lines(term, days, price, item))
        before = self.story.plan
        amending: dict[str, Any] = (
            {"amends": before.plan_version, "reason": "More is needed.", "research": "EEF"} if before else {}
        )
        return self.call(
            "submit_plan",
            plan_version=len(self.story.submitted) + 1,
            kind=next(iter(self.laid_down.plan_kinds), "implementation-plan"),
            finalised_by=(HEADTEACHER, SYSTEM_LEADER),
            owner=HEADTEACHER,
            problem="Pupils do not read fluently.",
            objectives=(Objective(id="o-1", text="Fluent reading", baseline="61 %", measure="reading ages"),),
            lines=lines,
            total=Money(sum(line.approved for line in lines)),
            **amending,
        )

    def lines(self, term: Term, days: Days, rate: Money, item: Money) -> Iterator[PlanLine]:
        """The lines of one term: leaders' time, and what is bought in addition."""
        yield PlanLine(
            id=TIME,
            term=term,
            head="leader-days",
            description="English",
            provider=self.scenario.home,
            unit=self.scenario.unit,
            quantity=days,
            rate=rate,
            rate_reason=REASON if self.scenario.needs_reason("leader-days") else None,
            amount=rate.times(days),
            band=self.scenario.band if self.scenario.programme.designations else None,
        )
        if self.scenario.bought:
            time = self.scenario.bought_by_time
            # Another price of what is bought by time is another number of days.
            units = Days(max(1, round(PLANNED * item / ITEM))) if time else Days(1)
            rate = time.amount if time else item
            yield PlanLine(
                id=BOUGHT,
                term=term,
                head=self.scenario.bought,
                description="Phonics",
                provider=self.scenario.supplier,
                unit=time.unit if time else "item",
                quantity=units,
                rate=rate,
                rate_reason=REASON if self.scenario.needs_reason(self.scenario.bought) else None,
                amount=rate.times(units),
            )

    def qa_day(self) -> CommandCall:
        """The QA Day at which the plan and the use of the money are agreed."""
        return self.call(
            "hold_qa_day",
            day=self.fresh("qa"),
            purpose=self.laid_down.plan_agreed_at or "brokerage",
            held_by=ASSURER,
            attendees=(HEADTEACHER, SYSTEM_LEADER),
            funding_use="agreed",
        )

    def approve(self) -> CommandCall:
        """The approval, by the role that the programme names."""
        approver = self.laid_down.approver
        assured = self.story.qa_lead_on(self.world.today) and approver in {
            "qa-lead",
            "director-of-school-improvement",
        }
        return self.call(
            "approve_plan",
            plan_version=self.story.waiting.plan_version if self.story.waiting else 1,
            by=attrs.evolve(
                ASSURER if assured else HEADTEACHER if approver == "headteacher" else OFFICER,
                role=approver or "broker",
            ),
            no_conflict_declared=True,
        )
