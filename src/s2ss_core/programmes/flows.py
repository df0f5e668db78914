"""The ways of the money: each flow is a leg, one kind of payment between two organisations."""

from typing import Literal

import attrs

FlowKind = Literal["charge", "share", "onward", "award"]
MoneyParty = Literal[
    "funder", "broker", "supported-school", "home-school", "home-trust", "leader-school", "other-provider", "qa-lead",
    "local-authority",
]  # fmt: skip
"""Who pays or is paid on a leg. The home school and trust are those of the lead, the leader's school that of whoever made
the visit, and another provider is any supplier of the plan's costs or home school that the lead's school pays."""


@attrs.frozen(kw_only=True)
class Flow:
    """A leg of the money: one kind of payment between two organisations, under an `id` of its own.

    `kind`: a charge brings the holder money; a share is a part of what is charged, which the holder pays or keeps
    (`retained`); an onward leg is paid out of a share; the award's own legs pay no line of a plan. `paid_by` and `paid_to`
    name the first organisation that there is. `how` lists every way in which the leg is settled.
    """

    id: str
    kind: FlowKind
    paid_by: tuple[MoneyParty, ...]
    paid_to: tuple[MoneyParty, ...]
    what: str
    when: str
    how: tuple[Literal["invoice", "journal", "grant-payment", "retained"], ...]
    source: str

    @property
    def kept(self) -> bool:
        """Whether the holder keeps what is due on it."""
        return "retained" in self.how
