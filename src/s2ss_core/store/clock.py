"""Clocks that were wrong: times of recording that cannot be true beside those of their neighbours."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from statistics import median_low

import attrs

from s2ss_core.errors import StoreError
from s2ss_core.store.envelope import time_of

NEIGHBOURS = 11  # entries: a clock that was wrong for five of them decides nothing
TOLERANCE = timedelta(minutes=10)  # longer than any writer waits between reading the clock and its commit


def usual_time(stamps: Sequence[datetime]) -> datetime:
    """The median of the last stamps, which a few wrong ones do not move."""
    return median_low(stamps[-NEIGHBOURS:])


def check_clock(at: datetime, last: Iterable[bytes]) -> None:
    """Raise StoreError if a clock is more than ten minutes behind the stamps of the last entries."""
    stamps = [stamp for stamp in map(time_of, last) if stamp]
    if is_behind(at, stamps):
        raise StoreError(
            f"The clock says {spelled(at)}, but the last entries were recorded at about {spelled(usual_time(stamps))}, so"
            " nothing was recorded. Set the clock right. If it is right and theirs was wrong, open the store with"
            " clock_is_right=True; on the command line, add --clock-is-right."
        )


def is_behind(at: datetime, stamps: Sequence[datetime]) -> bool:
    """Whether a time is so far before the last stamps that its clock, or theirs, was wrong."""
    return bool(stamps) and at + TOLERANCE < usual_time(stamps)


@attrs.define
class ClockCheck:
    """Checks the times of recording of entries in order of position."""

    now: datetime
    _last: list[tuple[int, datetime]] = attrs.field(factory=list, init=False)
    _named: set[int] = attrs.field(factory=set, init=False)

    def in_the_future(self, at: datetime) -> str | None:
        """What is wrong with an entry that was recorded after now, in words."""
        if at <= self.now + TOLERANCE:
            return None
        return f"It says that it was recorded at {spelled(at)}, which has not come yet. Set the clock of the computer right."

    def out_of_order(self, position: int, at: datetime) -> Iterator[tuple[int, str]]:
        """The entries whose clock was wrong, in words, as far as this next entry shows it."""
        stamps = [stamp for _, stamp in self._last]
        if is_behind(at, stamps):
            yield position, _behind(at, usual_time(stamps))
        else:
            for earlier, stamp in self._last:
                if stamp > at + TOLERANCE and earlier not in self._named:
                    self._named.add(earlier)
                    yield earlier, _ahead(stamp, position, at)
        self._last = [*self._last, (position, at)][-NEIGHBOURS:]


def _behind(at: datetime, usual: datetime) -> str:
    return (
        f"A clock was wrong: it says that it was recorded at {spelled(at)}, but the entries before it were recorded at"
        f" about {spelled(usual)}. Views as known at a time between the two show it."
    )


def _ahead(at: datetime, position: int, then: datetime) -> str:
    return (
        f"A clock was wrong: it says that it was recorded at {spelled(at)}, but position {position} was recorded after it,"
        f" at {spelled(then)}. Views as known at a time show all entries up to the last one recorded by then."
    )


def spelled(at: datetime) -> str:
    """A time for messages, to the minute."""
    return f"{at:%Y-%m-%d %H:%M} UTC"
