"""As known at a time, as happened by a date: which part of history a view is drawn from."""

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
    """Which part of history counts. Nothing given: all of it. What is given combines.

    `position` and `recorded` say what was known: the longest prefix of the whole history up to that position
    and in which nothing was recorded later. `recorded` is an aware datetime, or a date for that whole day in
    London. `happened` leaves out what happened after that day; a correction counts from the date of the fact
    it corrects. Raises `BadInput` for a datetime without a time zone, or one where a date is meant.
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
            raise BadInput(f"{self.recorded} has no time zone: say when in UTC, or give a date")
        if isinstance(self.happened, dt.datetime):
            raise BadInput(f"{self.happened} is a time: events happened on a day, give a date")

    def newest(self, source: HistoryReader) -> int:
        """The position of the newest event that was known, 0 if none was."""
        newest = source.newest() if self.position is None else min(self.position, source.newest())
        if self.recorded is None:
            return newest
        known = 0
        for entry in source.history(upto=newest, texts=False):
            if self._later(entry.recorded_at):
                return known
            known = entry.position
        return known

    def _later(self, recorded_at: dt.datetime) -> bool:
        if isinstance(self.recorded, dt.datetime):
            return recorded_at > self.recorded
        return self.recorded is not None and london_day(recorded_at) > self.recorded


NOW = AsAt()
"""All of history, as far as it is known."""


def london_day(moment: dt.datetime) -> dt.date:
    """The day in London that holds an aware moment: 23:30 UTC in July is the next day there."""
    return moment.astimezone(LONDON).date()


class HistoryAsAt:
    """A history as it stood: `read` gives what was known and had happened, and remembers it."""

    def __init__(self, source: HistoryReader, as_at: AsAt) -> None:
        self._source = source
        self._newest = as_at.newest(source)
        self._happened = as_at.happened
        self._read: dict[tuple[str, bool], tuple[Recorded, ...]] = {}

    def read(self, stream: str, *, texts: bool = True) -> tuple[Recorded, ...]:
        """The events of one stream that count, in order."""
        if (stream, texts) not in self._read:
            self._read[stream, texts] = tuple(self._counted(stream, texts=texts))
        return self._read[stream, texts]

    def streams(self, prefix: str) -> tuple[str, ...]:
        """The names of all streams that begin so; some may hold nothing that counts."""
        return self._source.streams(prefix)

    def _counted(self, stream: str, *, texts: bool) -> Iterator[Recorded]:
        known = (e for e in self._source.read(stream, texts=texts) if e.position <= self._newest)
        return known if self._happened is None else as_happened_by(tuple(known), self._happened)
