"""The lines of a plan: what each costs, what it is for, and when."""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date

from s2ss_core.aggregates.decision import DecisionContext
from s2ss_core.aggregates.deployment.deployment import Deployment
from s2ss_core.events import PlanLine, PlanSubmitted
from s2ss_core.ids import key_of
from s2ss_core.programmes import Programme, Terms, rates_for, terms_between
from s2ss_core.rules import Broken
from s2ss_core.rules import plan_lines as rules
from s2ss_core.values import Money


def plan_digest(plan: PlanSubmitted | None) -> str:
    """A digest of the costs of a plan, line by line: the part of the plan that money depends on."""
    lines = plan.lines if plan else ()
    rows = [
        f"{line.id}|{line.term}|{line.unit}|{line.quantity}|{int(line.rate)}|{int(line.amount)}|{int(line.irrecoverable_vat)}"
        for line in lines
    ]
    return "sha256:" + hashlib.sha256("\n".join(rows).encode()).hexdigest()


def priced_right(fact: PlanSubmitted, programme: Programme) -> tuple[Broken, ...]:
    """The rules on prices that are not met: lines multiply out, have rates of the card and sum to the total; and on VAT."""
    by_time = {"leader-days", *(rate.head for rate in programme.rates if rate.unit != "item")}
    timed = [line for line in fact.lines if (line.head in by_time) != (line.unit != "item")]
    return (
        *rules.every_line_multiplies_out.broken_by(wrong=tuple(_wrong(fact.lines))),
        *rules.the_lines_sum_to_the_total.broken_by(
            sum_of_lines=sum((line.approved for line in fact.lines), Money(0)), total=fact.total
        ),
        *rules.leader_days_are_priced_by_time_and_all_else_by_the_item.broken_by(lines=_ids(timed)),
        *rules.a_line_is_written_once_a_term.broken_by(lines=tuple(_inconsistent(fact.lines))),
        *rules.the_vat_of_a_line_that_is_not_recovered_is_a_part_of_its_vat.broken_by(
            lines=tuple(
                f"{line.id} in {line.term.title} ({line.irrecoverable_vat} of {line.vat})"
                for line in fact.lines
                if not 0 <= line.irrecoverable_vat <= line.vat
            )
        ),
        *rules.every_rate_is_on_the_card_or_says_why.broken_by(
            lines=_ids(line for line in fact.lines if not _on_card(line, programme, fact.on))
        ),
    )


def _wrong(lines: Iterable[PlanLine]) -> Iterable[str]:
    for line in lines:
        product = line.rate.times(line.quantity)
        if not 0 <= line.amount - product <= (0 if product == line.rate * line.quantity else 1):
            yield f"{line.id}: {line.quantity} × {line.rate} = {product}, not {line.amount}"


def _inconsistent(lines: Iterable[PlanLine]) -> Iterable[str]:
    first: dict[str, PlanLine] = {}
    written: set[tuple[str, str]] = set()
    for line in lines:
        first_entry = first.setdefault(line.id, line)
        priced_alike = line.unit == "item" or first_entry.rate == line.rate
        if (
            (line.id, line.term) in written
            or (first_entry.head, first_entry.unit) != (line.head, line.unit)
            or not priced_alike
        ):
            yield f"{line.id} in {line.term.title}"
        written.add((line.id, line.term))


def _on_card(line: PlanLine, programme: Programme, on: date) -> bool:
    priced = line.head == "leader-days" or any(rate.head == line.head for rate in programme.rates)
    if not priced or line.rate_reason is not None:
        return True
    rates = rates_for(programme, head=line.head, unit=line.unit, on=on, band=line.band)
    return any(
        line.rate == rate.amount or (rate.kind == "minimum" and line.rate > rate.amount) for rate in rates
    )


def for_permitted_uses(fact: PlanSubmitted, programme: Programme, terms: Terms) -> tuple[Broken, ...]:
    """The rules on uses that are not met, and the rule that a grant pays for something."""
    uses = programme.uses
    known = {*(terms.uses or (*uses.permitted.value, *uses.unusual.value)), *uses.never.value}
    never = [line for line in fact.lines if line.head in uses.never.value]
    unreasoned = [line for line in fact.lines if line.head in uses.unusual.value and line.rate_reason is None]
    return (
        *rules.no_line_is_for_a_use_that_is_never_funded.broken_by(lines=_ids(never)),
        *rules.every_line_is_for_a_permitted_use.broken_by(
            lines=_ids(line for line in fact.lines if line.head not in known)
        ),
        *rules.an_unusual_use_gives_its_reason.broken_by(lines=_ids(unreasoned)),
        *(rules.a_plan_under_a_grant_is_costed.broken_by(lines=len(fact.lines)) if terms.needs_award else ()),
    )


def _by_a_named_school(deployment: Deployment, fact: PlanSubmitted) -> tuple[Broken, ...]:
    """The rule that a school that was named at the brokerage provides the leaders' days, if it is not met."""
    named = deployment.brokering.brokered.named_supporting_schools
    ids = {name for school in named for name in (key_of(school.id), school.urn) if name}
    others = (
        line
        for line in fact.lines
        if line.head == "leader-days" and ids.isdisjoint((key_of(line.provider.id), line.provider.urn))
    )
    return rules.leaders_days_are_provided_by_a_school_that_was_named.broken_by(
        named=tuple(school.id for school in named), lines=_ids(others) if named else ()
    )


def within_the_support(
    deployment: Deployment, context: DecisionContext, fact: PlanSubmitted
) -> tuple[Broken, ...]:
    """The rules on terms and schools that are not met: every line is in a term of the support, and of a school that gives it."""
    period = deployment.brokering.period_on(fact.on)
    terms = terms_between(context.programme, period.start, period.end)
    return (
        *rules.every_line_falls_within_the_support.broken_by(
            terms=terms, lines=_ids(line for line in fact.lines if line.term not in terms)
        ),
        *_by_a_named_school(deployment, fact),
    )


def _ids(lines: Iterable[PlanLine]) -> tuple[str, ...]:
    return tuple(f"{line.id} in {line.term.title}" for line in lines)


def short_of_what_was_spent(
    deployment: Deployment, context: DecisionContext, waiting: PlanSubmitted | None
) -> tuple[str, ...]:
    """The lines for which a plan has less than was spent on them, each with that sum."""
    spent: Mapping[str, Money] = deployment.account(context.programme).eligible_by_line()
    planned = {line.id: Money(0) for line in waiting.lines} if waiting else {}
    for line in waiting.lines if waiting else ():
        planned[line.id] += line.approved
    return tuple(f"{line} ({money})" for line, money in spent.items() if money > planned.get(line, Money(0)))
