"""Likenesses: entries of one stream that may be one fact, told twice under two ids."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, get_args

import attrs

from s2ss_core.events import CostIncurred, EntryEvent, PaymentMade, VisitLogged, natural_id
from s2ss_core.ids import key_of


@attrs.frozen(kw_only=True)
class Likeness:
    """An entry, an earlier one that is like it, and what the reader should know about both."""

    earlier: Any
    later: Any
    says: str


class Likenesses:
    """The entries of one stream so far, to find those that the next one is like."""

    def __init__(self) -> None:
        self._by_content: dict[Any, Any] = {}
        self._by_key: dict[tuple[str, ...], Any] = {}

    def of(self, event: Any) -> Iterator[Likeness]:
        """What of the entries so far an event is like: in all but its id, or in all of its id but how that is spelled."""
        content, key = _content(event), _key(event)
        if content in self._by_content and content is not None:
            yield _likeness(
                self._by_content[content], event, f"are alike in all but their ids: {_ALIKE[type(event)]}"
            )
        spelled = self._by_key.get(key)
        if (
            spelled is not None
            and natural_id(spelled) != natural_id(event)
            and type(event) not in _OF_ANOTHER
        ):
            yield _likeness(spelled, event, "have ids that differ only in capitals or blanks")

    def add(self, event: Any) -> None:
        """Add the next entry."""
        self._by_content.setdefault(_content(event), event)
        self._by_key.setdefault(_key(event), event)


def _likeness(earlier: Any, later: Any, how: str) -> Likeness:
    kind, *name = natural_id(earlier)
    other = " ".join(natural_id(later)[1:])
    says = f"{kind}s {' '.join(name)} and {other} {how}. Strike one out if they are one {kind}"
    return Likeness(earlier=earlier, later=later, says=says)


def _key(event: Any) -> tuple[str, ...]:
    return tuple(map(key_of, natural_id(event)))


def _content(event: Any) -> tuple[Any, ...] | None:
    content = _CONTENTS.get(type(event))
    return content(event) if content else None


_OF_ANOTHER = frozenset(get_args(EntryEvent))  # their ids are those of other entries

_CONTENTS: Mapping[type, Callable[[Any], tuple[Any, ...]]] = {
    VisitLogged: lambda visit: (
        VisitLogged, visit.on, key_of(visit.leader), key_of(visit.school), visit.unit, visit.quantity, visit.line,
    ),
    CostIncurred: lambda cost: (CostIncurred, cost.on, key_of(cost.supplier.id), cost.line, cost.net),
    PaymentMade: lambda payment: (
        PaymentMade, payment.on, key_of(payment.paid_to.id), payment.settles, payment.amount,
    ),
}  # fmt: skip

_ALIKE: Mapping[type, str] = {
    VisitLogged: "leader, day, school, time and line",
    CostIncurred: "supplier, day, line and sum",
    PaymentMade: "payee, day, sum and what is settled",
}
