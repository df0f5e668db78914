"""The agreement in force, who must sign it, and what its schedule sets out."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Protocol, TypeVar

from s2ss_core.events import Party, ScheduledInstalment
from s2ss_core.programmes import Programme, Terms, signatories_of, signatories_where_applicable
from s2ss_core.values import AgreementKind, Money, PartyRole


class Document(Protocol):
    """An agreement that was issued."""

    @property
    def agreement(self) -> str: ...
    @property
    def document(self) -> AgreementKind: ...
    @property
    def parties(self) -> tuple[Party, ...]: ...


A = TypeVar("A", bound=Document)
Signed = Mapping[str, Mapping[PartyRole, date]]
"""For each agreement, by its id, the day on which each party first signed."""


def signatories_for(programme: Programme, issued: Document) -> tuple[PartyRole, ...]:
    """Who must sign an agreement: a party that signs where applicable does if the agreement names it, or nobody."""
    named = {party.role for party in issued.parties}
    spared = {*signatories_where_applicable(programme, issued.document)} - named if named else set()
    return tuple(party for party in signatories_of(programme, issued.document) if party not in spared)


def binding(terms: Terms, issued: Sequence[A]) -> list[A]:
    """The agreements of the kind that support waits for, and that schedules what is paid."""
    return [document for document in issued if document.document == terms.agreement]


def signed_on(programme: Programme, issued: Document, signed: Signed) -> date | None:
    """The day on which the last party that must sign an agreement had signed it, or None while one is missing."""
    days = signed.get(issued.agreement, {})
    needed = signatories_for(programme, issued)
    return max(days[party] for party in needed) if needed and set(needed) <= set(days) else None


def agreement_in_force(programme: Programme, issued: Sequence[A], signed: Signed) -> A | None:
    """The newest agreement that every party that must had signed."""
    return next((document for document in reversed(issued) if signed_on(programme, document, signed)), None)


def scheduled(schedule: Iterable[ScheduledInstalment], to: int | None = None) -> Money:
    """What a schedule sets out in all, or up to an instalment, in pence."""
    due = (instalment for instalment in schedule if to is None or instalment.instalment <= to)
    return sum((instalment.amount for instalment in due), Money(0))
