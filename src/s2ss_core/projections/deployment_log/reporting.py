"""Reports, the reviews of them, and each party's judgement of progress."""

import datetime as dt
from collections.abc import Iterator
from typing import Literal

import attrs

from s2ss_core.events import (
    DocumentShared,
    FinalReported,
    InterimReported,
    ProgressJudged,
    Rating,
    ReportFinalised,
    ReviewHeld,
)
from s2ss_core.projections.engine.event_set import EventSet, Positioned
from s2ss_core.values import Audience, Cause, JudgingParty, Person, Term


@attrs.frozen
class Shared:
    """One sharing of a document: when, with whom, and which revision."""

    on: dt.date
    shared_with: tuple[Audience, ...]
    revision: int


@attrs.frozen(kw_only=True)
class Report:
    """One report, its newest revision, and when and with whom it was shared."""

    position: int
    report: str
    kind: Literal["interim", "final"]
    term: Term
    on: dt.date
    authors: tuple[Person, ...]
    ratings: tuple[Rating, ...]
    revision: int
    finalised_on: dt.date | None
    shared: tuple[Shared, ...]
    struck_out: bool


@attrs.frozen(kw_only=True)
class Review:
    """One termly review meeting."""

    position: int
    review: str
    term: Term
    on: dt.date
    report: str | None
    minutes: int | None
    led_by: str
    attendees: tuple[Person, ...]
    final: bool
    struck_out: bool


@attrs.frozen(kw_only=True)
class Judgement:
    """One party's judgement of progress. If a party judged one report several times, the latest judgement counts."""

    position: int
    judgement: str
    on: dt.date
    party: JudgingParty
    judge: str
    report: str | None
    review: str | None
    satisfactory: bool


def reports_in(facts: EventSet) -> Iterator[Report]:
    """Every report, in the order in which they were recorded."""
    reports: list[Positioned[InterimReported] | Positioned[FinalReported]]
    reports = [*facts.of(InterimReported), *facts.of(FinalReported)]
    standing = {
        *(report.position for report in facts.not_struck_out(InterimReported)),
        *(report.position for report in facts.not_struck_out(FinalReported)),
    }
    for written in sorted(reports, key=lambda report: report.position):
        event = written.event
        revisions = [
            finalised.event
            for finalised in facts.of(ReportFinalised)
            if finalised.event.report == event.report
        ]
        yield Report(
            position=written.position,
            report=event.report,
            kind="final" if isinstance(event, FinalReported) else "interim",
            term=event.term,
            on=event.on,
            authors=event.authors,
            ratings=event.ratings,
            revision=max((finalised.revision for finalised in revisions), default=1),
            finalised_on=max((finalised.on for finalised in revisions), default=None),
            shared=tuple(_shared(event.report, facts)),
            struck_out=written.position not in standing,
        )


def reviews_in(facts: EventSet) -> Iterator[Review]:
    """Every review meeting, in the order in which they were recorded."""
    standing = {review.position for review in facts.not_struck_out(ReviewHeld)}
    for held in facts.of(ReviewHeld):
        event = held.event
        yield Review(
            position=held.position,
            review=event.review,
            term=event.term,
            on=event.on,
            report=event.report,
            minutes=event.minutes,
            led_by=event.led_by.person,
            attendees=event.attendees,
            final=event.final,
            struck_out=held.position not in standing,
        )


def judgements_in(facts: EventSet) -> Iterator[Judgement]:
    """Every judgement of progress, in the order in which they were recorded."""
    for judgement in facts.of(ProgressJudged):
        event = judgement.event
        yield Judgement(
            position=judgement.position,
            judgement=event.judgement,
            on=event.on,
            party=event.party,
            judge=event.judge.person,
            report=event.report,
            review=event.review,
            satisfactory=event.satisfactory,
        )


def _shared(report: str, facts: EventSet) -> Iterator[Shared]:
    for shared in facts.of(DocumentShared):
        if shared.event.of == Cause("report", (report,)):
            yield Shared(shared.event.on, shared.event.shared_with, shared.event.revision)
