"""The forms that can be filled in from events, with the place that each comes from."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import localcontext
from typing import Any

import attrs

from s2ss_core.errors import BadInput, NotFound
from s2ss_core.events import (
    AgreementIssued,
    Brokered,
    FeedbackGiven,
    FinalReported,
    GrantUsageCertified,
    InterimReported,
    PlanSubmitted,
    QADayHeld,
    SupportEvaluated,
    VisitLogged,
)
from s2ss_core.programmes import HANDBOOK, INSTITUTE, PROTOCOLS, Citation, term_of
from s2ss_core.projections.engine.as_at import NOW, AsAt, HistoryAsAt
from s2ss_core.projections.engine.event_set import EventSet, Positioned
from s2ss_core.projections.engine.projection import OWN_ARITHMETIC
from s2ss_core.projections.engine.reader import HistoryReader
from s2ss_core.projections.engine.streams import deployment_events
from s2ss_core.projections.forms.actions import action_plan
from s2ss_core.projections.forms.agreements import (
    contract,
    flow_down_contract,
    school_agreement,
    support_agreement,
)
from s2ss_core.projections.forms.certificates import certificate
from s2ss_core.projections.forms.feedback import evaluation, feedback
from s2ss_core.projections.forms.form import Chosen, Form, FormSection
from s2ss_core.projections.forms.plans import implementation_plan
from s2ss_core.projections.forms.qa_days import qa_day_notes
from s2ss_core.projections.forms.reports import final_report, interim_report
from s2ss_core.projections.forms.sheets import deployment_record
from s2ss_core.projections.forms.visits import record_of_support, record_of_visit
from s2ss_core.projections.sums.adopted_programme import adopted_programme
from s2ss_core.values import is_text

TOOLS = "Exceed Academies Trusts' systems leadership tools"
LOGIC_MODEL = (
    "The evidence-informed school improvement cycle",
    "Logic model: An implementation plan for interventions and school-to-school support",
)
SLE = "Specialist Leader of Education (SLE)"
CONTRACT = (
    "System Leader Deployment: Contract between Partner School(s) and Leading Learning Forward TSA 2019-20"
)
EVALUATION = (
    "Leading Learning Forward TSA: System Leadership Deployment: End of Support Evaluation Form 2019-20"
)


@attrs.frozen
class Layout:
    """What a form is called, where it comes from, and how its sections are filled in."""

    title: str
    source: Citation
    sections: Callable[[EventSet, Chosen], tuple[FormSection, ...]]


FORMS: Mapping[str, Layout] = {
    "record-of-visit": Layout("Record of Visit", HANDBOOK.at(TOOLS, "Record of Visit"), record_of_visit),
    "record-of-support": Layout(
        "Record of Support", PROTOCOLS.at(f"{SLE}: Record of Support Form 2019-20"), record_of_support
    ),
    "deployment-record": Layout(
        "Deployment Record", PROTOCOLS.at(f"{SLE}: Deployment Record 2019-20"), deployment_record
    ),
    "implementation-plan": Layout("Implementation plan", HANDBOOK.at(*LOGIC_MODEL), implementation_plan),
    "interim-report": Layout(
        "Interim Report", HANDBOOK.at(TOOLS, "Interim and Final Reports"), interim_report
    ),
    "final-report": Layout("Final Report", HANDBOOK.at(TOOLS, "Interim and Final Reports"), final_report),
    "support-agreement": Layout(
        "School-to-School Support Agreement",
        PROTOCOLS.at(f"{SLE}: School-to-School Support Agreement 2019-20"),
        support_agreement,
    ),
    "school-agreement": Layout(
        "School Agreement",
        PROTOCOLS.at("LLF TSA and System Leadership Support: School Agreement 2019-20"),
        school_agreement,
    ),
    "contract": Layout("Contract", PROTOCOLS.at(CONTRACT), contract),
    "flow-down-contract": Layout(
        "Flow-down contract",
        HANDBOOK.at("Funding agreements", "Termly reports and meetings"),
        flow_down_contract,
    ),
    "feedback": Layout(
        "Professional Support Feedback Form",
        PROTOCOLS.at("System Leadership: Professional Support Feedback Form 2019-20"),
        feedback,
    ),
    "evaluation": Layout("End of Support Evaluation Form", PROTOCOLS.at(EVALUATION), evaluation),
    "qa-day-notes": Layout("Notes of a QA Day", INSTITUTE.at("Quality Assurance Lead role"), qa_day_notes),
    "action-plan": Layout("Action plan", HANDBOOK.at(TOOLS, "Action plan template"), action_plan),
    "certificate": Layout(
        "Certificate of Grant Usage",
        HANDBOOK.at("Funding agreements", "Key deliverables", "Annex B"),
        certificate,
    ),
}
"""Every form by the name that `form` takes, with its title, its source and how its sections are filled in."""


NAMED_BY: Mapping[str, tuple[type, str]] = {
    "record-of-visit": (VisitLogged, "visit"),
    "record-of-support": (VisitLogged, "visit"),
    "implementation-plan": (PlanSubmitted, "plan_version"),
    "interim-report": (InterimReported, "report"),
    "final-report": (FinalReported, "report"),
    "school-agreement": (AgreementIssued, "agreement"),
    "support-agreement": (AgreementIssued, "agreement"),
    "contract": (AgreementIssued, "agreement"),
    "flow-down-contract": (AgreementIssued, "agreement"),
    "feedback": (FeedbackGiven, "feedback"),
    "evaluation": (SupportEvaluated, "evaluation"),
    "qa-day-notes": (QADayHeld, "day"),
    "action-plan": (PlanSubmitted, "plan_version"),
    "certificate": (GrantUsageCertified, "certificate"),
}
"""The kind of event that each form is of, and the field with the id by which it is chosen."""


def every_form(source: HistoryReader, deployment: str) -> Iterator[tuple[Chosen, Form]]:
    """Every form that can be filled in of a deployment, each with the choice of it."""
    facts = deployment_events(deployment, HistoryAsAt(source, NOW))
    for name in FORMS:
        for chosen in dict.fromkeys(_choices(facts, name)):
            try:
                yield chosen, form(source, name, deployment, chosen)
            except (BadInput, NotFound):
                continue


def _choices(facts: EventSet, name: str) -> Iterator[Chosen]:
    if name in NAMED_BY:
        kind, field = NAMED_BY[name]
        of_it: Sequence[Positioned[Any]] = facts.not_struck_out(kind)
        yield from (Chosen(of=str(getattr(entry.event, field))) for entry in of_it)
    elif programme := adopted_programme(facts):
        for visit in facts.not_struck_out(VisitLogged):
            yield Chosen(leader=visit.event.leader, term=term_of(programme.event, visit.event.on))


def form(
    source: HistoryReader, name: str, deployment: str, chosen: Chosen | None = None, *, as_at: AsAt = NOW
) -> Form:
    """A form of a deployment, filled in from its events.

    Raises `BadInput` for a form that is not known or where a choice is missing, `NotFound` where no event begins it.
    """
    if name not in FORMS:
        raise BadInput(f"There is no form {name!r}. The forms are: {', '.join(FORMS)}.")
    if not is_text(deployment):
        raise BadInput(f"form: give the id of the deployment as text, not {deployment!r}")
    layout, facts = FORMS[name], deployment_events(deployment, HistoryAsAt(source, as_at, texts=True))
    if not facts.of(Brokered):
        raise NotFound(f"there are no events for deployment {deployment} at the time asked for")
    with localcontext(OWN_ARITHMETIC):
        sections = layout.sections(facts, chosen or Chosen())
    return Form(
        name=name, title=layout.title, source=str(layout.source), deployment=facts.id, sections=sections
    )
