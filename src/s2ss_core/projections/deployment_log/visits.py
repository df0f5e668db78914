"""Records of Visit, with the fields of the form."""

import datetime as dt
from collections.abc import Iterator

import attrs

from s2ss_core.events import Quantity, VisitLogged
from s2ss_core.projections.engine.event_set import EventSet
from s2ss_core.values import Mode, Person, Significance


@attrs.frozen(kw_only=True)
class RecordOfVisit:
    """One Record of Visit with the fields of the form. If it is `struck_out`, no figure counts it."""

    position: int
    visit: str
    on: dt.date
    leader: str
    significance: Significance
    mode: Mode
    time: Quantity
    preparation: Quantity | None
    shared_between: int | None
    counterpart: Person | None
    line: str | None
    objectives: tuple[str, ...]
    struck_out: bool


def records_of_visit(facts: EventSet) -> Iterator[RecordOfVisit]:
    """Every Record of Visit, in order of date."""
    standing = {visit.position for visit in facts.not_struck_out(VisitLogged)}
    for logged in sorted(facts.of(VisitLogged), key=lambda visit: (visit.event.on, visit.position)):
        event = logged.event
        yield RecordOfVisit(
            position=logged.position,
            visit=event.visit,
            on=event.on,
            leader=event.leader,
            significance=event.significance,
            mode=event.mode,
            time=Quantity(unit=event.unit, quantity=event.quantity),
            preparation=event.preparation,
            shared_between=event.shared_between,
            counterpart=event.counterpart,
            line=event.line,
            objectives=event.objectives,
            struck_out=logged.position not in standing,
        )
