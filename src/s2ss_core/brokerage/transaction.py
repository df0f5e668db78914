"""What a command would append: the decision it asks for, and what is saved in the same transaction."""

from collections.abc import Iterator
from typing import Any

import attrs

from s2ss_core.aggregates.deciding import Decision, filled
from s2ss_core.errors import BadInput
from s2ss_core.events import DaysWorked, EvidenceFiled, deployment_stream, natural_id
from s2ss_core.rules import Broken, Despite, Refused
from s2ss_core.store import Append


@attrs.frozen
class Evidence:
    """A document that bears a fact out: its name, and the SHA-256 of its content in hexadecimal."""

    file_name: str
    digest: str


@attrs.frozen(kw_only=True)
class Entry:
    """One decision about one stream, whose newest version is `after`."""

    stream: str
    after: int
    decision: Decision[Any]


@attrs.frozen(kw_only=True)
class Transaction:
    """A command's own decision first, then those saved in the same transaction."""

    entries: tuple[Entry, ...]

    @property
    def broken(self) -> tuple[Broken, ...]:
        """Every rule that stands in the way, over all streams."""
        return tuple(broken for entry in self.entries for broken in entry.decision.broken)

    @property
    def own(self) -> Decision[Any]:
        """The command's own decision."""
        return self.entries[0].decision

    def appends(
        self, despite: Despite | None, recorded_by: str, evidence: tuple[Evidence, ...] = ()
    ) -> tuple[Append, ...]:
        """What is to be appended, with the evidence filed. Raises `Refused` with every broken rule."""
        if not self.own.events:
            return ()
        acceptable = self.own.despite and all(
            e.decision.may_be_accepted for e in self.entries if e.decision.broken
        )
        if self.broken and (despite is None or not acceptable):
            raise Refused(self.own.asked, self.broken, despite=acceptable)
        whole = attrs.evolve(self.own, broken=self.broken)
        own = whole.accepted(despite, recorded_by=recorded_by) if despite else whole.events
        rest = [(entry, _reasoned(entry.decision, despite)) for entry in self.entries[1:]]
        first = self.entries[0]
        return (
            Append(first.stream, first.after, (*own, *_filed(first, evidence, recorded_by))),
            *(Append(entry.stream, entry.after, events) for entry, events in rest if events),
        )


def _filed(entry: Entry, evidence: tuple[Evidence, ...], by: str) -> Iterator[EvidenceFiled]:
    if evidence and not entry.stream.startswith(deployment_stream("")):
        raise BadInput("evidence is filed with facts of a deployment only: record this without it")
    fact = entry.decision.events[0]
    for one in evidence:
        yield EvidenceFiled(
            of=natural_id(fact)[1], on=fact.on, file_name=one.file_name, digest=one.digest, by=by
        )


def _reasoned(decision: Decision[Any], despite: Despite | None) -> tuple[Any, ...]:
    if not (decision.broken and despite):
        return decision.events
    return tuple(
        filled(event, accepted_by=despite.accepted_by, reason=despite.reason)
        if isinstance(event, DaysWorked)
        else event
        for event in decision.events
    )
