"""Reviews: the meeting on a report, and the judgements that follow it."""

from collections.abc import Iterator
from datetime import date

from s2ss_core.audit.check import Breach
from s2ss_core.audit.deployment import Deployment, asks
from s2ss_core.audit.offices import named_as_strangers, of_office, qa_lead, strangers
from s2ss_core.audit.parties import known_as_other
from s2ss_core.events import (
    DocumentShared,
    FinalReported,
    GrantAwarded,
    InstalmentReleased,
    InterimReported,
    ProgressJudged,
    ReviewHeld,
)
from s2ss_core.programmes import working_days_between
from s2ss_core.values import Audience

NOMINEES = {"headteacher-nominee": "headteacher", "director-of-school-improvement": "qa-lead"}


def _report(report: str | None, deployment: Deployment) -> InterimReported | FinalReported | None:
    reports = deployment.book.events(InterimReported, FinalReported)
    return next((each for each in reports if each.report == report), None)


@asks("S2SS-R05", ReviewHeld)
def of_its_term(event: ReviewHeld, deployment: Deployment) -> Iterator[Breach]:
    """It is on a report of its term, of that day or earlier."""
    if deployment.programme is None or not deployment.programme.reports.written:
        return
    report = _report(event.report, deployment)
    if report is None or report.term != event.term or report.on > event.on:
        yield Breach(report=event.report, term=event.term, report_term=report.term if report else None)


@asks("S2SS-R06", ReviewHeld)
def who_was_there(event: ReviewHeld, deployment: Deployment) -> Iterator[Breach]:
    """Everybody was there who must be."""
    if deployment.programme is None or deployment.terms is None:
        return
    there = {NOMINEES.get(person.role, person.role) for person in event.attendees}
    missing = [
        role
        for role in deployment.programme.reports.review_attendees
        if NOMINEES.get(role, role) not in there
        and (role != "qa-lead" or deployment.terms.qa_lead_required)
        and (role != "funder" or deployment.terms.needs_award)
    ]
    if missing:
        yield Breach(missing=missing)


@asks("S2SS-R07", ReviewHeld)
def who_led_it(event: ReviewHeld, deployment: Deployment) -> Iterator[Breach]:
    """It was led by one of those there whom the programme lets lead it."""
    if deployment.programme is None or not deployment.programme.reports.review_led_by:
        return
    leads = [
        person.person
        for person in event.attendees
        if person.role in deployment.programme.reports.review_led_by
    ]
    if not deployment.among(event.led_by.person, leads):
        yield Breach(led_by=event.led_by.person, leads=leads)


def shared_by(report: str, audience: Audience, day: date, deployment: Deployment) -> date | None:
    """The day on which a report was first shared with somebody, by a day."""
    shared = (
        event.on
        for event in deployment.book.by(day, DocumentShared)
        if event.of.name == "report" and event.of.id == (report,) and audience in event.shared_with
    )
    return min(shared, default=None)


def _readers(deployment: Deployment) -> tuple[Audience, ...]:
    """Those with whom a report is shared before its review, as far as there are any."""
    if deployment.programme is None or deployment.terms is None:
        return ()
    required = deployment.terms.qa_lead_required
    readers = deployment.programme.reports.shared_before_review_with
    return tuple(reader for reader in readers if reader != "qa-lead" or required)


@asks("S2SS-R08", ReviewHeld)
def shared_before(event: ReviewHeld, deployment: Deployment) -> Iterator[Breach]:
    """Those who must have the report had it by that day."""
    if deployment.programme is None or not deployment.programme.reports.written:
        return
    missing = [
        reader
        for reader in _readers(deployment)
        if event.report is None or shared_by(event.report, reader, event.on, deployment) is None
    ]
    if missing:
        yield Breach(report=event.report, missing=missing)


@asks("S2SS-R09", InstalmentReleased)
def shared_in_time(event: InstalmentReleased, deployment: Deployment) -> Iterator[Breach]:
    """The report was shared some working days before a review on it, or the QA Lead accepted the short notice."""
    if deployment.terms is None or deployment.programme is None or event.report is None:
        return
    readers = deployment.programme.reports.shared_before_review_with
    if "report-shared-in-time" not in deployment.terms.gates or not readers:
        return
    notice = deployment.programme.lead_times.report_shared_before_review.value
    accepted = [event.short_notice_accepted_by] if event.short_notice_accepted_by else []
    held = [each for each in deployment.book.by(event.on, ReviewHeld) if each.report == event.report]
    given = [_notice(event.report, review.on, deployment) for review in held]
    accepted += [review.short_notice_accepted_by for review in held if review.short_notice_accepted_by]
    in_office = [qa_lead(deployment, event.on), *(qa_lead(deployment, review.on) for review in held)]
    if max(given, default=-1) < notice and not any(
        deployment.is_same(person.person, assurer) for person in accepted for assurer in in_office
    ):
        by = accepted[0].person if accepted else None
        yield Breach(working_days=max(given, default=-1), notice=notice, accepted_by=by, qa_lead=in_office[0])


def _notice(report: str, held: date, deployment: Deployment) -> int:
    """The working days between sharing the report with the last of its readers and its review."""
    days = [shared_by(report, reader, held, deployment) for reader in _readers(deployment)]
    if any(day is None for day in days):
        return -1
    return working_days_between(max((day for day in days if day), default=held), held)


@asks("S2SS-R15", ReviewHeld)
def how_long(event: ReviewHeld, deployment: Deployment) -> Iterator[Breach]:
    """It took about as long as the programme says."""
    if deployment.programme and event.minutes is not None:
        usual = deployment.programme.lead_times.review_minutes.value
        if event.minutes < usual:
            yield Breach(minutes=event.minutes, usual=usual)


@asks("S2SS-R19", ReviewHeld, in_hindsight=True)
def who_they_are(event: ReviewHeld, deployment: Deployment) -> Iterator[Breach]:
    """Those there, whoever convened it and whom it was led for are in the offices that they are named in, or act in them."""
    alone = filter(None, (event.convened_by, event.led_for))
    found = strangers(deployment, event.on, event.attendees, *((person,) for person in alone))
    yield from named_as_strangers(found, event.on)


@asks("S2SS-R11", ProgressJudged)
def a_party_that_judges(event: ProgressJudged, deployment: Deployment) -> Iterator[Breach]:
    """The programme or the award lets the party judge."""
    if deployment.terms is None:
        return
    judges = set(deployment.terms.judges)
    awards = [
        deployment.record.grant(award).first(GrantAwarded) for award in deployment.brokered.funding.awards
    ]
    if any(award and award.judged_by_funder for award in awards):
        judges.add("funder")
    if event.party not in judges:
        yield Breach(party=event.party, judges=judges)


@asks("S2SS-R12", ProgressJudged)
def after_report_and_review(event: ProgressJudged, deployment: Deployment) -> Iterator[Breach]:
    """It follows a review that was held on the report by that day."""
    if deployment.programme is None or not deployment.programme.reports.written:
        return
    held = [
        review.on
        for review in deployment.book.events(ReviewHeld)
        if review.review == event.review and review.report == event.report
    ]
    if event.report is None or not held or event.on < held[0]:
        on = held[0] if held else None
        yield Breach(report=event.report, review=event.review, held=on, on=event.on)


@asks("S2SS-R13", ProgressJudged, in_hindsight=True)
def the_qa_leads_own(event: ProgressJudged, deployment: Deployment) -> Iterator[Breach]:
    """For the QA Lead judges the QA Lead of the day."""
    if event.party == "qa-lead" and not of_office(deployment, event.judge, "qa-lead", event.on):
        yield Breach(judge=event.judge.person, qa_lead=qa_lead(deployment, event.on))


@asks("S2SS-R20", ProgressJudged)
def of_the_party(event: ProgressJudged, deployment: Deployment) -> Iterator[Breach]:
    """For broker and funder judges nobody who gives, receives, assures or is paid for the support."""
    if event.party == "qa-lead":
        return
    known = known_as_other(deployment, event.judge, event.on, event.party)
    if known:
        yield Breach(party=event.party, judge=event.judge.person, known_as=known)
