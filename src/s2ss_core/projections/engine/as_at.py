"""`AsAt`: which part of the history a view uses, by what was known at a time and what had happened by a date."""

import datetime as dt
from collections.abc import Iterator
from zoneinfo import ZoneInfo

import attrs

from s2ss_core.errors import BadInput
from s2ss_core.projections.engine.corrections import as_happened_by
from s2ss_core.projections.engine.reader import HistoryReader
from s2ss_core.store import Recorded

LONDON = ZoneInfo("Europe/London")


@attrs.frozen(kw_only=True)
class AsAt:
    """The part of the history that a view uses. Without arguments it is all of it; several arguments combine.

    `position` and `recorded` select what was known: the events up to that position, and up to the highest position
    that was recorded by that time (see `Store.known_at`). `recorded` is an aware datetime, or a date that stands for
    that whole day in London.
    `happened` leaves out events that happened after that day; a correction counts from the date of the fact that
    it corrects. Raises `BadInput` for a datetime without a time zone, and for a datetime as `happened`.
    """

    position: int | None = None
    recorded: dt.datetime | dt.date | None = None
    happened: dt.date | None = None

    def __attrs_post_init__(self) -> None:
        if self.position is not None and type(self.position) is not int:
            raise BadInput(f"AsAt.position is {self.position!r}: give a whole number")
        for name, day in (("recorded", self.recorded), ("happened", self.happened)):
            if day is not None and not isinstance(day, dt.date):
                raise BadInput(f"AsAt.{name} is {day!r}: give a date, not {type(day).__name__}")
        if isinstance(self.recorded, dt.datetime) and self.recorded.utcoffset() is None:
            raise BadInput(f"{self.recorded} has no time zone: give a datetime in UTC, or a date")
        if isinstance(self.happened, dt.datetime):
            raise BadInput(f"{self.happened} is a date and a time, but events happen on a day: give a date")

    def newest(self, source: HistoryReader) -> int:
        """The position of the newest event that was known, 0 if there was none."""
        newest = source.newest() if self.position is None else min(self.position, source.newest())
        return newest if self.recorded is None else min(newest, source.known_at(_moment(self.recorded)))


def _moment(recorded: dt.datetime | dt.date) -> dt.datetime:
    if isinstance(recorded, dt.datetime):
        return recorded
    return dt.datetime.combine(recorded, dt.time.max, LONDON)


NOW = AsAt()
"""The whole history, as it is known today."""


def london_day(moment: dt.datetime) -> dt.date:
    """The date in London at an aware datetime. 23:30 UTC in July falls on the next day there."""
    return moment.astimezone(LONDON).date()


class HistoryAsAt:
    """A history at an `AsAt`: `read` gives the events that were known and had happened.

    It reads a stream once: with its private text if `texts` is True, otherwise that is withheld.
    """

    def __init__(self, source: HistoryReader, as_at: AsAt, *, texts: bool = False) -> None:
        self._source = source
        self._texts = texts
        self._newest = as_at.newest(source)
        self._happened = as_at.happened
        self._read: dict[str, tuple[Recorded, ...]] = {}

    def read(self, stream: str, *, texts: bool = True) -> tuple[Recorded, ...]:  # noqa: ARG002 -- decided at the beginning
        """The events of one stream that the `AsAt` includes, in order."""
        if stream not in self._read:
            self._read[stream] = tuple(self._counted(stream))
        return self._read[stream]

    def streams(self, prefix: str) -> tuple[str, ...]:
        """The names of all streams with this prefix. Some may have no event that the `AsAt` includes."""
        return self._source.streams(prefix)

    def years_at(self, home_school: str) -> tuple[str, ...]:
        """The leaders' years at this home school. Some may have no event that the `AsAt` includes."""
        return self._source.years_at(home_school)

    def _counted(self, stream: str) -> Iterator[Recorded]:
        known = (e for e in self._source.read(stream, texts=self._texts) if e.position <= self._newest)
        return known if self._happened is None else as_happened_by(tuple(known), self._happened)
