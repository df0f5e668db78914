"""The checklists of a plan, review, judgement or certificate, item by item, on the form that it belongs to."""

from collections.abc import Iterator

from s2ss_core.events import ChecklistAnswered
from s2ss_core.projections.engine.event_set import EventSet
from s2ss_core.projections.forms.form import FormField, FormSection, blank, fields
from s2ss_core.projections.sums.adopted_programme import adopted_programme
from s2ss_core.projections.whats_due.checklists import Occasion, occasions
from s2ss_core.projections.whats_due.requirements import requirements_of
from s2ss_core.values import ChecklistStage


def checklists_of(facts: EventSet, at: ChecklistStage, *of: str) -> tuple[FormSection, ...]:
    """A section for each item of the checklists that are asked for with decisions of these ids, with its newest answer."""
    adopted = adopted_programme(facts)
    requirements = requirements_of(facts, adopted.event) if adopted else None
    if adopted is None or requirements is None:
        return ()
    return tuple(
        section
        for occasion in occasions(facts, requirements)
        if occasion.decided.at == at and occasion.decided.of in of
        for section in _items(occasion, adopted.position)
    )


def _items(occasion: Occasion, adopted: int) -> Iterator[FormSection]:
    for item in occasion.items:
        asked = FormField(label="asked", value=item.text, positions=(adopted,), filled_by="ProgrammeAdopted")
        title = f"{occasion.decided.name.capitalize()}, checklist {occasion.asked.checklist}: {item.id}"
        yield FormSection(title=title, fields=(asked, *_answer(occasion, item.id)), ours=True)


def _answer(occasion: Occasion, item: str) -> tuple[FormField, ...]:
    given = occasion.answer(item)
    if given is None:
        return blank(ChecklistAnswered, "answer", "comment", "answered by", "date")
    response, answer = given
    return fields(
        response,
        answer=answer.answer,
        comment=answer.comment,
        answered_by=str(response.event.by),
        date=response.event.on,
    )
