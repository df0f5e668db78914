"""The population of a sample: every expenditure of a deployment, and what makes it risky."""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any, Literal

import attrs

from s2ss_core.events import AcceptedDespite, CostIncurred, CostReversed, VatSettled, VisitLogged, cause_of
from s2ss_core.ledger import Likenesses
from s2ss_core.projections.engine.as_at import london_day
from s2ss_core.projections.engine.event_set import EventSet, Positioned
from s2ss_core.projections.engine.figure import Figure, money
from s2ss_core.projections.sums.costs import Cost
from s2ss_core.projections.sums.support_costs import support_costs
from s2ss_core.values import Cause, Money, Term

Stratum = Literal["large", "irregular", "late", "usual"]
Risk = Literal["recorded-despite", "partly-disallowed", "changed-later", "like-another", "recorded-late"]

IRREGULAR: frozenset[Risk] = frozenset(
    {"recorded-despite", "partly-disallowed", "changed-later", "like-another"}
)
LATE_AFTER = dt.timedelta(days=28)


@attrs.frozen(kw_only=True)
class Expenditure:
    """One visit or cost of a deployment with what came back of it, in pence. `position` is that of its own event.

    `risks` says why it deserves a closer look: it was recorded despite a rule, a part of it was disallowed, it was
    reversed or its VAT was settled later, it is like another entry, or it was recorded more than four weeks late.
    """

    deployment: str
    of: Cause
    on: dt.date
    line: str
    term: Term | None
    incurred: Figure[Money]
    disallowed: Figure[Money]
    eligible: Figure[Money]
    risks: tuple[Risk, ...]
    position: int

    @property
    def stratum(self) -> Stratum:
        """The stratum by its risks alone. Which are large depends on the sample."""
        if IRREGULAR.intersection(self.risks):
            return "irregular"
        return "late" if self.risks else "usual"


def expenditures_of(facts: EventSet) -> Iterator[Expenditure]:
    """Every expenditure of the deployment in the key of these events, in order of date."""
    risks = _Risks(facts)
    by_fact: dict[Cause, list[Cost]] = {}
    for cost in support_costs(facts).costs.all:
        by_fact.setdefault(cost.of, []).append(cost)
    for of, costs in by_fact.items():
        if of in risks.positions:
            yield _expenditure(facts.id, of, costs, risks)


def _expenditure(deployment: str, of: Cause, costs: list[Cost], risks: "_Risks") -> Expenditure:
    first = costs[0]
    incurred, disallowed = (
        money(getattr(cost, name) for cost in costs) for name in ("incurred", "disallowed")
    )
    return Expenditure(
        deployment=deployment,
        of=of,
        on=first.on,
        line=first.line,
        term=first.term,
        incurred=incurred,
        disallowed=disallowed,
        eligible=incurred - disallowed,
        risks=tuple(risks.of(of, disallowed)),
        position=risks.positions[of],
    )


class _Risks:
    """What the events of a deployment say against its facts."""

    def __init__(self, facts: EventSet) -> None:
        spent: Sequence[Positioned[Any]] = facts.not_struck_out(VisitLogged, CostIncurred)
        recorded = {entry.position: london_day(entry.recorded_at) for entry in facts.entries}
        self.positions = {cause_of(fact.event): fact.position for fact in spent}
        self._late = {
            cause_of(fact.event) for fact in spent if recorded[fact.position] - fact.event.on > LATE_AFTER
        }
        self._despite = {despite.event.of for despite in facts.of(AcceptedDespite)}
        self._changed = {settled.event.of for settled in facts.of(VatSettled)} | {
            Cause("cost", (reversal.event.cost,)) for reversal in facts.of(CostReversed)
        }
        self._alike = set(_alike(facts))

    def of(self, fact: Cause, disallowed: Figure[Money]) -> Iterator[Risk]:
        """The risks of one fact, of which so much is disallowed."""
        if fact in self._despite:
            yield "recorded-despite"
        if disallowed.value:
            yield "partly-disallowed"
        if fact in self._changed:
            yield "changed-later"
        if fact in self._alike:
            yield "like-another"
        if fact in self._late:
            yield "recorded-late"


def _alike(facts: EventSet) -> Iterator[Cause]:
    known = Likenesses()
    for entry in facts.not_struck_out(VisitLogged, CostIncurred):
        for likeness in known.of(entry.event):
            yield from (cause_of(likeness.earlier), cause_of(likeness.later))
        known.add(entry.event)
