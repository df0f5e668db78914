"""Events by kind, in the order in which they were recorded, and which of them were not struck out."""

from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

import s2ss_core.events as e
from s2ss_core.store import Recorded

E = TypeVar("E")

# The kinds of fact that can be struck out: what they are called, and the field with their id.
STRUCK_AS: dict[type, str] = {
    e.VisitLogged: "visit",
    e.CostIncurred: "cost",
    e.InterimReported: "report",
    e.FinalReported: "report",
    e.ReviewHeld: "review",
    e.PaymentMade: "payment",
    e.InvoiceReceived: "invoice",
}


class EventIndex:
    """Events by kind, each kind in the order in which they were recorded."""

    def __init__(self, events: Iterable[Any]) -> None:
        self._by_kind: dict[type, list[tuple[int, Any]]] = {}
        for number, event in enumerate(events):
            self._by_kind.setdefault(type(event), []).append((number, event))

    def of(self, kind: type[E]) -> list[E]:
        """The events of one kind."""
        return [event for _, event in self._by_kind.get(kind, ())]

    def any_of(self, *kinds: type) -> list[Any]:
        """The events of several kinds, in the order in which they were recorded."""
        numbered = [pair for kind in kinds for pair in self._by_kind.get(kind, ())]
        return [event for _, event in sorted(numbered, key=lambda pair: pair[0])]

    def last(self, kind: type[E]) -> E | None:
        """The newest event of a kind; None if there is none."""
        pairs = self._by_kind.get(kind)
        return pairs[-1][1] if pairs else None

    def struck(self, name: str) -> set[str]:
        """The ids of the facts of a kind that were struck out; `name` is the kind, such as `visit`."""
        return {strike.of.id[0] for strike in self.of(e.EntryStruckOut) if strike.of.name == name}

    def not_struck_out(self, kind: type[E]) -> list[E]:
        """The events of a kind that were not struck out."""
        name = STRUCK_AS[kind]
        struck = self.struck(name)
        return [event for event in self.of(kind) if getattr(event, name) not in struck]


def deployments_in(history: Sequence[Recorded]) -> list[str]:
    """The ids of all deployments that were brokered."""
    return [entry.event.deployment for entry in history if isinstance(entry.event, e.Brokered)]


def streams_in(history: Iterable[Recorded], kind: str) -> dict[str, list[Any]]:
    """The events of every stream of a kind, such as `grant`, by the stream's name."""
    found: dict[str, list[Any]] = {}
    for entry in history:
        if entry.stream.startswith(f"{kind}:"):
            found.setdefault(entry.stream, []).append(entry.event)
    return found
