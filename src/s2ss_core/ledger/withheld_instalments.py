"""Withheld instalments: since when one is withheld on a day."""

from collections.abc import Iterable
from datetime import date

from s2ss_core.events import InstalmentWithheld, WithholdingLifted


def withheld_since(
    entries: Iterable[InstalmentWithheld | WithholdingLifted], instalment: int, leg: str, day: date
) -> date | None:
    """The day since which an instalment of a leg is withheld on a day; None if it is not, or was lifted by then.

    Of several on one day, the one recorded last counts.
    """
    newest: InstalmentWithheld | WithholdingLifted | None = None
    for entry in entries:
        if (entry.instalment, entry.leg) == (instalment, leg) and entry.on <= day:
            newest = entry if newest is None or entry.on >= newest.on else newest
    return newest.on if isinstance(newest, InstalmentWithheld) else None
