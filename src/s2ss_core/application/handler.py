"""Handles commands: under the write lock it loads, decides and appends."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Any

import attrs

from s2ss_core.application.command import Command
from s2ss_core.application.idempotency import already_recorded
from s2ss_core.application.identities import are_one, check_known_id
from s2ss_core.application.pins import pins_of
from s2ss_core.application.repository import Repository
from s2ss_core.application.spellings import check_spelling
from s2ss_core.application.transaction import Evidence, Transaction
from s2ss_core.errors import BadInput
from s2ss_core.events.families import stream_of
from s2ss_core.projections import london_day
from s2ss_core.rules import Broken, Despite
from s2ss_core.store import Recorded

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """The time now, in UTC."""
    return datetime.now(UTC)


@attrs.frozen(kw_only=True)
class Handler:
    """Handles every command the same way: take the write lock, load the states, decide, append.

    It records for an actor, at the clock's time, with the host's context, and files the evidence.
    """

    repository: Repository
    clock: Clock = utc_now
    actor: str = "unnamed"
    context: Mapping[str, str] | None = None
    evidence: tuple[Evidence, ...] = ()

    def record(
        self, command: Command[...], subject: str, fact: Any, despite: Despite | None = None
    ) -> tuple[Recorded, ...]:
        """Record a fact and its linked events; nothing if the fact is a duplicate. Raises `Refused`."""
        store = self.repository.store
        with store.writing(), self.repository.current():
            now = self.clock()
            check_date(fact, london_day(now))
            transaction = self._prepared(command, subject, fact)
            if transaction is None:
                return ()
            recorder = self._recorder(despite, fact.on)
            appends = transaction.appends(despite, self.actor, self.evidence, recorder=recorder)
            return store.append(appends, at=now, by=self.actor, context=self.context)

    def why_not(self, command: Command[...], subject: str, fact: Any) -> tuple[Broken, ...]:
        """Every rule that is not met; none if the fact would be recorded or is a duplicate. A day to come may be asked about."""
        with self.repository.current():
            transaction = self._prepared(command, subject, fact)
            return transaction.broken if transaction else ()

    def _prepared(self, command: Command[...], subject: str, fact: Any) -> Transaction | None:
        """The transaction of a fact, or None if it is a duplicate."""
        kind = command.takes.subject
        stream = stream_of(fact, subject, kind)
        self.repository.state(stream)
        check_spelling(self.repository, kind, subject, fact)
        if already_recorded(self.repository, stream, fact):
            return None
        if kind in {"deployment", "grant"}:
            check_known_id(self.repository, stream, fact)
        pins = pins_of(self.repository, subject, fact)
        transaction = pins.add_to(command.prepare(self.repository, command.decide, subject, pins.fill_in()))
        check_spelling(self.repository, kind, subject, fact)  # in the other streams that were read
        return transaction

    def _recorder(self, despite: Despite | None, on: date) -> str:
        """The actor; under the id of whoever accepts, if both were found by a day to name one leader."""
        if despite is None:
            return self.actor
        accepting = despite.accepted_by.person
        return accepting if are_one(self.repository, accepting, self.actor, on) else self.actor

    @property
    def today(self) -> date:
        """Today in London, by the clock."""
        return london_day(self.clock())


def check_date(fact: Any, today: date) -> None:
    """Raise `BadInput` for a fact dated after today."""
    if fact.on > today:
        raise BadInput(
            f"it is dated {fact.on}, which is after today, {today}: record it when it has happened"
        )
