"""Approved plans: which plan is in force on a day, and the amounts and quantities of its lines."""

import datetime as dt

import attrs

from s2ss_core.events import PlanApproved, PlanLine, PlanSubmitted
from s2ss_core.projections.engine.event_set import EventSet, Positioned
from s2ss_core.projections.engine.figure import Figure, days, money
from s2ss_core.values import Days, Money, Term


@attrs.frozen
class Plan:
    """One approved version of the plan: its submission and its approval; of some lines `only`, if any are given."""

    submitted: Positioned[PlanSubmitted]
    approved: Positioned[PlanApproved]
    only: frozenset[str] = frozenset()

    @property
    def version(self) -> int:
        return self.submitted.event.plan_version

    @property
    def lines(self) -> tuple[PlanLine, ...]:
        lines = self.submitted.event.lines
        return tuple(line for line in lines if line.id in self.only) if self.only else lines

    @property
    def effective_from(self) -> dt.date:
        return self.approved.event.effective_from or self.approved.event.on

    @property
    def positions(self) -> tuple[int, int]:
        return self.submitted.position, self.approved.position

    def line(self, line_id: str) -> PlanLine | None:
        """The first entry of a line, which gives its head, unit and rate."""
        return next((line for line in self.lines if line.id == line_id), None)

    def amount(self, line_id: str | None = None, term: Term | None = None) -> Figure[Money]:
        """Pence approved: in total, for a line, for a term, or for a line in a term."""
        return money(Figure(line.approved, self.positions) for line in self._entries(line_id, term))

    def quantity(self, line_id: str, term: Term | None = None) -> Figure[Days]:
        """The planned quantity of a line in its own unit: in total, or in a term."""
        return days(Figure(line.quantity, self.positions) for line in self._entries(line_id, term))

    def _entries(self, line_id: str | None, term: Term | None) -> list[PlanLine]:
        return [line for line in self.lines if line_id in {None, line.id} and term in {None, line.term}]


def approved_plans(facts: EventSet) -> tuple[Plan, ...]:
    """Every approved version, in the order in which the approvals were recorded, as decisions see them."""
    submitted = {plan.event.plan_version: plan for plan in facts.of(PlanSubmitted)}
    return tuple(
        Plan(submitted[approved.event.plan_version], approved)
        for approved in facts.of(PlanApproved)
        if approved.event.plan_version in submitted
    )
