"""What is due each term: the report, its sharing, its review and the judgements."""

import datetime as dt
from collections.abc import Iterator, Sequence

import attrs

import s2ss_core.events as e
from s2ss_core.programmes import add_working_days, term_dates
from s2ss_core.projections.engine.event_set import EventSet, Positioned
from s2ss_core.projections.sums.parties import qa_lead_in
from s2ss_core.projections.sums.schedule import binding_agreements
from s2ss_core.projections.whats_due.due import Due
from s2ss_core.projections.whats_due.requirements import (
    Requirements,
    asks_for_interims,
    judges_of,
    terms_of,
)
from s2ss_core.projections.whats_due.sharing import Ready, report_passed_on, unshared
from s2ss_core.values import Cause, Term

Report = e.InterimReported | e.FinalReported


@attrs.frozen(kw_only=True)
class Cycle:
    """The report of one term, with its review: who writes it, what was written and held, and when each is due."""

    term: Term
    kind: str
    authors: tuple[str, ...]
    begins: dt.date
    sharing_due: dt.date
    report_due: dt.date
    review_due: dt.date
    reports: frozenset[str]
    report: Positioned[Report] | None
    review: Positioned[e.ReviewHeld] | None

    @property
    def written(self) -> tuple[dt.date, tuple[int, ...]]:
        """Since when its review can be held, and the entries from which that follows."""
        return (self.report.event.on, (self.report.position,)) if self.report else (self.begins, ())


def each_term(facts: EventSet, requirements: Requirements) -> Iterator[Due]:
    """The reports, reviews and judgements that are due, term by term."""
    for cycle in cycles(facts, requirements):
        since, positions = cycle.written
        if cycle.report is None:
            yield requirements.owes(
                f"the {cycle.kind} report",
                cycle.report_due,
                *cycle.authors,
                term=cycle.term,
                since=cycle.begins,
            )
        elif cycle.review is None:
            yield from _sharing(facts, requirements, cycle, cycle.report)
        elif cycle.kind == "interim":
            yield from _after_its_review(facts, requirements, cycle, cycle.report, cycle.review)
        if requirements.programme.reports.review_attendees and cycle.review is None:
            yield requirements.owes(
                f"the review of the {cycle.kind} report",
                cycle.review_due,
                *(
                    requirements.programme.reports.review_convened_by
                    or requirements.programme.reports.review_led_by
                ),
                of=cycle.report.event.report if cycle.report else None,
                term=cycle.term,
                since=since,
                positions=positions,
            )
        yield from _judgements(facts, requirements, cycle)


def plan_reviews(facts: EventSet, requirements: Requirements) -> Iterator[Due]:
    """The review of the briefing paper in each term, where the plan is one."""
    if "briefing-paper" not in requirements.terms.plan_kinds:
        return
    reviewed = {review.event.term for review in facts.not_struck_out(e.PlanReviewed)}
    for term in terms_of(requirements):
        if term not in reviewed:
            first, end = term_dates(requirements.programme, term)
            yield requirements.owes(
                "the review of the briefing paper",
                min(end, requirements.end),
                "teaching-school-lead",
                "system-leader",
                term=term,
                since=max(first, requirements.start),
            )


def cycles(facts: EventSet, requirements: Requirements) -> Iterator[Cycle]:
    """Each term for which the programme asks for a report; the last one of support that ran its course is the final one."""
    terms = terms_of(requirements) if requirements.programme.reports.written else ()
    for term in terms:
        last = term == terms[-1]
        if last and not requirements.ran_its_course:
            continue
        if last or asks_for_interims(requirements, terms):
            yield _cycle(facts, requirements, term, final=last)


def _cycle(facts: EventSet, requirements: Requirements, term: Term, *, final: bool) -> Cycle:
    first, end = term_dates(requirements.programme, term)
    end = min(end, requirements.end)
    reports: Sequence[Positioned[Report]] = facts.not_struck_out(
        e.FinalReported if final else e.InterimReported
    )
    written = [report for report in reports if report.event.term == term]
    names = {report.event.report for report in written}
    held = [review for review in facts.not_struck_out(e.ReviewHeld) if review.event.report in names]
    asked = requirements.programme.reports
    agreed = _agreed_on(facts, term)
    sharing_due = _shared_by(requirements, agreed) if agreed else end
    return Cycle(
        term=term,
        kind="final" if final else "interim",
        authors=asked.final_authors if final else asked.interim_authors,
        begins=max(first, requirements.start),
        sharing_due=sharing_due,
        report_due=_deadline(facts, first, end) or sharing_due,
        review_due=agreed or end,
        reports=frozenset(names),
        report=written[-1] if written else None,
        review=held[-1] if held else None,
    )


def _agreed_on(facts: EventSet, term: Term) -> dt.date | None:
    """The day that was agreed for the review of a term; where several were, the newest, so that a review can be put off."""
    days = [
        review.on
        for schedule in facts.of(e.ReviewsScheduled)
        for review in schedule.event.reviews
        if review.term == term
    ]
    return days[-1] if days else None


def _deadline(facts: EventSet, first: dt.date, end: dt.date) -> dt.date | None:
    """The report deadline of the newest agreement, if it is in the term."""
    days = [agreement.event.report_deadline for agreement in binding_agreements(facts)]
    day = days[-1] if days else None
    return day if day is not None and first <= day <= end else None


def _shared_by(requirements: Requirements, review: dt.date) -> dt.date:
    """By when a report is shared before its review: so many working days before it, if the programme asks for it."""
    asked = requirements.programme.reports.shared_before_review_with
    notice = requirements.programme.lead_times.report_shared_before_review.value
    return add_working_days(review, -notice) if asked else review


def _sharing(
    facts: EventSet, requirements: Requirements, cycle: Cycle, report: Positioned[Report]
) -> Iterator[Due]:
    """The sharing of a report before its review, with each of those who have not had it."""
    asked = requirements.programme.reports.shared_before_review_with
    has_qa_lead = qa_lead_in(facts, dt.date.max) is not None
    wanted = (reader for reader in asked if reader != "qa-lead" or has_qa_lead)
    for reader in unshared(facts, Cause("report", (report.event.report,)), wanted):
        yield requirements.owes(
            f"the {cycle.kind} report shared with the {reader}",
            cycle.sharing_due,
            *cycle.authors,
            of=report.event.report,
            term=cycle.term,
            since=report.event.on,
            positions=(report.position,),
        )


def _after_its_review(
    facts: EventSet,
    requirements: Requirements,
    cycle: Cycle,
    report: Positioned[Report],
    review: Positioned[e.ReviewHeld],
) -> Iterator[Due]:
    """The sharing of an interim report: of the one that was finalised, on that day; else of the one that was reviewed."""
    name, reviewed = report.event.report, review.event.on
    finalised = [entry for entry in facts.of(e.ReportFinalised) if entry.event.report == name]
    updated = finalised[-1] if finalised else None
    after = requirements.programme.lead_times.report_updated_after_review.value
    ready = Ready(
        report=name,
        kind=cycle.kind,
        term=cycle.term,
        since=updated.event.on if updated else reviewed,
        due=add_working_days(reviewed, after),
        authors=cycle.authors,
        position=updated.position if updated else review.position,
    )
    yield from report_passed_on(facts, requirements, ready, updated)


def _judgements(facts: EventSet, requirements: Requirements, cycle: Cycle) -> Iterator[Due]:
    report = cycle.report.event.report if cycle.report else None
    judged = {
        judgement.event.party
        for judgement in facts.of(e.ProgressJudged)
        if judgement.event.report in cycle.reports
    }
    since, positions = (cycle.review.event.on, (cycle.review.position,)) if cycle.review else cycle.written
    for party in judges_of(facts, requirements):
        if party not in judged:
            yield requirements.owes(
                f"the {party}'s judgement of progress",
                cycle.review.event.on if cycle.review else cycle.review_due,
                party,
                of=report,
                term=cycle.term,
                since=since,
                positions=positions,
            )
