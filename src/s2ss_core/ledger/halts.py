"""Halts: which of them lasts on a day."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from s2ss_core.events import SupportHalted, SupportResumed


def lasting(
    halted: Iterable[SupportHalted], resumed: Mapping[str, SupportResumed], day: date
) -> Iterator[SupportHalted]:
    """The halts that last on a day, in the order in which they were told. Support goes on from the day it is resumed."""
    for halt in halted:
        ended = resumed.get(halt.halt)
        if halt.on <= day and (ended is None or day < ended.on):
            yield halt
