"""Events in the order in which they were recorded, and which of them were not struck out."""

from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

import s2ss_core.events as e
from s2ss_core.store import Recorded

E = TypeVar("E")

# The kinds of fact, the kind of event that strikes them out, and the field with the id in both.
STRIKES = (
    ((e.VisitLogged,), e.VisitStruckOut, "visit"),
    ((e.CostIncurred,), e.CostStruckOut, "cost"),
    ((e.InterimReported, e.FinalReported), e.ReportStruckOut, "report"),
    ((e.ReviewHeld,), e.ReviewStruckOut, "review"),
    ((e.PaymentMade,), e.PaymentStruckOut, "payment"),
)


class EventLog:
    """Events in the order in which they were recorded."""

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
        """The ids of the facts that were struck out; `name` is the field with the id, such as `visit`."""
        return {
            getattr(event, name) for _, strike, field in STRIKES if field == name for event in self.of(strike)
        }

    def not_struck_out(self, kind: type[E]) -> list[E]:
        """The events of a kind that were not struck out."""
        name = next(field for facts, _, field in STRIKES if kind in facts)
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
