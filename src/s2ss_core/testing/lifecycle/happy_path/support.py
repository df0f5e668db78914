"""The stage of support: visits and costs, term by term."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from s2ss_core.events import Brokered, DaysWorked, Quantity, VisitLogged
from s2ss_core.testing.command_call import CommandCall
from s2ss_core.testing.lifecycle.cast import HEADTEACHER, LEAD, SCHOOL, TEACHER
from s2ss_core.testing.lifecycle.happy_path.agreement import AgreementStage
from s2ss_core.testing.lifecycle.happy_path.planning import BOUGHT, TIME
from s2ss_core.testing.lifecycle.scenario import PLANNED
from s2ss_core.values import Days, Money, Term

A_DAY = timedelta(days=1)
VAT = Money("100.00")


class SupportStage(AgreementStage):
    """The commands while support is given."""

    def supporting(self, term: Term) -> Iterator[CommandCall]:
        """The visits and costs of the plan that are still due up to a term."""
        if self.story.ended:
            return
        if not self.laid_down.plan:
            yield from self._without_a_plan(term)
            return
        planned = self.planned_to(term)
        left = {line: planned[line] - self.story.by_line().get(line, (0, 0))[1] for line in planned}
        rate = (
            next((line.rate for line in self.story.plan.lines if line.id == TIME), 0)
            if self.story.plan
            else 0
        )
        taken = len(self.story.of(VisitLogged))
        for number in range(left[TIME] // (rate or self.scenario.rate)):
            yield self.visit(term, number, name=f"v-{self.deployment}-{taken + number}")
        if left[BOUGHT] > 0:
            yield self.cost(term, net=Money(left[BOUGHT]))

    def _without_a_plan(self, term: Term) -> Iterator[CommandCall]:
        """As many visits up to a term as plans elsewhere are of, charged to no line."""
        taken = len(self.story.of(VisitLogged))
        expected = int(PLANNED) * (self.scenario.terms.index(term) + 1)
        for number in range(expected - taken):
            yield self.visit(term, number, name=f"v-{self.deployment}-{taken + number}", line=None)

    def planned_to(self, term: Term) -> dict[str, int]:
        """The planned amount of each line up to a term, in pence."""
        terms = self.scenario.terms[: self.scenario.terms.index(term) + 1]
        lines = self.story.plan.lines if self.story.plan else self.plan().fields["lines"]
        return {
            name: sum(line.approved for line in lines if line.id == name and line.term in terms)
            for name in (TIME, BOUGHT)
        }

    def visit(self, term: Term, number: int = 0, *, name: str | None = None, **fields: Any) -> CommandCall:
        """A visit on the weekday with this number among those of the term on which the leader is free."""
        worked = {worked.on for worked in self.world.recorded(DaysWorked)}
        day = max(self.scenario.visits_from(term), self.story.first_signed() or self.scenario.start)
        while number or day in worked or day.weekday() > 4:
            number -= day not in worked and day.weekday() <= 4 and number > 0
            day += A_DAY
        usual: dict[str, Any] = {
            "visit": name or self.fresh("v"),
            "on": min(day, self.scenario.end),
            "leader": self.lead_on(min(day, self.scenario.end)),
            "school": SCHOOL.id,
            "unit": self.scenario.unit,
            "quantity": Days(1),
            "counterpart": HEADTEACHER if self.laid_down.counterparts else TEACHER,
            "line": TIME,
        }
        return CommandCall(command="log_visit", about=self.deployment, fields={**usual, **fields})

    def lead_on(self, day: date) -> str:
        """The lead on a day, also before anything was brokered."""
        return self.story.lead_on(day) if self.story.of(Brokered) else LEAD

    def cost(self, term: Term, **fields: Any) -> CommandCall:
        """The cost of what is bought in addition to leaders' time."""
        net, by_time = fields.get("net", self.scenario.price_bought), self.scenario.bought_by_time
        usual: dict[str, Any] = {
            "cost": self.fresh("c"),
            "on": min(max(self.scenario.visits_from(term), self.world.today), self.scenario.end),
            "line": BOUGHT,
            "supplier": self.scenario.supplier,
            "net": net,
            "vat": VAT,
            "invoice_number": self.fresh("XP"),
        }
        if by_time:
            usual |= {
                "vat": Money(0),
                "time": Quantity(unit=by_time.unit, quantity=Days(-(-net // by_time.amount))),
            }
        return CommandCall(command="incur_cost", about=self.deployment, fields={**usual, **fields})
