"""What the audit finds and reckons of one history under two programmes, and which settings make the difference."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast

import attrs

from s2ss_core.audit.check import as_money
from s2ss_core.audit.finding import SEVERITIES, Finding, Severity
from s2ss_core.audit.history import Audit
from s2ss_core.audit.money.account_figures import reckoned
from s2ss_core.audit.money.posting import account_of
from s2ss_core.errors import BadInput, NotFound
from s2ss_core.events import Brokered, DaysCommitted, ProgrammeAdopted, deployment_stream, stored_name
from s2ss_core.ids import key_of
from s2ss_core.programmes import Programme, from_canonical, funding_terms
from s2ss_core.store import Recorded
from s2ss_core.values import FundingKind
from s2ss_core.what_if.documents import FigureDifference, Verdict, WhatIf
from s2ss_core.what_if.neighbourhood import History, neighbourhood
from s2ss_core.what_if.settings import (
    Place,
    differing_places,
    setting_differences,
    with_setting,
)

__all__ = ["what_if"]

Watch = Callable[[int, int], object]
Key = tuple[str, str, int]  # the code of a rule with a stream and a position in it, or FIGURE with a path
FIGURE = "figure"


def what_if(
    source: History,
    deployment: str,
    programme: Programme,
    *,
    upto: int | None = None,
    watch: Watch = lambda _done, _of: None,
) -> WhatIf:
    """Hold the history of a deployment against the rules as if it had been brokered under another programme.

    The audit looks at each entry twice, with all that was recorded before it: under the pinned programme and under the
    other one. Where they differ, it looks again with one setting changed at a time. `upto` is the last position that
    counts. Raises `NotFound` if there is no such deployment, and `BadInput` if the programme has no terms for its funding.
    """
    entries = neighbourhood(source, deployment, upto)
    brokered, pinned = _brokered(entries, deployment)
    funding_terms(programme, brokered.funding.kind)
    compared = _Compared(
        entries=entries,
        brokered=brokered,
        pinned=pinned,
        other=programme,
        kind=brokered.funding.kind,
        watch=watch,
    )
    return compared.whole()


def _brokered(entries: Sequence[Recorded], deployment: str) -> tuple[Brokered, Programme]:
    own = deployment_stream(deployment)
    brokered = next((e.event for e in entries if e.stream == own and isinstance(e.event, Brokered)), None)
    if brokered is None:
        raise NotFound(f"there is no deployment {deployment!r} at the time asked for")
    pinned = (brokered.programme, brokered.version)
    adopted = (entry.event for entry in entries if isinstance(entry.event, ProgrammeAdopted))
    content = next((event.content for event in adopted if (event.name, event.version) == pinned), None)
    if content is None:
        raise BadInput(
            f"{deployment} was brokered under {' '.join(pinned)}, which this history does not hold"
        )
    return brokered, from_canonical(content)


@attrs.frozen
class _Seen:
    """What is found and reckoned under one programme, by what may differ."""

    values: Mapping[Key, Any]

    def __getitem__(self, key: Key) -> Any:
        return self.values.get(key, 0 if key[0] == FIGURE else ())


@attrs.define(kw_only=True)
class _Compared:
    entries: Sequence[Recorded]
    brokered: Brokered
    pinned: Programme
    other: Programme
    kind: FundingKind
    watch: Watch
    done: int = 0
    of: int = 2

    def whole(self) -> WhatIf:
        """The comparison."""
        before, after = self._seen(self.pinned), self._seen(self.other)
        differing = [key for key in {**before.values, **after.values} if before[key] != after[key]]
        settings = self._decisive(differing, before, after) if differing else {}
        at = {entry.position: entry for entry in self.entries}
        return WhatIf(
            deployment=self.brokered.deployment,
            pinned=_named(self.pinned),
            programme=_named(self.other),
            upto=self.entries[-1].position,
            settings=setting_differences(self.pinned, self.other, self.kind),
            verdicts=tuple(
                _verdict(before[key], after[key], at, settings[key])
                for key in sorted(differing, key=lambda key: (key[2], key[0]))
                if key[0] != FIGURE
            ),
            figures=tuple(
                FigureDifference(
                    path=key[1],
                    pinned=as_money(before[key]),
                    other=as_money(after[key]),
                    settings=settings[key],
                )
                for key in differing
                if key[0] == FIGURE
            ),
        )

    def _seen(self, programme: Programme) -> _Seen:
        stream = deployment_stream(self.brokered.deployment)
        whole = Audit(under={stream: programme})
        for entry in self.entries:
            whole.take(self._under(programme, entry))
        found: dict[Key, Any] = {}
        for finding in whole.findings():
            key = (finding.rule, finding.stream, finding.position)
            found[key] = (*found.get(key, ()), finding)
        account = account_of(whole.record.book(stream), whole.record)
        figures = reckoned(account, whole.record) if account else {}
        found.update({(FIGURE, path, 0): amount for path, amount in figures.items()})
        self.done += 1
        self.watch(self.done, self.of)
        return _Seen(found)

    def _under(self, programme: Programme, entry: Recorded) -> Recorded:
        """The entry as it would have been recorded: a commitment of days has the cap of the programme in it."""
        event, cap = entry.event, programme.cap.of(self.brokered.kind)
        if not isinstance(event, DaysCommitted) or cap == self.pinned.cap.of(self.brokered.kind):
            return entry
        of_another = key_of(event.deployment) != key_of(self.brokered.deployment)
        return entry if of_another else attrs.evolve(entry, event=attrs.evolve(cast(Any, event), cap=cap))

    def _decisive(self, differing: Sequence[Key], before: _Seen, after: _Seen) -> dict[Key, tuple[str, ...]]:
        """By what differs, the settings without which it would not; else those which alone bring it about."""
        places = differing_places(self.pinned, self.other, self.kind)
        self.of += len(places)
        without = {
            place: self._seen(with_setting(self.other, place, self.pinned, self.kind)) for place in places
        }
        needed = {key: self._where(without, key, before) for key in differing}
        if all(needed.values()):
            return needed
        self.of += len(places)
        alone = {
            place: self._seen(with_setting(self.pinned, place, self.other, self.kind)) for place in places
        }
        return {key: needed[key] or self._where(alone, key, after) for key in differing}

    def _where(self, seen: Mapping[Place, _Seen], key: Key, wanted: _Seen) -> tuple[str, ...]:
        return tuple(place.name(self.kind) for place, there in seen.items() if there[key] == wanted[key])


def _verdict(
    before: tuple[Finding, ...],
    after: tuple[Finding, ...],
    at: Mapping[int, Recorded],
    settings: tuple[str, ...],
) -> Verdict:
    first = (*after, *before)[0]
    entry = at.get(first.position)
    return Verdict(
        rule=first.rule,
        sentence=first.sentence,
        citation=first.citation,
        stream=first.stream,
        position=first.position,
        event=stored_name(type(entry.event)).name if entry else "",
        on=entry.event.on if entry else None,
        pinned=_gravest(before),
        other=_gravest(after),
        said=tuple(finding.says for finding in before),
        says=tuple(finding.says for finding in after),
        settings=settings,
    )


def _gravest(findings: Sequence[Finding]) -> Severity | None:
    return min((finding.severity for finding in findings), key=SEVERITIES.index, default=None)


def _named(programme: Programme) -> str:
    return f"{programme.name} {programme.version}"
