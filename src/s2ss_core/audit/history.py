"""The audit: one pass over history, entry by entry, and what it found so far. It never raises on what it finds."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

import attrs

from s2ss_core.audit.acceptance import Acceptances
from s2ss_core.audit.book import Book, Id
from s2ss_core.audit.check import (
    Breach,
    EntryCheck,
    Given,
    HindsightCheck,
    Requirement,
    book_checks,
    entry_checks,
    finding_of,
    hindsight_checks,
    requirement,
)
from s2ss_core.audit.finding import Finding, in_order
from s2ss_core.audit.form import Form
from s2ss_core.audit.record import Draw, Prefix, Read, Record
from s2ss_core.audit.stages import STAGES
from s2ss_core.events import natural_id
from s2ss_core.programmes import Programme
from s2ss_core.store import Recorded

__all__ = ["STAGES", "Audit", "audit"]

MOST_TOGETHER = 2_000  # entries: where a clock stands still, the whole history has one stamp
NO_CHECKS: dict[Given, list[tuple[Requirement, EntryCheck]]] = {}
SINCE = " It was not known then."
UNCHECKED = requirement(
    "FORM-09",
    "each check can be made",
    "No source; this library's choice › what cannot be checked is not sound",
)


def audit(entries: Iterable[Recorded], *, read: Read | None = None) -> Iterator[Finding]:
    """What is found in a history, the gravest first, then in its order. See `Audit`."""
    whole = Audit(read=read)
    for entry in entries:
        whole.take(entry)
    yield from whole.findings()


class Audit:
    """Holds history against every rule, in one pass. Feed it entries in order, and ask for findings at any time.

    `read` reads a stream again, such as `Store.read`. With it the audit holds in memory only the streams used last, with
    `keep` entries in all, and without it all of them. `draw` draws the certificate of a deployment as it was at a
    position: then the audit holds each certificate against its own account. `under` names a programme for streams of
    deployments: each of them is looked at as if it had been brokered under it. Nothing that history holds makes it raise.
    """

    def __init__(
        self,
        *,
        read: Read | None = None,
        draw: Draw | None = None,
        keep: int = 30_000,
        under: Mapping[str, Programme] | None = None,
    ) -> None:
        self.record = Record(
            read=read, draw=draw, keep=keep, let_go=self._let_go, back=self._back, under=dict(under or {})
        )
        self._form = Form()
        self._found = Acceptances()
        self._of_books: dict[str, tuple[Finding, ...]] = {}
        self._together: list[Recorded] = []

    def take(self, entry: Recorded) -> None:
        """Take the next entry. What was recorded together is held against the rules together, once all of it is here."""
        together = self._together
        if together and (entry.recorded_at != together[-1].recorded_at or len(together) >= MOST_TOGETHER):
            self._look()
        self._together.append(entry)

    def awaits(self, entries: Sequence[object]) -> bool:
        """Whether the first of these entries was recorded together with the last one taken."""
        return bool(
            self._together
            and entries
            and isinstance(entries[0], Recorded)
            and entries[0].recorded_at == self._together[-1].recorded_at
        )

    def note(self, *findings: Finding) -> None:
        """Add findings from elsewhere, such as of the stored bytes of an entry."""
        for finding in findings:
            self._found.add(finding)

    def skip(self, position: int, stream: str) -> None:
        """Pass over an entry that cannot be read."""
        self._look()
        self._form.skip(position, stream)

    def _look(self) -> None:
        together = self._together
        self._together = list[Recorded]()
        self.record.begin(together)
        for entry in together:
            self._look_at(entry)

    def _look_at(self, entry: Recorded) -> None:
        for finding in self._form.findings(entry):
            self._found.add(finding)
        event = entry.event
        prefix = Prefix(entry, self.record.book(entry.stream), self.record, _identity(event))
        for given, checks in entry_checks.get(type(event), NO_CHECKS).items():
            try:
                about = given(prefix)
            except Exception as error:  # noqa: BLE001 -- whatever a history holds is found, never raised
                for needed, _ in checks:
                    self._keep(needed, _unchecked(needed, error), entry)
                continue
            if about is not None:
                self._ask(checks, entry, about)
        self._enter(entry, prefix.identity)

    def _ask(
        self, checks: list[tuple[Requirement, EntryCheck]], entry: Recorded, about: tuple[Any, ...]
    ) -> None:
        event = entry.event
        for needed, made in checks:
            try:
                for breach in made(event, *about):
                    self._keep(needed, breach, entry)
            except Exception as error:  # noqa: BLE001 -- whatever a history holds is found, never raised
                self._keep(needed, _unchecked(needed, error), entry)

    def _keep(self, needed: Requirement, breach: Breach, entry: Recorded) -> None:
        found = finding_of(needed, breach, stream=entry.stream, position=entry.position)
        self._found.add(found, entry)

    def _enter(self, entry: Recorded, identity: Id) -> None:
        try:
            self.record.add(entry, identity)
            self._found.accept(entry)
        except Exception as error:  # noqa: BLE001 -- whatever a history holds is found, and never raised
            self._keep(UNCHECKED, _unchecked(UNCHECKED, error), entry)

    def findings(self) -> tuple[Finding, ...]:
        """What was found in the entries taken so far, the gravest first, then in their order.

        Ask when all entries that were recorded together are taken: those taken so far are looked at without the rest.
        """
        self._look()
        of_open = tuple(chain.from_iterable(map(self._of_book, self.record.books())))  # it may let others go
        of_others = chain.from_iterable(self._of_books.values())
        return in_order(_once((*self._found.findings(), *of_open, *of_others)))

    def _of_book(self, book: Book) -> Iterator[Finding]:
        for needed, made in book_checks.get(book.kind, ()):
            for breach in _breaches(needed, made, book, self.record):
                yield finding_of(needed, breach, stream=book.stream, position=_last(book))
        for event_class, checks in hindsight_checks.items():
            for needed, again in checks if event_class in book.classes else ():
                yield from self._in_hindsight(needed, again, event_class, book)

    def _in_hindsight(
        self, needed: Requirement, made: HindsightCheck, event_class: type, book: Book
    ) -> Iterator[Finding]:
        for entry in book.of(event_class):
            for breach in _breaches(needed, made, entry.event, book, self.record):
                found = finding_of(needed, breach, stream=book.stream, position=entry.position)
                yield attrs.evolve(found, severity="note", says=f"{found.says}{SINCE}")

    def _let_go(self, book: Book) -> None:
        if found := tuple(self._of_book(book)):
            self._of_books[book.stream] = found

    def _back(self, book: Book) -> None:
        self._of_books.pop(book.stream, None)


def _once(findings: tuple[Finding, ...]) -> Iterator[Finding]:
    """The findings, without what is known since where it was found at the time."""
    known = {(found.rule, found.position) for found in findings if not found.says.endswith(SINCE)}
    for found in findings:
        if not found.says.endswith(SINCE) or (found.rule, found.position) not in known:
            yield found


def _identity(event: Any) -> Id:
    try:
        return natural_id(event)
    except (KeyError, AttributeError, TypeError):
        return ()


def _breaches(needed: Requirement, made: Callable[..., Iterable[Breach]], *about: Any) -> Iterator[Breach]:
    try:
        yield from made(*about)
    except Exception as error:  # noqa: BLE001 -- whatever a history holds is found, and never raised
        yield _unchecked(needed, error)


def _unchecked(needed: Requirement, error: Exception) -> Breach:
    return Breach(
        error=f"{type(error).__name__}: {error}",
        severity="error",
        says=f"It cannot be checked whether {needed.sentence}: {error}.",
    )


def _last(book: Book) -> int:
    return book.entries[-1].position if book.entries else 0
