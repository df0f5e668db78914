"""What is to be shared: the Records of Visit that are due, and with whom a document was not shared yet."""

import datetime as dt
from collections.abc import Iterable, Iterator

from s2ss_core.events import DocumentShared, VisitLogged
from s2ss_core.programmes import add_working_days
from s2ss_core.projections.engine.event_set import EventSet
from s2ss_core.projections.whats_due.due import Due
from s2ss_core.projections.whats_due.requirements import Requirements
from s2ss_core.values import Audience, Cause


def records_of_visit(facts: EventSet, requirements: Requirements) -> Iterator[Due]:
    """Each Record of Visit that did not go yet to those to whom the programme has it sent."""
    for asked in requirements.programme.reports.records:
        for visit in facts.not_struck_out(VisitLogged):
            missing = unshared(facts, Cause("visit", (visit.event.visit,)), asked.shared_with)
            if missing:
                yield requirements.owes(
                    f"the Record of Visit shared with the {' and the '.join(missing)}",
                    add_working_days(visit.event.on, asked.working_days),
                    asked.sent_by,
                    of=visit.event.visit,
                    since=visit.event.on,
                    positions=(visit.position,),
                )


def unshared(
    facts: EventSet, document: Cause, wanted: Iterable[Audience], *, since: dt.date = dt.date.min
) -> tuple[str, ...]:
    """Those of the readers wanted with whom a document was not shared, from a day on."""
    reached = {
        reader
        for sharing in facts.of(DocumentShared)
        if sharing.event.of == document and sharing.event.on >= since
        for reader in sharing.event.shared_with
    }
    return tuple(reader for reader in wanted if reader not in reached)
