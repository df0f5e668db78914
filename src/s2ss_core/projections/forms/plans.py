"""The implementation plan with its logic model. Document 000, the five steps of a logic model."""

from collections.abc import Iterator

from s2ss_core.events import Element, Objective, PlanApproved, PlanLine, PlanReturned, PlanSubmitted
from s2ss_core.projections.engine.event_set import EventSet, Positioned
from s2ss_core.projections.forms.checklists import checklists_of
from s2ss_core.projections.forms.form import (
    Chosen,
    FormField,
    FormSection,
    fields,
    our_section,
    rows,
    section,
    the_one,
)
from s2ss_core.projections.forms.logic_model import chains
from s2ss_core.projections.forms.parts import people
from s2ss_core.values import decimal_text

INGREDIENT = "Active ingredient"


def implementation_plan(facts: EventSet, chosen: Chosen) -> tuple[FormSection, ...]:
    """The problem, what must be there, what is done, what should follow, and the costs of one version of the plan."""
    plan = the_one(facts.not_struck_out(PlanSubmitted), "plan_version", chosen.of)
    event = plan.event
    return (
        section(
            "The problem", plan, date=event.on, owner=str(event.owner), written_by=people(*event.finalised_by),
            problem=event.problem, solution=event.solution_kind,
        ),
        *_elements(INGREDIENT, plan, event.active_ingredients),
        *_elements("Implementation activity", plan, event.activities),
        *_elements("Implementation outcome", plan, event.implementation_outcomes),
        *_elements("Pupil outcome", plan, event.pupil_outcomes),
        *_chains(plan),
        *_objectives(plan),
        *(_line(plan, line) for line in event.lines),
        section("Costs", plan, total=str(event.total)),
        *_decided(facts, plan),
        our_section(
            "Also recorded", plan, kind=event.kind, version=str(event.plan_version),
            amends=f"{event.amends}" if event.amends else None, reason=event.reason, research=event.research,
            diagnosis=event.diagnosis, stage=event.stage, readiness=event.readiness, monitoring=event.monitoring,
            sustaining=event.sustaining, adds_to_what_the_school_pays_for=event.additionality,
            staff_involved=people(*event.staff_involved), agreed_at=event.agreed_at,
        ),
        *(our_section("What stops", plan, what=what) for what in event.stops),
        *(our_section("What may be adapted", plan, what=what) for what in event.adaptable),
        *checklists_of(facts, "plan", str(event.plan_version)),
    )  # fmt: skip


def _elements(
    kind: str, plan: Positioned[PlanSubmitted], elements: tuple[Element, ...]
) -> tuple[FormSection, ...]:
    """A row for each element of one column of the logic model, and a blank one in a column that has none."""
    return tuple(_element(kind, plan, element) for element in elements) or (_element(kind, plan, None),)


def _element(kind: str, plan: Positioned[PlanSubmitted], element: Element | None) -> FormSection:
    horizon = element.horizon if element else None
    link = {} if kind == INGREDIENT else {"follows_from": ", ".join(element.of) if element else None}
    when = {"when": horizon and f"{horizon} term"} if kind.endswith("outcome") else {}
    title = f"{kind} {element.id}" if element else kind
    return section(title, plan, what=element.text if element else None, **link, **when)


def _chains(plan: Positioned[PlanSubmitted]) -> tuple[FormSection, ...]:
    found = tuple(
        FormField(
            label=f"way {number}", value=chain, positions=plan.positions, filled_by=PlanSubmitted.__name__
        )
        for number, chain in enumerate(chains(plan.event.elements), 1)
    )
    return (FormSection(title="From ingredient to outcome", fields=found or fields(plan, way=None)),)


def _objectives(plan: Positioned[PlanSubmitted]) -> Iterator[FormSection]:
    for objective in plan.event.objectives:
        yield _objective(plan, objective)


def _objective(plan: Positioned[PlanSubmitted], objective: Objective) -> FormSection:
    return section(
        f"Objective {objective.id}", plan, objective=objective.text, baseline=objective.baseline,
        measure=objective.measure, subject=objective.subject, key_stage=objective.key_stage,
        review_by=objective.review_by, agreed_by=people(*objective.agreed_by),
    )  # fmt: skip


def _line(plan: Positioned[PlanSubmitted], line: PlanLine) -> FormSection:
    return section(
        f"Cost {line.id}, {line.term}", plan, what=line.description, head=line.head, provider=line.provider.id,
        quantity=f"{decimal_text(line.quantity)} × {line.unit}", rate=str(line.rate), amount=str(line.amount),
        irrecoverable_vat=str(line.irrecoverable_vat) if line.irrecoverable_vat else None, by=line.by,
        for_leader=line.leader, for_band=line.band, reason_for_the_rate=line.rate_reason,
    )  # fmt: skip


def _decided(facts: EventSet, plan: Positioned[PlanSubmitted]) -> Iterator[FormSection]:
    """Each time that this version was sent back with reasons, and its sign-off."""
    version = plan.event.plan_version
    for returned in facts.not_struck_out(PlanReturned):
        if returned.event.plan_version == version:
            event = returned.event
            yield section("Sent back", returned, date=event.on, by=str(event.by), reasons=event.reasons)
    approved = (
        section(
            "Signed off", entry, date=entry.event.on, by=str(entry.event.by),
            in_force_from=entry.event.effective_from, total=str(entry.event.total),
        )
        for entry in facts.not_struck_out(PlanApproved)
        if entry.event.plan_version == version
    )  # fmt: skip
    yield from rows("Signed off", PlanApproved, approved, "date", "by", "in force from", "total")
