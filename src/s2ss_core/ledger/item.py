"""An item of the ledger: a sum of money, and the entries that it came from."""

from datetime import date

import attrs

from s2ss_core.values import INSTALMENT, Cause, Money


@attrs.frozen(kw_only=True)
class Item:
    """Pence charged to a line on a day, on a leg of the programme's flows; the first cause is the fact itself.

    `payer` and `to` are the ids of the organisations that pay and are paid on the leg, None before they are known.
    """

    of: tuple[Cause, ...]
    line: str
    leg: str = INSTALMENT
    payer: str | None = None
    to: str | None = None
    day: date
    amount: Money
