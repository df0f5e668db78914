"""The transaction of a command: its own decision, and the decisions on other streams."""

from collections.abc import Iterator
from typing import Any

import attrs

from s2ss_core.aggregates.decision import Decision, with_derived
from s2ss_core.errors import BadInput
from s2ss_core.events import DaysWorked, EvidenceFiled, deployment_stream, natural_id
from s2ss_core.rules import Broken, Despite, Refused
from s2ss_core.store import Append


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
        self, despite: Despite | None, recorded_by: str, evidence: tuple[Evidence, ...] = ()
    ) -> tuple[Append, ...]:
        """The events to append to each stream, with the evidence. Raises `Refused` with every rule that is not met."""
        first, *linked = self.entries
        own = attrs.evolve(first.decision, broken=self.broken)
        acceptable = own.despite and all(
            entry.decision.may_be_accepted for entry in self.entries if entry.decision.broken
        )
        if self.broken and (despite is None or not acceptable):
            raise Refused(own.request, self.broken, despite=acceptable)
        events = own.accepted(despite, recorded_by=recorded_by) if despite else own.events
        filed = tuple(_filed(first, evidence, recorded_by))
        return (
            Append(first.stream, first.after, (*events, *filed)),
            *(Append(entry.stream, entry.after, _with_reason(entry.decision, despite)) for entry in linked),
        )


def _filed(entry: Entry, evidence: tuple[Evidence, ...], by: str) -> Iterator[EvidenceFiled]:
    if evidence and not entry.stream.startswith(deployment_stream("")):
        raise BadInput("evidence is filed only with facts of a deployment: record this fact without it")
    fact = entry.decision.events[0]
    for document in evidence:
        yield EvidenceFiled(
            of=natural_id(fact)[1], on=fact.on, file_name=document.file_name, digest=document.digest, by=by
        )


def _with_reason(decision: Decision[Any], despite: Despite | None) -> tuple[Any, ...]:
    """The events. Days worked despite a rule get the reason and the person who accepts it."""
    if not (decision.broken and despite):
        return decision.events
    return tuple(
        with_derived(event, accepted_by=despite.accepted_by, reason=despite.reason)
        if isinstance(event, DaysWorked)
        else event
        for event in decision.events
    )
