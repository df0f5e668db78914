"""What is to be shared: the Records of Visit that are due, and with whom a document was not shared yet."""

import datetime as dt
from collections.abc import Iterable, Iterator

import attrs

from s2ss_core.events import DocumentShared, ReportFinalised, VisitLogged
from s2ss_core.programmes import add_working_days
from s2ss_core.projections.engine.event_set import EventSet, Positioned
from s2ss_core.projections.sums.parties import qa_lead_in
from s2ss_core.projections.whats_due.due import Due
from s2ss_core.projections.whats_due.requirements import Requirements
from s2ss_core.values import Audience, Cause, Term


@attrs.frozen(kw_only=True)
class Ready:
    """A report that can go to its readers: since when, by when, whose it is, and the entry that made it ready."""

    report: str
    kind: str
    term: Term | None
    since: dt.date
    due: dt.date
    authors: tuple[str, ...]
    position: int


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


def report_passed_on(
    facts: EventSet, requirements: Requirements, ready: Ready, updated: Positioned[ReportFinalised] | None
) -> Iterator[Due]:
    """The sharing of a report after its review: with those who are to have it, and as updated with those who had it before.

    A funder has it from the broker, and everybody else from its authors.
    """
    asked = requirements.programme.reports
    readers = [
        reader
        for reader in asked.finalised_shared_with
        if reader != "funder" or requirements.terms.needs_award
    ]
    again = [
        reader
        for reader in (asked.shared_before_review_with if updated and updated.event.revision > 1 else ())
        if reader not in readers and (reader != "qa-lead" or qa_lead_in(facts, dt.date.max) is not None)
    ]
    for name, wanted in ((f"the {ready.kind} report", readers), (f"the updated {ready.kind} report", again)):
        for reader in unshared(facts, Cause("report", (ready.report,)), wanted, since=ready.since):
            yield requirements.owes(
                f"{name} shared with the {reader}",
                ready.due,
                *(("broker",) if reader == "funder" else ready.authors),
                of=ready.report,
                term=ready.term,
                since=ready.since,
                positions=(ready.position,),
            )


def unshared(
    facts: EventSet, document: Cause, wanted: Iterable[Audience], *, since: dt.date = dt.date.min
) -> tuple[Audience, ...]:
    """Those of the readers wanted with whom a document was not shared, from a day on."""
    reached = {
        reader
        for sharing in facts.of(DocumentShared)
        if sharing.event.of == document and sharing.event.on >= since
        for reader in sharing.event.shared_with
    }
    return tuple(reader for reader in wanted if reader not in reached)
