"""Reports, reviews and judgements as steps of a money trail, and the links between them and to what they cover."""

from collections.abc import Iterator, Sequence
from typing import Any

from s2ss_core.events import FinalReported, InterimReported, ProgressJudged, ReviewHeld, cause_of
from s2ss_core.projections.engine.event_set import EventSet, Positioned
from s2ss_core.projections.money_trail.steps import Link, Step, step_name, step_of
from s2ss_core.projections.sums.support_costs import SupportCosts


def reporting_steps(facts: EventSet) -> Iterator[Step]:
    """Every report, review and judgement that was not struck out."""
    for kind, entries in (("report", _reports(facts)), ("review", facts.not_struck_out(ReviewHeld))):
        for entry in entries:
            yield _step(kind, entry)
    for judged in facts.not_struck_out(ProgressJudged):
        yield _step("judgement", judged)


def _step(kind: Any, entry: Positioned[Any]) -> Step:
    (name,) = cause_of(entry.event).id
    return Step(
        step=step_name(kind, name), kind=kind, id=name, on=entry.event.on, positions=(entry.position,)
    )


def reporting_links(facts: EventSet, support: SupportCosts) -> Iterator[Link]:
    """From a judgement to the review and report it judges, from a review to its report, from a report to its term's costs."""
    for review in facts.not_struck_out(ReviewHeld):
        if review.event.report:
            yield _link(review, step_name("report", review.event.report), "was held on")
    for judged in facts.not_struck_out(ProgressJudged):
        for kind, name in (("review", judged.event.review), ("report", judged.event.report)):
            if name:
                yield _link(judged, f"{kind}:{name}", "judges")
    for report in _reports(facts):
        of_term = dict.fromkeys(cost.of for cost in support.costs.in_term(report.event.term).all)
        yield from (_link(report, step_of(of), "covers its term") for of in of_term)


def _link(entry: Positioned[Any], target: str, how: Any) -> Link:
    return Link(source=step_of(cause_of(entry.event)), target=target, how=how, positions=(entry.position,))


def _reports(facts: EventSet) -> Sequence[Positioned[Any]]:
    reports: Sequence[Positioned[Any]] = facts.not_struck_out(InterimReported, FinalReported)
    return reports
