"""Corrections: the day from which each of them counts."""

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from s2ss_core.events import (
    AwardCostDisallowed,
    AwardVatSettled,
    CostAllowed,
    CostDisallowed,
    ProgrammeAdopted,
    VatSettled,
    cause_of,
)
from s2ss_core.ledger import struck_by
from s2ss_core.store import Recorded
from s2ss_core.values import Cause


def as_happened_by(entries: tuple[Recorded, ...], day: dt.date) -> Iterator[Recorded]:
    """The entries of one stream that had happened by the end of a day.

    A correction counts from the date of the fact that it corrects. If that fact is not in the stream, it counts from
    its own date.
    """
    facts = {cause_of(entry.event): entry.event for entry in reversed(entries)}
    return (entry for entry in entries if _counts_from(entry.event, facts) <= day)


def _counts_from(event: Any, facts: Mapping[Cause, Any]) -> dt.date:
    # A programme was agreed before its first use, so it counts whatever the date of its adoption.
    if isinstance(event, ProgrammeAdopted):
        return dt.date.min
    on: dt.date = _corrected(event, facts).on
    return on


def _corrected(event: Any, facts: Mapping[Cause, Any]) -> Any:
    if isinstance(event, CostAllowed):
        disallowed = facts.get(Cause("disallowance", (event.disallowance,)))
        return event if disallowed is None else _corrected(disallowed, facts)
    of = _of(event)
    return facts.get(of, event) if of else event


def _of(event: Any) -> Cause | None:
    match event:
        case CostDisallowed(of=of) | VatSettled(of=of) | AwardVatSettled(of=of):
            return of
        case AwardCostDisallowed(cost=cost):
            return Cause("award-cost", (cost,))
        case _:
            return struck_by(event)
