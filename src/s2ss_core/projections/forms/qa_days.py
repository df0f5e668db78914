"""The notes of a QA Day. The Institute's page, Quality Assurance Lead role."""

from collections.abc import Iterator

from s2ss_core.events import NeedsAssessed, QADayHeld
from s2ss_core.projections.engine.event_set import EventSet, Positioned
from s2ss_core.projections.forms.agreements import measured
from s2ss_core.projections.forms.form import Chosen, FormSection, fields, rows, section, the_one
from s2ss_core.projections.forms.parts import outcome_of, people, plan_on


def qa_day_notes(facts: EventSet, chosen: Chosen) -> tuple[FormSection, ...]:
    """Who was there and what was looked at, each priority with its rating, and the use of the funding."""
    day = the_one(facts.not_struck_out(QADayHeld), "day", chosen.of)
    event = day.event
    return (
        section(
            "The day", day, date=event.on, purpose=event.purpose, held_by=str(event.held_by),
            attendees=people(*event.attendees), activities=", ".join(event.activities),
        ),
        *(
            rows("Baseline measure", NeedsAssessed, _baseline(facts, day), "what", "value", "benchmark", "source")
            if event.purpose == "brokerage"
            else _priorities(facts, day)
        ),
        section(
            "Findings", day, findings=event.findings, evidence=", ".join(map(str, event.evidence)),
            use_of_the_funding=event.funding_use, report_completed=event.report,
        ),
    )  # fmt: skip


def _baseline(facts: EventSet, day: Positioned[QADayHeld]) -> Iterator[FormSection]:
    """What was measured on the day of the brokerage visit."""
    for assessment in facts.not_struck_out(NeedsAssessed):
        if assessment.event.on == day.event.on:
            yield from (measured(assessment, measure) for measure in assessment.event.measures)


def _priorities(facts: EventSet, day: Positioned[QADayHeld]) -> Iterator[FormSection]:
    """Each objective of the plan in force, with its rating on the day."""
    plan, rated = plan_on(facts, day.event.on), {rating.objective: rating.rag for rating in day.event.ratings}
    agreed = [objective.id for objective in plan.event.objectives] if plan else []
    for name in dict.fromkeys((*agreed, *rated)):
        rating = fields(day, rating=rated.get(name))
        yield FormSection(title=f"Priority {name}", fields=(*outcome_of(plan, name), *rating))
