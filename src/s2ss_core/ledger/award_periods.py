"""The days on which an award may be used, as at a day."""

from collections.abc import Iterable
from datetime import date

from s2ss_core.events import AwardVaried, GrantAwarded
from s2ss_core.ledger.offices import Period


def award_period_on(awarded: GrantAwarded, varied: Iterable[AwardVaried], day: date) -> Period:
    """The first and the last day of an award, as it had been varied by a day.

    Of several variations of one day, the one recorded last counts.
    """
    newest: AwardVaried | None = None
    for variation in varied:
        if variation.available_to is not None and variation.on <= day:
            newest = variation if newest is None or variation.on >= newest.on else newest
    end = newest.available_to if newest else None
    return Period(start=awarded.available_from, end=end or awarded.available_to)
