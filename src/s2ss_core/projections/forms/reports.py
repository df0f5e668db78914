"""The interim and the final report. Document 000, Support for less or more than one term, and step 8 of the process."""

from s2ss_core.events import FinalReported, InterimReported
from s2ss_core.projections.engine.event_set import EventSet, Positioned
from s2ss_core.projections.forms.form import Chosen, FormSection, section, the_one


def interim_report(facts: EventSet, chosen: Chosen) -> tuple[FormSection, ...]:
    """The progress of one term."""
    return _report(the_one(facts.not_struck_out(InterimReported), "report", chosen.of))


def final_report(facts: EventSet, chosen: Chosen) -> tuple[FormSection, ...]:
    """The impact at the end of the support, and what support should follow."""
    report = the_one(facts.not_struck_out(FinalReported), "report", chosen.of)
    return (
        *_report(report),
        section("After the support", report, further_support=report.event.further_support),
    )


def _report(report: Positioned[InterimReported] | Positioned[FinalReported]) -> tuple[FormSection, ...]:
    event = report.event
    values = {result.objective: result.value for result in event.results}
    return (
        section("The report", report, date=event.on, term=str(event.term), authors=", ".join(map(str, event.authors))),
        *(
            section(f"Outcome {rating.objective}", report, rating=rating.rag, measured=values.get(rating.objective))
            for rating in event.ratings
        ),
        section(
            "Progress", report, progress_to_date=event.progress, actions_taken=event.actions, impact=event.impact,
            next_steps=event.next_steps, changes_to_the_plan=event.plan_changes,
        ),
    )  # fmt: skip
