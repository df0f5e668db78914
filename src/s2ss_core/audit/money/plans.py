"""The plans of a deployment: which was approved, from which day, and what of it is approved for each line."""

from collections.abc import Iterator
from datetime import date

import attrs

from s2ss_core.events import PlanApproved, PlanLine, PlanSubmitted
from s2ss_core.values import Term

__all__ = ["Approval", "Plans", "approved_of"]


def approved_of(lines: tuple[PlanLine, ...] | list[PlanLine]) -> int:
    """What is approved for lines, in pence: their amounts, and the VAT on them that nobody recovers."""
    return sum(int(line.amount) + int(line.irrecoverable_vat) for line in lines)


class Approval:
    """A plan that was approved, in force from a day. `total` is what is approved in all, in pence."""

    def __init__(self, since: date, position: int, plan: PlanSubmitted, approved: PlanApproved) -> None:
        self.since = since
        self.position = position
        self.plan = plan
        self.approved = approved
        self.total = approved_of(plan.lines)
        self._rows: dict[str, list[PlanLine]] = {}
        for row in plan.lines:
            self._rows.setdefault(row.id, []).append(row)
        self._approved = {line: approved_of(rows) for line, rows in self._rows.items()}

    def lines(self, line: str) -> list[PlanLine]:
        """The rows of a line: one a term. Leave the list as it is."""
        return self._rows.get(line, [])

    def of_line(self, line: str) -> int:
        """What is approved for a line over all its terms, in pence."""
        return self._approved.get(line, 0)

    def of_term(self, term: Term) -> int:
        """What is approved for a term, in pence."""
        return approved_of([row for row in self.plan.lines if row.term == term])


@attrs.define(eq=False)
class Plans:
    """The plans submitted, by version, and the approvals in the order in which they were recorded."""

    submitted: dict[int, PlanSubmitted] = attrs.field(factory=dict)
    approvals: list[Approval] = attrs.field(factory=list)

    def submit(self, plan: PlanSubmitted) -> None:
        """Enter a plan; a version that is submitted again takes the place of the one before."""
        self.submitted[plan.plan_version] = plan

    def approve(self, approved: PlanApproved, position: int) -> Approval | None:
        """Enter an approval; None if no such plan was submitted."""
        plan = self.submitted.get(approved.plan_version)
        if plan is None:
            return None
        made = Approval(approved.effective_from or approved.on, position, plan, approved)
        self.approvals.append(made)
        return made

    @property
    def newest(self) -> Approval | None:
        """The approval that was recorded last."""
        return self.approvals[-1] if self.approvals else None

    def in_force(self, day: date) -> Approval | None:
        """The approval in force on a day: of those that had begun, the one that began last."""
        if len(self.approvals) == 1:
            return self.approvals[0] if self.approvals[0].since <= day else None
        begun = [approval for approval in self.approvals if approval.since <= day]
        return max(begun, key=lambda approval: (approval.since, approval.position), default=None)

    def line_on(self, line: str, day: date) -> PlanLine | None:
        """A row of a line as priced on a day."""
        approval = self.in_force(day)
        rows = approval.lines(line) if approval else []
        return rows[0] if rows else None

    def changes(self) -> Iterator[tuple[Approval, Approval]]:
        """Each approval after the first, with the one before."""
        yield from zip(self.approvals, self.approvals[1:], strict=False)
