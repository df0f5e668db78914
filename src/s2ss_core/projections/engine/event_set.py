"""The events that a projection collects for one key, by kind, and which of them were not struck out."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any, Generic, TypeVar

import attrs

from s2ss_core.events import (
    AwardCostIncurred,
    AwardPaymentMade,
    AwardPaymentReversed,
    AwardVatSettled,
    CostIncurred,
    PaymentMade,
    PaymentReversed,
    VatSettled,
    cause_of,
)
from s2ss_core.ids import same
from s2ss_core.ledger import reversal_with_vat_settled, stands, struck_by, with_vat_settled
from s2ss_core.projections.engine.corrections import as_happened_by
from s2ss_core.projections.engine.projection import Key
from s2ss_core.store import Recorded
from s2ss_core.values import Cause

E = TypeVar("E")


WITH_VAT = (CostIncurred, PaymentMade, AwardCostIncurred, AwardPaymentMade)


@attrs.frozen
class Positioned(Generic[E]):
    """An event and its position. `settled_at` is the position of what settled the VAT in it, if anything did."""

    position: int
    event: E
    settled_at: int | None = None

    @property
    def positions(self) -> tuple[int, ...]:
        """The positions of the event and of what settled its VAT."""
        return (self.position,) if self.settled_at is None else (self.position, self.settled_at)


class EventSet:
    """The entries collected for one key, in order of position. Views are computed from it at the end.

    Each entry is indexed by its stream and by the kind of its event when it is added.
    """

    def __init__(self, key: Key, entries: Iterable[Recorded] = ()) -> None:
        self.key = key
        self.entries: list[Recorded] = []
        self._by_stream: dict[str, list[Recorded]] = {}
        self._by_kind: dict[type, list[Positioned[Any]]] = {}
        self._struck: dict[str, set[Cause]] = {}
        self._struck_out: frozenset[int] | None = None
        for entry in entries:
            self.add(entry)

    @property
    def name(self) -> str:
        """The last part of the key: the key of the deployment or the award."""
        return self.key[-1]

    @property
    def id(self) -> str:
        """The id of the deployment or the award, as it was recorded first; its key if no event names it."""
        named = (
            getattr(entry.event, kind, None) for entry in self.entries for kind in ("deployment", "grant")
        )
        return next((name for name in named if name and same(name, self.name)), self.name)

    def add(self, entry: Recorded) -> None:
        """Add the entry that comes next in order of position."""
        self.entries.append(entry)
        self._by_stream.setdefault(entry.stream, []).append(entry)
        self._by_kind.setdefault(type(entry.event), []).append(Positioned(entry.position, entry.event))
        self._struck_out = None
        if struck := struck_by(entry.event):
            self._struck.setdefault(entry.stream, set()).add(struck)
        if isinstance(entry.event, VatSettled | AwardVatSettled):
            self._settle_vat(entry.stream, entry.position, entry.event)

    def _settle_vat(self, stream: str, position: int, settled: VatSettled | AwardVatSettled) -> None:
        """Put the cost or payment whose VAT was settled, and what came back of it, in the place of what was recorded."""
        for entry in self.within(stream):
            if isinstance(entry.event, WITH_VAT) and cause_of(entry.event) == settled.of:
                self._replace(entry, with_vat_settled(entry.event, settled.irrecoverable_vat), position)
        payments: Sequence[Positioned[Any]] = self.of(PaymentMade, AwardPaymentMade)
        for payment in payments:
            if payment.settled_at == position:
                for entry in self.within(stream):
                    event = entry.event
                    back = isinstance(event, PaymentReversed | AwardPaymentReversed)
                    if back and event.payment == payment.event.payment:
                        self._replace(entry, reversal_with_vat_settled(event, payment.event), position)

    def _replace(self, entry: Recorded, event: Any, position: int) -> None:
        kind = type(entry.event)
        self._by_kind[kind] = [
            Positioned(entry.position, event, position) if found.position == entry.position else found
            for found in self._by_kind[kind]
        ]

    def happened_by(self, day: dt.date) -> "EventSet":
        """The entries that had happened by the end of a day; a correction counts from the date of what it corrects."""
        known = (
            entry for entries in self._by_stream.values() for entry in as_happened_by(tuple(entries), day)
        )
        return EventSet(self.key, sorted(known, key=lambda entry: entry.position))

    def within(self, stream: str) -> Sequence[Recorded]:
        """The entries of this stream."""
        return self._by_stream.get(stream, ())

    def of(self, *kinds: type[E]) -> Sequence[Positioned[E]]:
        """Every event of these kinds in order of position, including those that were struck out."""
        if len(kinds) == 1:
            return self._by_kind.get(kinds[0], ())
        found = [self._by_kind[kind] for kind in kinds if kind in self._by_kind]
        return sorted((event for events in found for event in events), key=lambda event: event.position)

    def not_struck_out(self, *kinds: type[E]) -> Sequence[Positioned[E]]:
        """Every event of these kinds that was not struck out, in order of position."""
        gone = self._positions_struck_out()
        return [event for event in self.of(*kinds) if event.position not in gone] if gone else self.of(*kinds)

    def latest(self, kind: type[E]) -> Positioned[E] | None:
        """The event of this kind that was recorded last; None if there is none."""
        return next(iter(reversed(self.of(kind))), None)

    def _positions_struck_out(self) -> frozenset[int]:
        if self._struck_out is None:
            self._struck_out = frozenset(
                entry.position
                for stream, struck in self._struck.items()
                for entry in self.within(stream)
                if not stands(entry.event, struck)
            )
        return self._struck_out


def gathering(*kinds: type) -> Any:
    """A projection's `step` that collects the events of these kinds and ignores all others."""

    def step(facts: EventSet, entry: Recorded) -> EventSet:
        if isinstance(entry.event, kinds):
            facts.add(entry)
        return facts

    return step
