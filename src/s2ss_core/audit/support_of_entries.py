"""What an entry of a deployment rests on: a review on its report, a judgement on its review, a release on both.

Each is of the same stream, and was recorded later.
"""

from collections.abc import Iterator

from s2ss_core.audit.book import Book, id_of
from s2ss_core.audit.dependents import resting_beside_reports
from s2ss_core.audit.deployment import Deployment
from s2ss_core.events import (
    CertificateReturned,
    FinalReported,
    GrantUsageCertified,
    InstalmentReleased,
    InterimReported,
    PlanApproved,
    ProgressJudged,
    QADayHeld,
    ReviewHeld,
    WithholdingLifted,
    cause_of,
)
from s2ss_core.store import Recorded
from s2ss_core.values import Cause

__all__ = ["in_place_of", "money_rests_on", "rests_for_good", "rests_on"]

MONEY = (InstalmentReleased, CertificateReturned)
FOR_GOOD = (*MONEY, PlanApproved, ProgressJudged, GrantUsageCertified)


def rests_on(wrong: Recorded, deployment: Deployment) -> Iterator[Cause]:
    """The entries that stand and rest on an entry, and can be struck out themselves."""
    for entry in (*_resting(wrong, deployment.book), *resting_beside_reports(wrong, deployment)):
        if not isinstance(entry.event, FOR_GOOD):
            yield cause_of(entry.event)


def rests_for_good(wrong: Recorded, deployment: Deployment) -> Iterator[Cause]:
    """What rests on an entry and is never struck out: releases, and approvals, judgements and certificates."""
    lifted, book = wrong.event, deployment.book
    for entry in resting_beside_reports(wrong, deployment):
        if isinstance(entry.event, FOR_GOOD):
            yield cause_of(entry.event)
    if isinstance(lifted, WithholdingLifted):
        for entry in book.of(InstalmentReleased):
            of_it = (entry.event.instalment, entry.event.leg) == (lifted.instalment, lifted.leg)
            if of_it and entry.position > wrong.position:
                yield cause_of(entry.event)
    if isinstance(lifted, QADayHeld) and lifted.funding_use == "agreed":
        days = book.events(QADayHeld)
        others = [day for day in days if day != lifted and day.purpose == lifted.purpose]
        if not any(day.funding_use == "agreed" for day in others):
            for entry in book.of(PlanApproved):
                if entry.position > wrong.position:
                    yield cause_of(entry.event)


def money_rests_on(wrong: Recorded, book: Book) -> Iterator[Cause]:
    """The releases and returns of certificates that rest on an entry, or on one in whose place it stands."""
    for stood in in_place_of(wrong, book):
        for entry in _resting(stood, book):
            if isinstance(entry.event, MONEY):
                yield cause_of(entry.event)


def in_place_of(entry: Recorded, book: Book) -> Iterator[Recorded]:
    """The entry, and those that were struck out with it in their place. A circle is gone round once."""
    waiting, seen = [entry], set[int]()
    while waiting:
        stood = waiting.pop()
        if stood.position in seen:
            continue
        seen.add(stood.position)
        yield stood
        for struck, strike in book.struck.items():
            by = strike.event.replaced_by
            other = book.entry(*struck)
            if by is not None and other is not None and id_of(by) == id_of(cause_of(stood.event)):
                waiting.append(other)


def _resting(wrong: Recorded, book: Book) -> Iterator[Recorded]:
    for entry in book.of(ReviewHeld, *MONEY):
        if entry.position > wrong.position and _rests(entry.event, wrong.event):
            yield entry


def _rests(event: object, on: object) -> bool:
    match on:
        case InterimReported(report=report) | FinalReported(report=report):
            return report in (getattr(event, "report", None), getattr(event, "with_report", None))
        case ReviewHeld(review=review):
            return review in (getattr(event, "review", None), getattr(event, "after_review", None))
        case _:
            return False
