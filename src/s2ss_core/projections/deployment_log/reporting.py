"""Reports, the reviews held on them, and each party's judgement of progress."""

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
from s2ss_core.projections.facts import Facts, Told
from s2ss_core.values import Audience, JudgingParty, Person, Term


@attrs.frozen
class Shared:
    """That a document was shared, with whom and when."""

    on: dt.date
    shared_with: tuple[Audience, ...]
    revision: int


@attrs.frozen(kw_only=True)
class Report:
    """One report, its newest revision and with whom it was shared."""

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
    report: str
    minutes: int
    led_by: str
    attendees: tuple[Person, ...]
    final: bool
    struck_out: bool


@attrs.frozen(kw_only=True)
class Judgement:
    """One party's judgement of progress; of several on one report the latest counts."""

    position: int
    judgement: str
    on: dt.date
    party: JudgingParty
    judge: str
    report: str
    review: str
    satisfactory: bool


def reports_in(facts: Facts) -> Iterator[Report]:
    """Every report, in the order recorded."""
    told: list[Told[InterimReported] | Told[FinalReported]]
    told = [*facts.of(InterimReported), *facts.of(FinalReported)]
    standing = {
        *(one.position for one in facts.standing(InterimReported)),
        *(one.position for one in facts.standing(FinalReported)),
    }
    for one in sorted(told, key=lambda each: each.position):
        event = one.event
        finalised = [each.event for each in facts.of(ReportFinalised) if each.event.report == event.report]
        yield Report(
            position=one.position,
            report=event.report,
            kind="final" if isinstance(event, FinalReported) else "interim",
            term=event.term,
            on=event.on,
            authors=event.authors,
            ratings=event.ratings,
            revision=max((each.revision for each in finalised), default=1),
            finalised_on=max((each.on for each in finalised), default=None),
            shared=tuple(_shared(event.report, facts)),
            struck_out=one.position not in standing,
        )


def reviews_in(facts: Facts) -> Iterator[Review]:
    """Every review meeting, in the order recorded."""
    standing = {told.position for told in facts.standing(ReviewHeld)}
    for told in facts.of(ReviewHeld):
        event = told.event
        yield Review(
            position=told.position,
            review=event.review,
            term=event.term,
            on=event.on,
            report=event.report,
            minutes=event.minutes,
            led_by=event.led_by,
            attendees=event.attendees,
            final=event.final,
            struck_out=told.position not in standing,
        )


def judgements_in(facts: Facts) -> Iterator[Judgement]:
    """Every judgement of progress, in the order recorded."""
    for told in facts.of(ProgressJudged):
        event = told.event
        yield Judgement(
            position=told.position,
            judgement=event.judgement,
            on=event.on,
            party=event.party,
            judge=event.judge,
            report=event.report,
            review=event.review,
            satisfactory=event.satisfactory,
        )


def _shared(report: str, facts: Facts) -> Iterator[Shared]:
    for told in facts.of(DocumentShared):
        if told.event.document == report and told.event.kind == "report":
            yield Shared(told.event.on, told.event.shared_with, told.event.revision)
