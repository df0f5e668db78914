"""Notes of what was decided although items of its checklists are not met."""

from collections.abc import Iterator

from s2ss_core.programmes import Programme
from s2ss_core.projections.engine.event_set import EventSet
from s2ss_core.projections.engine.note import Note
from s2ss_core.projections.whats_due.checklists import Occasion, occasions
from s2ss_core.projections.whats_due.requirements import requirements_of


def unmet_items(facts: EventSet, programme: Programme) -> Iterator[Note]:
    """A note for each checklist of a decision that was made, with the items that are not met."""
    requirements = requirements_of(facts, programme)
    for occasion in occasions(facts, requirements) if requirements else ():
        if occasion.decided.made and occasion.short:
            words = "; ".join(f"{item} {_answered(occasion, item)}" for item in occasion.short)
            yield Note(
                f"checklist {occasion.asked.checklist} for {occasion.decided.name}: {words}",
                (occasion.decided.position, *(response.position for response in occasion.responses)),
            )


def _answered(occasion: Occasion, item: str) -> str:
    given = occasion.answer(item)
    if given is None:
        return "is not answered"
    why = ", and nobody said why" if given[1].answer == "not-applicable" else ""
    return f"is answered {given[1].answer}{why}"
