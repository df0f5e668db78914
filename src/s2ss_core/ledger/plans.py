"""The plans that were approved, and which of them is in force."""

from collections.abc import Sequence
from datetime import date
from typing import Protocol, TypeVar

import attrs

from s2ss_core.events import PlanLine, PlanSubmitted, ScheduledInstalment
from s2ss_core.values import Money


class TakesEffect(Protocol):
    """A plan that takes effect on a day."""

    @property
    def effective_from(self) -> date: ...


P = TypeVar("P", bound=TakesEffect)


@attrs.frozen(kw_only=True)
class Approved:
    """A plan that was approved, and from when it is in force."""

    plan: PlanSubmitted
    on: date
    effective_from: date

    def line(self, line: str) -> PlanLine | None:
        """The first entry of that line, which gives its head, unit and rate."""
        return next((entry for entry in self.plan.lines if entry.id == line), None)

    def approved(self, line: str) -> Money:
        """What is approved for that line over all its terms, in pence."""
        return sum((entry.approved for entry in self.plan.lines if entry.id == line), Money(0))


def in_force(plans: Sequence[P], on: date) -> P | None:
    """The plan in force on a day: of the plans in order of approval, the latest that had taken effect."""
    return next((plan for plan in reversed(plans) if plan.effective_from <= on), None)


def scheduled_by_plan(plan: PlanSubmitted, leg: str) -> tuple[ScheduledInstalment, ...]:
    """One instalment of a leg for each term of a plan, the last after the final report. Amounts are those of all legs.

    What may be released is not held against an amount: it is what is eligible in the terms so far.
    """
    terms = sorted({line.term for line in plan.lines}, key=lambda term: term.in_order)
    return tuple(
        ScheduledInstalment(
            instalment=number,
            leg=leg,
            term=term,
            amount=sum((line.approved for line in plan.lines if line.term == term), Money(0)),
            after="final" if term == terms[-1] else None,
        )
        for number, term in enumerate(terms, 1)
    )
