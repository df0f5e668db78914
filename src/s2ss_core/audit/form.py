"""The form of history: positions, versions, names, streams, stamps and ids, from the entries alone."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, get_args

import attrs

from s2ss_core.audit.check import Breach, Requirement, finding_of, requirement
from s2ss_core.audit.finding import Finding
from s2ss_core.events import (
    ClaimEvent,
    DeploymentEvent,
    EntryEvent,
    GrantEvent,
    LeaderYearEvent,
    OrganisationEvent,
    ProgrammeEvent,
    SystemLeaderEvent,
    stream_kind,
)
from s2ss_core.store import Recorded

__all__ = ["Form"]

LONG_AGO = datetime.min.replace(tzinfo=UTC)
CHOICE = "No source; this library's choice › what is audited is the whole history as it was recorded"
GAP = requirement("FORM-01", "positions follow one another", CHOICE)
VERSION = requirement("FORM-02", "the versions of a stream follow one another", CHOICE)
PLACE = requirement("FORM-03", "each event is known, and in a stream of its kind", CHOICE)
STAMP = requirement("FORM-06", "entries are stamped in the order in which they were recorded", CHOICE, "note")


def _members(family: Any) -> tuple[type, ...]:
    return get_args(family) or (family,)


KINDS: dict[str, frozenset[type]] = {
    kind: frozenset((*_members(family), *_members(EntryEvent)))
    for kind, family in (
        ("deployment", DeploymentEvent),
        ("leader-year", LeaderYearEvent),
        ("grant", GrantEvent),
        ("claim", ClaimEvent),
        ("programme", ProgrammeEvent),
        ("organisation", OrganisationEvent),
        ("system-leader", SystemLeaderEvent),
    )
}


@attrs.define
class Form:
    """Looks at the envelope of each entry in order of position."""

    position: int = 0
    stamped: datetime = LONG_AGO
    versions: dict[str, int] = attrs.field(factory=dict)

    def findings(self, entry: Recorded) -> list[Finding]:
        """What is out of form in the next entry."""
        found = [
            finding_of(needed, breach, stream=entry.stream, position=entry.position)
            for needed, breach in self._breaches(entry)
        ]
        self.position, self.stamped = entry.position, entry.recorded_at
        self.versions[entry.stream] = entry.version
        return found

    def skip(self, position: int, stream: str) -> None:
        """Take an entry that cannot be read for the next one, whatever it is."""
        self.position = position
        self.versions[stream] = self.versions.get(stream, 0) + 1

    def _breaches(self, entry: Recorded) -> Iterator[tuple[Requirement, Breach]]:
        if entry.position != self.position + 1:
            yield GAP, Breach(before=self.position, position=entry.position)
        before = self.versions.get(entry.stream)
        if entry.version not in ((0, 1) if before is None else (before + 1,)):
            yield VERSION, Breach(before=before, version=entry.version)
        if type(entry.event) not in KINDS.get(stream_kind(entry.stream), ()):
            yield PLACE, Breach(event=type(entry.event).__name__, stream=entry.stream)
        if entry.recorded_at < self.stamped:
            yield STAMP, Breach(before=self.stamped.isoformat(), stamped=entry.recorded_at.isoformat())
