"""The implementation plan with its logic model. Document 000, the five steps of a logic model."""

from s2ss_core.events import Element, PlanLine, PlanSubmitted
from s2ss_core.projections.engine.event_set import EventSet, Positioned
from s2ss_core.projections.forms.form import Chosen, FormSection, section, the_one
from s2ss_core.values import decimal_text


def implementation_plan(facts: EventSet, chosen: Chosen) -> tuple[FormSection, ...]:
    """The problem, what must be there, what is done, what should follow, and the costs of one version of the plan."""
    plan = the_one(facts.of(PlanSubmitted), "plan_version", chosen.of)
    event = plan.event
    elements = (
        ("Active ingredient", event.active_ingredients),
        ("Activity", event.activities),
        ("Implementation outcome", event.implementation_outcomes),
        ("Pupil outcome", event.pupil_outcomes),
    )
    return (
        section(
            "The problem", plan, date=event.on, owner=str(event.owner),
            written_by=", ".join(map(str, event.finalised_by)), problem=event.problem, diagnosis=event.diagnosis,
        ),
        *(
            section(f"Objective {objective.id}", plan, objective=objective.text, baseline=objective.baseline,
                    measure=objective.measure)
            for objective in event.objectives
        ),
        *(_element(kind, plan, element) for kind, found in elements for element in found),
        *(_line(plan, line) for line in event.lines),
    )  # fmt: skip


def _element(kind: str, plan: Positioned[PlanSubmitted], element: Element) -> FormSection:
    return section(
        f"{kind} {element.id}",
        plan,
        what=element.text,
        follows_from=", ".join(element.of),
        when=element.horizon,
    )


def _line(plan: Positioned[PlanSubmitted], line: PlanLine) -> FormSection:
    return section(
        f"Cost {line.id}, {line.term}", plan, what=line.description, provider=line.provider.id,
        quantity=f"{decimal_text(line.quantity)} × {line.unit}", rate=_pounds(line.rate), amount=_pounds(line.amount),
        for_leader=line.leader, for_band=line.band,
    )  # fmt: skip


def _pounds(pence: int) -> str:
    return f"£{pence // 100:,}.{pence % 100:02}"
