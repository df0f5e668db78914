"""Findings and notes about reports and reviews that missed the programme's lead times. They never refuse anything."""

import datetime as dt
from collections.abc import Iterator

from s2ss_core.events import (
    Brokered,
    DocumentShared,
    ReportFinalised,
    ReviewHeld,
    VisitLogged,
)
from s2ss_core.programmes import Programme, terms_between, working_days_between
from s2ss_core.projections.deployment_log.findings import finding
from s2ss_core.projections.engine.event_set import EventSet, Positioned
from s2ss_core.projections.engine.note import Note
from s2ss_core.projections.sums.parties import qa_lead_in
from s2ss_core.rules import Finding, brokering, reviews, support
from s2ss_core.values import Audience, Cause

LONG = dt.timedelta(days=366)


def review_findings(facts: EventSet, programme: Programme) -> Iterator[Finding]:
    """A finding for each report that was not shared in time before its review, and for each unusually short review."""
    for review in facts.not_struck_out(ReviewHeld):
        if review.event.report is not None:
            yield from _sharing(review, review.event.report, facts, programme)
        if review.event.minutes is not None:
            took = reviews.the_review_took_its_time.broken_by(
                minutes=review.event.minutes, usual=programme.lead_times.review_minutes.value
            )
            yield from (finding(broken, review.position, "note") for broken in took)


def late_revisions(facts: EventSet, programme: Programme) -> Iterator[Note]:
    """A note for each report that was updated later after its review than the programme asks for."""
    usual = programme.lead_times.report_updated_after_review.value
    held = {review.event.review: review for review in facts.not_struck_out(ReviewHeld)}
    for finalised in facts.of(ReportFinalised):
        review = held.get(finalised.event.after_review)
        if review and (took := _working_days(review.event.on, finalised.event.on)) > usual:
            yield Note(
                f"report {finalised.event.report} was updated {took} working days after review"
                f" {finalised.event.after_review}; the programme asks for {usual}",
                (review.position, finalised.position),
            )


def visits_alone(facts: EventSet) -> Iterator[Finding]:
    """A finding for each visit that names nobody from the supported school as counterpart."""
    for visit in facts.not_struck_out(VisitLogged):
        if visit.event.significance in {"visit", "hosting"}:
            with_whom = visit.event.counterpart.person if visit.event.counterpart else None
            for broken in support.the_leader_worked_alongside_somebody.broken_by(counterpart=with_whom):
                yield finding(broken, visit.position, "note")


def unusual_length(facts: EventSet, programme: Programme) -> Iterator[Finding]:
    """A finding if the support was agreed for fewer or more terms than the programme's guide gives."""
    guide = programme.duration
    for brokered in facts.of(Brokered):
        start, end = brokered.event.start, brokered.event.intended_end
        terms = len(terms_between(programme, start, end)) if start <= end <= start + 20 * LONG else 0
        for broken in brokering.the_support_runs_for_the_usual_number_of_terms.broken_by(
            terms=terms, fewest=guide.fewest_terms, most=guide.most_terms
        ):
            yield finding(broken, brokered.position, "note")


def _sharing(
    review: Positioned[ReviewHeld], report: str, facts: EventSet, programme: Programme
) -> Iterator[Finding]:
    requirements = programme.reports.shared_before_review_with
    if not requirements:
        return
    shared = _first_shared(report, review.event.on, facts)
    missing = tuple(who for who in requirements if who not in shared)
    last = None if missing else max(shared[who] for who in requirements)
    accepted = review.event.short_notice_accepted_by
    unshared = reviews.the_report_was_shared_before_its_review.broken_by(report=report, missing=missing)
    late = reviews.the_report_was_shared_in_time_for_its_review.broken_by(
        working_days=_working_days(last, review.event.on) if last else None,
        notice=programme.lead_times.report_shared_before_review.value,
        accepted_by=accepted.person if accepted else None,
        qa_lead=qa_lead_in(facts, review.event.on),
    )
    yield from (finding(broken, review.position, "note") for broken in (*unshared, *late))


def _first_shared(report: str, held: dt.date, facts: EventSet) -> dict[Audience, dt.date]:
    """The day on which each audience first had the report, up to and including the day of the review."""
    first: dict[Audience, dt.date] = {}
    for shared in facts.of(DocumentShared):
        if shared.event.of == Cause("report", (report,)) and shared.event.on <= held:
            for who in shared.event.shared_with:
                first[who] = min(shared.event.on, first.get(who, shared.event.on))
    return first


def _working_days(earlier: dt.date, later: dt.date) -> int:
    # A mistyped date must not make this count for centuries, so it stops at a year, which is early enough.
    if later - earlier > LONG:
        return LONG.days
    return working_days_between(earlier, later)
