"""What a plan may come to: what the awards set aside for the deployment, line by line where several do."""

from collections.abc import Iterable

from s2ss_core.aggregates.decision import DecisionContext
from s2ss_core.events import PlanSubmitted
from s2ss_core.rules import Broken
from s2ss_core.rules import planning as rules
from s2ss_core.values import Money


def within_the_allocation(context: DecisionContext, plan: PlanSubmitted | None) -> Iterable[Broken]:
    """Of one award, the whole plan; of several, the lines that each bears, and the lines that none bears."""
    if not context.shares:
        total = plan.total if plan else Money(0)
        yield from rules.the_plan_is_within_the_allocation.broken_by(total=total, allocated=context.allocated)
        return
    borne = frozenset(line for share in context.shares for line in share.lines)
    entries = plan.lines if plan else ()
    others = frozenset(entry.id for entry in entries) - borne
    limits = [(share.lines, share.allocated) for share in context.shares]
    for lines, allocated in (*limits, (others, Money(0))):
        total = sum((entry.approved for entry in entries if entry.id in lines), Money(0))
        yield from rules.the_plan_is_within_the_allocation.broken_by(total=total, allocated=allocated)
