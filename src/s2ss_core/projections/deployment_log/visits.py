"""Records of Visit, as the form says them."""

import datetime as dt
from collections.abc import Iterator

import attrs

from s2ss_core.events import Counterpart, Quantity, VisitLogged
from s2ss_core.projections.facts import Facts
from s2ss_core.values import Mode, Significance


@attrs.frozen(kw_only=True)
class RecordOfVisit:
    """One Record of Visit as the form says it; `struck_out` ones count in nothing."""

    position: int
    visit: str
    on: dt.date
    leader: str
    significance: Significance
    mode: Mode
    time: Quantity
    preparation: Quantity | None
    counterpart: Counterpart | None
    line: str | None
    objectives: tuple[str, ...]
    struck_out: bool


def records_of_visit(facts: Facts) -> Iterator[RecordOfVisit]:
    """Every Record of Visit, by date."""
    standing = {told.position for told in facts.standing(VisitLogged)}
    for told in sorted(facts.of(VisitLogged), key=lambda told: (told.event.on, told.position)):
        event = told.event
        yield RecordOfVisit(
            position=told.position,
            visit=event.visit,
            on=event.on,
            leader=event.leader,
            significance=event.significance,
            mode=event.mode,
            time=Quantity(unit=event.unit, quantity=event.quantity),
            preparation=event.preparation,
            counterpart=event.counterpart,
            line=event.line,
            objectives=event.objectives,
            struck_out=told.position not in standing,
        )
