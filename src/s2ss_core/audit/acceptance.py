"""What was found of entries, and what was accepted of it: an acceptance may be recorded before or after what it accepts."""

from collections.abc import Iterator

import attrs

from s2ss_core.audit.book import Id, id_of
from s2ss_core.audit.check import checked_codes, requirement
from s2ss_core.audit.finding import Despite, Finding
from s2ss_core.events import AcceptedDespite, EntryStruckOut, natural_id
from s2ss_core.store import Recorded
from s2ss_core.values import Cause

__all__ = ["Acceptances"]

KEPT = requirement(
    "FORM-07",
    "what was accepted despite a rule breaks the rule",
    "No source; this library's choice › an acceptance says which rule is not met, and the audit looks again",
    "note",
)

Key = tuple[str, Id]
"""A stream and a natural id in it."""


@attrs.define
class Acceptances:
    """Findings of entries, and the acceptances and strikes that bear on them."""

    _found: list[tuple[tuple[Key, ...], Finding]] = attrs.field(factory=list)
    _accepted: dict[Key, list[Recorded]] = attrs.field(factory=dict)
    _struck: dict[Key, int] = attrs.field(factory=dict)

    def add(self, finding: Finding, entry: Recorded | None = None) -> None:
        """Keep a finding, of an entry or of the form of history."""
        self._found.append((_keys(entry) if entry else (), finding))

    def accept(self, entry: Recorded) -> None:
        """Take note of an entry that accepts or strikes out another one."""
        if type(entry.event) not in (AcceptedDespite, EntryStruckOut):
            return
        match entry.event:
            case AcceptedDespite(of=of):
                self._accepted.setdefault((of.stream or entry.stream, id_of(of)), []).append(entry)
            case EntryStruckOut(of=of):
                self._struck.setdefault((of.stream or entry.stream, id_of(of)), entry.position)
            case _:
                pass

    def findings(self) -> Iterator[Finding]:
        """The findings as they stand now, and the acceptances of what is not broken."""
        accepted = set[tuple[int, str]]()
        for keys, finding in self._found:
            acceptance = self._acceptance(keys, finding)
            if acceptance is not None:
                accepted.add((acceptance.position, finding.rule))
                yield _excused(finding, acceptance)
            else:
                yield self._struck_out(keys, finding)
        yield from self._of_what_is_kept(accepted)

    def _acceptance(self, keys: tuple[Key, ...], finding: Finding) -> Recorded | None:
        of_it = (entry for key in keys for entry in self._accepted.get(key, ()))
        return next((entry for entry in of_it if finding.rule in _codes(entry)), None)

    def _struck_out(self, keys: tuple[Key, ...], finding: Finding) -> Finding:
        strikes = [self._struck[key] for key in keys if key in self._struck]
        if not strikes or finding.severity == "note":
            return finding
        says = f"{finding.says} It was struck out since."
        return attrs.evolve(finding, severity="note", positions=(*finding.positions, strikes[0]), says=says)

    def _of_what_is_kept(self, accepted: set[tuple[int, str]]) -> Iterator[Finding]:
        for entries in self._accepted.values():
            for entry in entries:
                for code in _codes(entry) & checked_codes():
                    if (entry.position, code) not in accepted:
                        yield _kept(entry, code)


def _keys(entry: Recorded) -> tuple[Key, ...]:
    try:
        of_itself = (entry.stream, natural_id(entry.event))
    except (KeyError, AttributeError, TypeError):  # it is no event of ours, and nothing can accept it
        return ()
    because = getattr(entry.event, "because", None)
    if isinstance(because, Cause):
        return of_itself, (because.stream or entry.stream, id_of(because))
    return (of_itself,)


def _codes(entry: Recorded) -> set[str]:
    return {rule.code for rule in entry.event.rules}


def _excused(finding: Finding, acceptance: Recorded) -> Finding:
    event: AcceptedDespite = acceptance.event
    return attrs.evolve(
        finding,
        severity="accepted" if finding.severity == "error" else finding.severity,
        positions=(*finding.positions, acceptance.position),
        despite=Despite(reason=event.reason, accepted_by=event.accepted_by),
        says=f"{finding.says} {event.accepted_by} accepted it.",
    )


def _kept(entry: Recorded, code: str) -> Finding:
    return Finding(
        severity="note",
        rule=KEPT.code,
        sentence=KEPT.sentence,
        citation=KEPT.citation,
        positions=(entry.position,),
        stream=entry.stream,
        facts=(("rule", code), ("of", str(entry.event.of))),
        says=f"{entry.event.of} was accepted despite {code}, which the audit finds met.",
    )
