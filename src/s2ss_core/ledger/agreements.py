"""The agreement in force, and what its schedule sets out."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Protocol, TypeVar

from s2ss_core.events import ScheduledInstalment
from s2ss_core.programmes import Programme, signatories_of
from s2ss_core.values import AgreementKind, Money, PartyRole


class Document(Protocol):
    """An agreement that was issued."""

    @property
    def agreement(self) -> str: ...
    @property
    def document(self) -> AgreementKind: ...


A = TypeVar("A", bound=Document)
Signed = Mapping[str, Mapping[PartyRole, date]]
"""For each agreement, by its id, the day on which each party first signed."""


def signed_on(programme: Programme, issued: Document, signed: Signed) -> date | None:
    """The day on which the last party that must sign an agreement had signed it, or None while one is missing."""
    days = signed.get(issued.agreement, {})
    needed = signatories_of(programme, issued.document)
    return max(days[party] for party in needed) if needed and set(needed) <= set(days) else None


def agreement_in_force(programme: Programme, issued: Sequence[A], signed: Signed) -> A | None:
    """The newest agreement that every party that must had signed."""
    return next((document for document in reversed(issued) if signed_on(programme, document, signed)), None)


def scheduled(schedule: Iterable[ScheduledInstalment], to: int | None = None) -> Money:
    """What a schedule sets out in all, or up to an instalment, in pence."""
    due = (instalment for instalment in schedule if to is None or instalment.instalment <= to)
    return sum((instalment.amount for instalment in due), Money(0))
