"""The periods in each of which something is held once: weeks, fortnights, terms or academic years."""

import datetime as dt

import attrs

from s2ss_core.errors import BadInput
from s2ss_core.programmes import Programme, term_dates, term_of
from s2ss_core.values import AcademicYear, Frequency, Term

STEP = {"week": dt.timedelta(days=7), "fortnight": dt.timedelta(days=14)}


@attrs.frozen(kw_only=True)
class Periods:
    """The periods from a first day to a last one, counted from 0. Weeks and fortnights begin on the first day.

    What is held once has one period. Nothing falls into periods of which the last day comes before the first.
    """

    programme: Programme
    every: Frequency
    first: dt.date
    last: dt.date

    @property
    def number(self) -> int:
        """How many periods there are; the first and the last one may be cut short."""
        last = self.of(self.last) if self.first <= self.last else None
        return 0 if last is None else last + 1

    def of(self, day: dt.date) -> int | None:
        """In which period a day is; None if it is in none."""
        if self.every == "once":
            return 0
        if not self.first <= day <= self.last:
            return None
        if step := STEP.get(self.every):
            return (day - self.first) // step
        try:
            return self._ordinal(day) - self._ordinal(self.first)
        except BadInput:  # a day before the year 2000, which is in no term
            return None

    def dates(self, number: int) -> tuple[dt.date, dt.date]:
        """The first and the last day of a period that there is."""
        if self.every == "once":
            return self.first, self.last
        if step := STEP.get(self.every):
            first = self.first + number * step
            return first, self.last if self.last - first < step else first + step - dt.timedelta(days=1)
        first, last = self._whole(self._ordinal(self.first) + number)
        return max(first, self.first), min(last, self.last)

    def _ordinal(self, day: dt.date) -> int:
        if self.every == "year":
            return int(AcademicYear.of(day)[:4])
        return day.year * len(self._seasons) + self._seasons.index(term_of(self.programme, day).season)

    def _whole(self, ordinal: int) -> tuple[dt.date, dt.date]:
        if self.every == "year":
            return dt.date(ordinal, 9, 1), dt.date(ordinal + 1, 8, 31)
        year, season = divmod(ordinal, len(self._seasons))
        return term_dates(self.programme, Term(f"{year}-{self._seasons[season]}"))

    @property
    def _seasons(self) -> list[str]:
        spans = sorted(self.programme.terms, key=lambda span: (span.first_month, span.first_day))
        return [span.season for span in spans]
