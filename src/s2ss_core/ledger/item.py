"""An item of the ledger: a sum of money, and the entries that it came from."""

from datetime import date

import attrs

from s2ss_core.values import INSTALMENT, Cause, Money


@attrs.frozen(kw_only=True)
class Item:
    """Pence charged to a line on a day, on a leg of the programme's flows; the first cause is the fact itself.

    `to` is the id of the organisation that the leg pays, None before it is known.
    """

    of: tuple[Cause, ...]
    line: str
    leg: str = INSTALMENT
    to: str | None = None
    day: date
    amount: Money
