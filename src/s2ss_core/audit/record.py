"""The record as far as it was read: the book of each stream, the programmes, and who is found to be whom."""

from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import attrs

from s2ss_core.audit.book import Book, Id
from s2ss_core.errors import BadInput
from s2ss_core.events import (
    Brokered,
    LeaderFoundSame,
    ProgrammeAdopted,
    deployment_stream,
    grant_stream,
    leader_year_stream,
    organisation_stream,
    system_leader_stream,
)
from s2ss_core.ids import key_of
from s2ss_core.programmes import Programme, from_canonical
from s2ss_core.projections.grant_usage import Certificate
from s2ss_core.store import Recorded
from s2ss_core.values import AcademicYear

__all__ = ["Draw", "Prefix", "Record"]

Read = Callable[[str], Iterable[Recorded]]
"""Reads the entries of a stream again, in order."""

Draw = Callable[[str, int], Certificate | None]
"""Draws the certificate of a deployment from the entries up to a position, with folds that are not the audit's own."""


@attrs.define(eq=False)
class Record:
    """Everything that was recorded up to `position`.

    `together` are the entries that were recorded with the one looked at, itself among them. `turns` counts
    the entries that change who is whom and which programme there is. Where streams can be read again, only the books that
    were used last are held in memory, with `keep` entries in all or a few more. With `draw`, certificates are recomputed
    and compared. `under` names a programme for streams of deployments that are looked at as if they had been brokered
    under it. `unbalanced` has the streams with an equation of money that is broken, also when their books were let go.
    """

    read: Read | None = None
    draw: Draw | None = None
    keep: int = 30_000
    position: int = 0
    turns: int = 0
    together: list[Recorded] = attrs.field(factory=list)
    let_go: Callable[[Book], None] = lambda _book: None
    back: Callable[[Book], None] = lambda _book: None
    under: Mapping[str, Programme] = attrs.field(factory=dict)
    unbalanced: dict[str, tuple[Any, frozenset[tuple[str, str]]]] = attrs.field(factory=dict)
    _books: OrderedDict[str, Book] = attrs.field(factory=OrderedDict)
    _held: int = 0
    _passing: dict[str, Book] | None = None
    _streams: set[str] = attrs.field(factory=set)
    _programmes: dict[tuple[str, str], Programme] = attrs.field(factory=dict)
    _same: dict[str, str] = attrs.field(factory=dict)
    _funded: dict[str, list[str]] = attrs.field(factory=dict)
    _supporting: dict[str, list[str]] = attrs.field(factory=dict)

    def begin(self, together: list[Recorded]) -> None:
        """Begin with entries that were recorded together. The programme that one of them adopts holds for all."""
        self.together = together
        if self._are_many:
            self._let_go()
        for entry in together:
            if isinstance(entry.event, ProgrammeAdopted):
                self._adopt(entry.event)

    def add(self, entry: Recorded, identity: Id | None = None) -> None:
        """Enter the next entry of history."""
        book = self.book(entry.stream) if entry.stream in self._streams else self._hold(Book(entry.stream))
        self._streams.add(entry.stream)
        self._held += 1
        book.add(entry, identity)
        self.position = entry.position
        if type(entry.event) not in (LeaderFoundSame, Brokered):
            return
        match entry.event:
            case LeaderFoundSame(leader=leader, same_as=other):
                self.turns += 1
                self._same[self.identity(other)] = self.identity(leader)
            case Brokered(funding=funding, school=school):
                self._supporting.setdefault(key_of(school.id), []).append(entry.stream)
                for award in funding.awards:
                    self._funded.setdefault(key_of(award), []).append(entry.stream)
            case _:
                pass

    def book(self, stream: str) -> Book:
        """The book of a stream; an empty one if nothing was recorded in it."""
        book = self._books.get(stream)
        if book is not None:
            self._books.move_to_end(stream)
            return book
        if stream not in self._streams:
            return Book(stream)
        if self._passing is not None:
            return self._passing.get(stream) or self._passing.setdefault(stream, self._read_again(stream))
        return self._hold(self._read_again(stream))

    def _hold(self, book: Book) -> Book:
        self._books[book.stream] = book
        self._held += len(book.entries)
        self.back(book)
        if self._are_many:
            self._let_go()
        return book

    @property
    def _are_many(self) -> bool:
        return self.read is not None and self._held > self.keep and len(self._books) > 1

    def _read_again(self, stream: str) -> Book:
        book = Book(stream)
        if self.read is not None:
            for entry in self.read(stream):
                if entry.position <= self.position:
                    book.add(entry)
        return book

    def _let_go(self) -> None:
        """Let the books go that were not used lately. What is read meanwhile is not kept."""
        self._passing = {}
        while self._are_many:
            _, book = self._books.popitem(last=False)
            self._held -= len(book.entries)
            self.let_go(book)
        self._passing = None

    def books(self) -> Iterator[Book]:
        """The books in memory. Those that were let go are not among them."""
        yield from tuple(self._books.values())

    def _adopt(self, adopted: ProgrammeAdopted) -> None:
        self.turns += 1
        try:
            self._programmes.setdefault((adopted.name, adopted.version), from_canonical(adopted.content))
        except BadInput:
            return

    def programme(self, deployment: Book) -> Programme | None:
        """The programme that a deployment was brokered under, if history has it."""
        brokered = deployment.first(Brokered)
        return self.programme_of(deployment.stream, brokered) if brokered else None

    def programme_of(self, stream: str, brokered: Brokered) -> Programme | None:
        """The programme of a deployment with this stream: the one to look at it under, or the one it was brokered under."""
        return self.under.get(stream) or self.adopted(brokered.programme, brokered.version)

    def adopted(self, name: str, version: str) -> Programme | None:
        """The programme of a name and version, if history has it."""
        return self._programmes.get((name, version))

    def deployment(self, deployment: str) -> Book:
        """The book of a deployment."""
        return self.book(deployment_stream(deployment))

    def grant(self, grant: str) -> Book:
        """The book of an award."""
        return self.book(grant_stream(grant))

    def organisation(self, organisation: str) -> Book:
        """The book of an organisation."""
        return self.book(organisation_stream(organisation))

    def leader(self, leader: str) -> Book:
        """The book of a system leader, over all years."""
        return self.book(system_leader_stream(leader))

    def leader_year(self, leader: str, year: AcademicYear) -> Book:
        """The book of one cap year of a leader, under this id alone."""
        return self.book(leader_year_stream(leader, year))

    def identity(self, person: str) -> str:
        """One key for a person, whichever of the ids that were found to be theirs is given."""
        key = key_of(person)
        if not self._same:
            return key
        while key in self._same and self._same[key] != key:
            key = self._same[key]
        return key

    def ids_of(self, person: str) -> tuple[str, ...]:
        """The keys of all ids that were found to be one person's, the one given among them."""
        if not self._same:
            return (key_of(person),)
        identity = self.identity(person)
        others = {key for key in self._same if self.identity(key) == identity}
        return tuple(sorted({key_of(person), identity, *others}))

    def funded_by(self, grant: str) -> list[Book]:
        """The books of the deployments that name an award, in the order in which they were brokered."""
        return [self.book(stream) for stream in self._funded.get(key_of(grant), ())]

    def supporting(self, school: str) -> list[Book]:
        """The books of the deployments that support a school, in the order in which they were brokered."""
        return [self.book(stream) for stream in self._supporting.get(key_of(school), ())]


@attrs.frozen
class Prefix:
    """History as it was before one entry: the entry, its natural id, the book of its stream, and the whole record."""

    entry: Recorded
    book: Book
    record: Record
    identity: Id = ()

    @property
    def programme(self) -> Programme | None:
        """The programme of the deployment whose stream this is."""
        return self.record.programme(self.book)
