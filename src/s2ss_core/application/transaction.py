"""The transaction of a command: its own decision, and the decisions on other streams."""

from collections.abc import Iterator
from typing import Any

import attrs

from s2ss_core.aggregates.decision import Decision, with_derived
from s2ss_core.events import AcceptedDespite, DaysWorked, EvidenceFiled, cause_of
from s2ss_core.rules import Broken, Despite, Refused
from s2ss_core.store import Append
from s2ss_core.values import Cause


@attrs.frozen
class Evidence:
    """A document that proves a fact: its file name, and the SHA-256 of its content in hexadecimal."""

    file_name: str
    digest: str


@attrs.frozen(kw_only=True)
class Entry:
    """A decision about a stream. Its events follow the version `after`."""

    stream: str
    after: int
    decision: Decision[Any]


@attrs.frozen(kw_only=True)
class Transaction:
    """The decisions that a command appends together or not at all: its own first, then those on other streams."""

    entries: tuple[Entry, ...]

    @property
    def broken(self) -> tuple[Broken, ...]:
        """Every rule that is not met, in any of the streams."""
        return tuple(broken for entry in self.entries for broken in entry.decision.broken)

    def appends(
        self,
        despite: Despite | None,
        recorded_by: str,
        evidence: tuple[Evidence, ...] = (),
        *,
        recorder: str | None = None,
    ) -> tuple[Append, ...]:
        """The events to append to each stream, with the evidence. Raises `Refused` with every rule that is not met.

        `recorder` is the id under which whoever records is held against whoever accepts, if it is not `recorded_by`.
        """
        first, *linked = self.entries
        own = attrs.evolve(first.decision, broken=self.broken)
        acceptable = own.despite and all(
            entry.decision.may_be_accepted for entry in self.entries if entry.decision.broken
        )
        if self.broken and (despite is None or not acceptable):
            raise Refused(own.request, self.broken, despite=acceptable)
        events = own.accepted(despite, recorded_by=recorder or recorded_by) if despite else own.events
        filed = tuple(_filed(first, evidence, recorded_by))
        accepted = next((cause_of(e, first.stream) for e in events if isinstance(e, AcceptedDespite)), None)
        return (
            Append(first.stream, first.after, (*events, *filed)),
            *(Append(entry.stream, entry.after, _accepted(entry.decision, accepted)) for entry in linked),
        )


def _filed(entry: Entry, evidence: tuple[Evidence, ...], by: str) -> Iterator[EvidenceFiled]:
    fact = entry.decision.events[0]
    for document in evidence:
        yield EvidenceFiled(
            of=cause_of(fact), on=fact.on, file_name=document.file_name, digest=document.digest, by=by
        )


def _accepted(decision: Decision[Any], accepted: Cause | None) -> tuple[Any, ...]:
    """The events. Days worked despite a rule name the entry that accepts it."""
    if not decision.broken:
        return decision.events
    return tuple(
        with_derived(event, accepted=accepted) if isinstance(event, DaysWorked) else event
        for event in decision.events
    )
