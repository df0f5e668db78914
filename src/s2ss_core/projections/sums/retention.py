"""How long records are kept."""

import datetime as dt

from s2ss_core.programmes import YEARS_KEPT, Programme, Setting


def years_kept(programme: Programme | None) -> Setting[int]:
    """The number of years that a programme sets, with its source; the usual one where no programme is known."""
    return programme.years_kept if programme else YEARS_KEPT


def kept_until(last: dt.date, programme: Programme | None = None) -> dt.date:
    """The day until which records are kept: so many years after the end of the financial year of the last day in them."""
    ends = last.year if last < dt.date(last.year, 4, 1) else last.year + 1
    return dt.date(min(ends + max(years_kept(programme).value, 0), dt.MAXYEAR), 3, 31)
