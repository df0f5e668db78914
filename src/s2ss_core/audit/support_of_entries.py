"""What an entry of a deployment rests on: a review on its report, a judgement on its review, a release on both."""

from collections.abc import Iterator

from s2ss_core.audit.book import Book
from s2ss_core.events import (
    CertificateReturned,
    FinalReported,
    GrantUsageCertified,
    InstalmentReleased,
    InterimReported,
    ReviewHeld,
    cause_of,
)
from s2ss_core.store import Recorded
from s2ss_core.values import Cause

__all__ = ["rests_for_good", "rests_on"]

FOR_GOOD = (InstalmentReleased, GrantUsageCertified, CertificateReturned)


def rests_on(wrong: Recorded, book: Book, replaced_by: Cause | None) -> Iterator[Cause]:
    """The entries that stand and rest on an entry, and can be struck out themselves."""
    for entry in _resting(wrong, book):
        if not isinstance(entry.event, FOR_GOOD) and replaced_by is None:
            yield cause_of(entry.event)


def rests_for_good(wrong: Recorded, book: Book, replaced_by: Cause | None) -> Iterator[Cause]:
    """The entries that rest on an entry and are never struck out. One that is replaced leaves them standing."""
    for entry in _resting(wrong, book):
        if isinstance(entry.event, FOR_GOOD) and replaced_by is None:
            yield cause_of(entry.event)


def _resting(wrong: Recorded, book: Book) -> Iterator[Recorded]:
    for entry in book.of(ReviewHeld, *FOR_GOOD):
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
