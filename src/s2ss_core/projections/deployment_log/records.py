"""The papers of a deployment: Records of Visit, reports, reviews, judgements and concerns."""

import datetime as dt
from collections.abc import Iterator
from typing import Literal

import attrs

from s2ss_core.events import (
    ConcernEscalated,
    ConcernRaised,
    ConcernResolved,
    Counterpart,
    DocumentShared,
    FinalReported,
    InterimReported,
    ProgressJudged,
    Quantity,
    Rating,
    ReportFinalised,
    ReviewHeld,
    VisitLogged,
)
from s2ss_core.projections.facts import Facts, Told
from s2ss_core.values import Audience, JudgingParty, Mode, Person, Significance, Term


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


@attrs.frozen(kw_only=True)
class Concern:
    """One concern, how far up it went, and when it was resolved; open until then."""

    position: int
    concern: str
    raised_on: dt.date
    raised_by: str
    with_whom: str
    open: bool
    resolved_on: dt.date | None


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


def concerns_in(facts: Facts) -> Iterator[Concern]:
    """Every concern, in the order raised."""
    resolved = {told.event.concern: told.event.on for told in facts.of(ConcernResolved)}
    escalated = {told.event.concern: told.event.escalated_to for told in facts.of(ConcernEscalated)}
    for told in facts.of(ConcernRaised):
        concern = told.event.concern
        yield Concern(
            position=told.position,
            concern=concern,
            raised_on=told.event.on,
            raised_by=told.event.by,
            with_whom=escalated.get(concern) or told.event.raised_with,
            open=concern not in resolved,
            resolved_on=resolved.get(concern),
        )


def _shared(report: str, facts: Facts) -> Iterator[Shared]:
    for told in facts.of(DocumentShared):
        if told.event.document == report and told.event.kind == "report":
            yield Shared(told.event.on, told.event.shared_with, told.event.revision)
