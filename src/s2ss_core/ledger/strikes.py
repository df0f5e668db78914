"""What stands of a record: the entries that were not struck out, and do not fall with one that was."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from typing import Any, TypeVar

from s2ss_core.events import (
    CostDisallowed,
    CostReversed,
    DaysStruckOut,
    EntryStruckOut,
    PaymentReversed,
    ReportFinalised,
    VatSettled,
    cause_of,
)
from s2ss_core.values import Cause

E = TypeVar("E")

# What is said of an entry alone falls with it.
_SAID_OF: Mapping[type, Callable[[Any], Cause]] = {
    CostDisallowed: lambda event: event.of,
    CostReversed: lambda event: Cause("cost", (event.cost,)),
    PaymentReversed: lambda event: Cause("payment", (event.payment,)),
    VatSettled: lambda event: event.of,
    ReportFinalised: lambda event: Cause("report", (event.report,)),
}


def struck_by(event: object) -> Cause | None:
    """The entry of the same stream that an event strikes out, or None."""
    match event:
        case EntryStruckOut(of=of):
            return of
        case DaysStruckOut(deployment=deployment, visit=visit):
            return Cause("days", (deployment, visit))
        case _:
            return None


def struck_out(events: Iterable[object]) -> frozenset[Cause]:
    """Every entry that these events of one stream strike out."""
    return frozenset(of for event in events if (of := struck_by(event)))


def stands(event: object, struck: AbstractSet[Cause]) -> bool:
    """Whether an event stands, where these entries of its stream were struck out."""
    if not struck:
        return True
    said_of = _SAID_OF.get(type(event))
    return cause_of(event) not in struck and (said_of is None or said_of(event) not in struck)


def standing(events: Iterable[E]) -> Iterator[E]:
    """The events of one stream that stand, in order. A strike itself stands, and changes nothing more."""
    recorded = tuple(events)
    struck = struck_out(recorded)
    return (event for event in recorded if stands(event, struck))
