"""The records that each term owes: its report, whom the report was shared with, its review and each judgement."""

from collections.abc import Iterator, Sequence
from typing import Any

from s2ss_core.events import (
    DocumentShared,
    FinalReported,
    InterimReported,
    ProgressJudged,
    ReportFinalised,
    ReviewHeld,
)
from s2ss_core.projections.completeness.records import OwedRecord, here
from s2ss_core.projections.engine.event_set import EventSet, Positioned
from s2ss_core.projections.whats_due.requirements import (
    Requirements,
    asks_for_interims,
    judges_of,
    terms_of,
)
from s2ss_core.values import Cause, Term


def records_of_terms(facts: EventSet, requirements: Requirements) -> Iterator[OwedRecord]:
    """What each term with a report owes. Support that ended early owes no final report, as in the log."""
    terms = terms_of(requirements)
    if not requirements.programme.reports.written:
        return
    for term in terms:
        last = term == terms[-1]
        if requirements.ran_its_course if last else asks_for_interims(requirements, terms):
            yield from _of_term(facts, requirements, term, final=last)


def _of_term(facts: EventSet, requirements: Requirements, term: Term, *, final: bool) -> Iterator[OwedRecord]:
    rules = requirements.programme.reports
    kind, authors = ("final", rules.final_authors) if final else ("interim", rules.interim_authors)
    written: Sequence[Positioned[Any]] = facts.not_struck_out(FinalReported if final else InterimReported)
    reports = {entry.event.report: entry.position for entry in written if entry.event.term == term}

    def owed(what: str, there: Iterator[int], *waits_on: str, whose: str = "") -> OwedRecord:
        return OwedRecord(
            group="term",
            of=str(term),
            term=term,
            whose=whose or " and ".join(waits_on),
            what=what,
            positions=tuple(there),
            because=(*reports.values(),),
            waits_on=waits_on,
        )

    yield owed(f"the {kind} report", iter(reports.values()), *authors)
    for audience in here(requirements, rules.shared_before_review_with):
        shared = _shared(facts, reports, audience)
        yield owed(f"the {kind} report shared with: {audience}", shared, *authors, whose=audience)
    if rules.review_attendees:
        reviews = (e.position for e in facts.not_struck_out(ReviewHeld) if e.event.report in reports)
        yield owed(f"the review of the {kind} report", reviews, *rules.review_led_by)
    for party in judges_of(facts, requirements):
        judged = _judged(facts, reports, party)
        yield owed(f"a judgement of the {kind} report", judged, party)
    if final and "final-report-finalised" in (*requirements.terms.gates, *requirements.terms.last_gates):
        finalised = (e.position for e in facts.of(ReportFinalised) if e.event.report in reports)
        yield owed("the final report, finalised after its review", finalised, *authors)


def _shared(facts: EventSet, reports: dict[str, int], audience: str) -> Iterator[int]:
    of = {Cause("report", (report,)) for report in reports}
    return (
        entry.position
        for entry in facts.not_struck_out(DocumentShared)
        if entry.event.of in of and audience in entry.event.shared_with
    )


def _judged(facts: EventSet, reports: dict[str, int], party: str) -> Iterator[int]:
    return (
        entry.position
        for entry in facts.not_struck_out(ProgressJudged)
        if entry.event.party == party and entry.event.report in reports
    )
