"""The interim and the final report. Document 000, Interim and Final Reports, and steps 8 and 10 of the process."""

from collections.abc import Iterator

from s2ss_core.events import (
    FinalReported,
    InterimReported,
    PlanSubmitted,
    ProgressJudged,
    QADayHeld,
    ReportFinalised,
    ReviewHeld,
)
from s2ss_core.projections.engine.event_set import EventSet, Positioned
from s2ss_core.projections.forms.checklists import checklists_of
from s2ss_core.projections.forms.form import (
    Chosen,
    FormSection,
    fields,
    our_section,
    rows,
    section,
    the_one,
)
from s2ss_core.projections.forms.parts import outcome_of, people, plan_on
from s2ss_core.projections.forms.sharing import shared

Report = Positioned[InterimReported] | Positioned[FinalReported]


def interim_report(facts: EventSet, chosen: Chosen) -> tuple[FormSection, ...]:
    """The progress of one term."""
    return _report(facts, the_one(facts.not_struck_out(InterimReported), "report", chosen.of))


def final_report(facts: EventSet, chosen: Chosen) -> tuple[FormSection, ...]:
    """The impact at the end of the support, and what support should follow."""
    report = the_one(facts.not_struck_out(FinalReported), "report", chosen.of)
    event = report.event
    return (
        *_report(facts, report),
        section("After the support", report, further_support=event.further_support),
        our_section(
            "After the support, also recorded", report,  how_it_is_sustained=event.sustaining,
            learning_for_other_schools="yes" if event.learning_to_share else "no",
        ),
    )  # fmt: skip


def _report(facts: EventSet, report: Report) -> tuple[FormSection, ...]:
    event = report.event
    return (
        section("The report", report, date=event.on, term=str(event.term), authors=people(*event.authors)),
        *_outcomes(plan_on(facts, event.on), report),
        section(
            "Progress", report, progress_to_date=event.progress, actions_taken=event.actions, impact=event.impact,
            next_steps=event.next_steps, changes_to_the_plan=event.plan_changes,
        ),
        *rows(
            "Revised after its review", ReportFinalised, _revisions(facts, event.report),
            "date", "revision", "after review", "changes",
        ),
        *_qa_day(facts, event.report),
        our_section(
            "Also recorded", report,  barriers=event.barriers, engagement_of_the_school=event.engagement,
            evidence=", ".join(map(str, event.evidence)),
        ),
        *shared(facts, "report", event.report),
        *_checklists(facts, event.report),
    )  # fmt: skip


def _outcomes(plan: Positioned[PlanSubmitted] | None, report: Report) -> Iterator[FormSection]:
    """A row for each objective of the plan, and for each that the report rates: what was agreed, and what came of it."""
    event = report.event
    values = {result.objective: result.value for result in event.results}
    rated = {rating.objective: rating.rag for rating in event.ratings}
    agreed = [objective.id for objective in plan.event.objectives] if plan else []
    for name in dict.fromkeys((*agreed, *rated, *values)):
        found = fields(report, rating=rated.get(name), measured=values.get(name))
        yield FormSection(title=f"Outcome {name}", fields=(*outcome_of(plan, name), *found))


def _revisions(facts: EventSet, report: str) -> Iterator[FormSection]:
    for finalised in facts.not_struck_out(ReportFinalised):
        event = finalised.event
        if event.report == report:
            yield section(
                "Revised after its review", finalised, date=event.on, revision=str(event.revision),
                after_review=event.after_review, changes=event.changes,
            )  # fmt: skip


def _checklists(facts: EventSet, report: str) -> tuple[FormSection, ...]:
    """What was answered for the reviews of a report, and for the judgements on it."""
    reviews = (held.event.review for held in facts.not_struck_out(ReviewHeld) if held.event.report == report)
    judgements = (
        judged.event.judgement for judged in facts.of(ProgressJudged) if judged.event.report == report
    )
    return (*checklists_of(facts, "review", *reviews), *checklists_of(facts, "judgement", *judgements))


def _qa_day(facts: EventSet, report: str) -> Iterator[FormSection]:
    """What was found of the use of the funding on the QA Day on which the report was completed."""
    for day in facts.not_struck_out(QADayHeld):
        if day.event.report == report:
            yield our_section(
                f"QA Day {day.event.day}", day,  date=day.event.on, use_of_the_funding=day.event.funding_use,
                evidence=", ".join(map(str, day.event.evidence)),
            )  # fmt: skip
