"""Halts: which of them lasts on a day."""

from collections.abc import Iterable, Iterator
from datetime import date

from s2ss_core.events import SupportHalted, SupportResumed


def lasting(entries: Iterable[SupportHalted | SupportResumed], day: date) -> Iterator[SupportHalted]:
    """The halts that last on a day, in the order in which they were recorded. Support goes on from the day it is resumed."""
    recorded = tuple(entries)
    ended = {entry.halt: entry.on for entry in recorded if isinstance(entry, SupportResumed)}
    for entry in recorded:
        if isinstance(entry, SupportHalted) and entry.on <= day < ended.get(entry.halt, date.max):
            yield entry
