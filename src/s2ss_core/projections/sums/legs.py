"""The legs of the money of a deployment: what is due on each to whom, and what was released, invoiced and paid."""

from collections.abc import Iterator

import attrs

from s2ss_core.ledger import LegKey, Settling
from s2ss_core.programmes import FlowKind
from s2ss_core.projections.engine.event_set import EventSet
from s2ss_core.projections.engine.figure import Figure, money, no_money
from s2ss_core.projections.sums.leg_entries import LegEntries, leg_entries
from s2ss_core.projections.sums.support_costs import SupportCosts
from s2ss_core.values import Money


@attrs.frozen(kw_only=True)
class Leg:
    """One leg of the money to one organisation, whose key is `to`. Sums in pence, net of VAT that the payer recovers.

    `payers` are the keys of the organisations that paid the leg, one after another, as the lead changed; `retained` tells
    whether the holder of the money keeps what is due on it.

    `settled_by`: on a leg with releases what counts as settled is released less recovered, on one that the holder of the
    money keeps what is due, and on every other leg what was paid. So due = settled + owed - overpaid. `unpaid` is what was
    released or invoiced and not paid, below nought where money is to come back, and nothing where it is kept.
    """

    leg: str
    kind: FlowKind
    to: str
    payers: tuple[str, ...]
    retained: bool
    settled_by: Settling
    due: Figure[Money]
    invoiced: Figure[Money]
    released: Figure[Money]
    recovered: Figure[Money]
    paid: Figure[Money]
    settled: Figure[Money]
    owed: Figure[Money]
    overpaid: Figure[Money]
    unpaid: Figure[Money]

    @property
    def first(self) -> bool:
        """Whether the holder of the money pays the leg or keeps it: what is due on these legs is what is eligible."""
        return self.kind == "share"

    @property
    def kept_on_record(self) -> bool:
        """Whether the record tells what is paid on it: an onward leg is between others, who may tell nothing of it."""
        return self.kind != "onward" or self.invoiced.value > 0 or self.paid.value > 0


def legs_in(facts: EventSet, support: SupportCosts) -> tuple[Leg, ...] | None:
    """Every leg to every organisation on which there is anything; None if the history holds no programme to go by."""
    return legs_of(leg_entries(facts, support))


def legs_of(entries: LegEntries | None) -> tuple[Leg, ...] | None:
    """The legs that these entries are on."""
    return tuple(_leg(entries, key) for key in entries.keys) if entries else None


def _leg(entries: LegEntries, key: LegKey) -> Leg:
    def side(what: str) -> Figure[Money]:
        return money(entry.amount for entry in own if entry.posting.what == what)

    own, legs, (leg, to) = entries.on(key), entries.legs, key
    due, invoiced, released, recovered, paid = map(side, ("due", "invoiced", "released", "recovered", "paid"))
    settling = legs.settling(leg)
    settled = {"released": released - recovered, "kept": due, "paid": paid}[settling]
    keeps = legs.keeps(leg)
    claimed = released - recovered if settling == "released" else invoiced
    in_order = sorted(own, key=lambda entry: entry.posting.day)
    return Leg(
        leg=leg,
        kind=legs.kind(leg),
        to=to,
        payers=tuple(dict.fromkeys(entry.posting.payer for entry in in_order)),
        retained=keeps,
        settled_by=settling,
        due=due,
        invoiced=invoiced,
        released=released,
        recovered=recovered,
        paid=paid,
        settled=settled,
        owed=(due - settled).at_least_nought(),
        overpaid=(settled - due).at_least_nought(),
        unpaid=no_money() if keeps else claimed - paid,
    )


def first_legs(legs: tuple[Leg, ...]) -> Iterator[Leg]:
    """The legs that the holder of the money pays or keeps."""
    return (leg for leg in legs if leg.first)
