"""The lines of a plan: what is bought, at which price, and along which legs its money goes. All sums in pence."""

from datetime import date

import attrs

from s2ss_core.ids import Id, RecordId
from s2ss_core.values import Band, Cause, Days, Head, Money, Organisation, Private, Term, Unit

__all__ = ["PlanLine", "Split"]


@attrs.frozen(kw_only=True)
class Split:
    """A part of a line's rate that goes along one leg of the money; `amount` is pence a unit."""

    leg: RecordId
    amount: Money


@attrs.frozen(kw_only=True)
class PlanLine:
    """What will be bought in one term: quantity × rate = amount, net of VAT.

    `vat` is a memo. `irrecoverable_vat`, the part of it that the recipient cannot recover, is a cost of the plan.

    A line of leaders' days may name the one `leader` or the `band` that it is for.

    A line that runs over several terms is written once a term under the same `id`. Who is paid for it follows from the
    programme's flows and the agreement's payees.
    """

    id: RecordId
    term: Term
    by: date | None = None
    head: Head
    description: str
    provider: Organisation
    unit: Unit
    quantity: Days
    rate: Money
    rate_reason: Private | None = None
    amount: Money
    splits: tuple[Split, ...] = ()
    vat: Money = Money(0)
    irrecoverable_vat: Money = Money(0)
    evidence: tuple[Cause, ...] = ()
    leader: Id | None = None
    band: Band | None = None

    @property
    def approved(self) -> Money:
        """What counts as approved when the plan is, in pence: the amount, and the VAT on it that is not recovered."""
        return self.amount + self.irrecoverable_vat
