"""What each entry of a deployment adds to the legs of its money, with the positions that say so."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import attrs

from s2ss_core.events import (
    Brokered,
    CostIncurred,
    CostReversed,
    Costs,
    GrantRecovered,
    InstalmentReleased,
    InvoiceReceived,
    LeaderJoined,
    LeaderReplaced,
    PaymentMade,
    PaymentReversed,
    VisitLogged,
    cause_of,
)
from s2ss_core.ledger import (
    Account,
    Approved,
    Dues,
    LegKey,
    Legs,
    MoneyEntries,
    Posting,
    money_parties,
)
from s2ss_core.programmes import FlowKind, Programme, Terms
from s2ss_core.projections.engine.event_set import EventSet, Positioned
from s2ss_core.projections.engine.figure import Figure, together
from s2ss_core.projections.sums.instalments import reversals
from s2ss_core.projections.sums.schedule import costs_in_force
from s2ss_core.projections.sums.support_costs import SupportCosts
from s2ss_core.values import Cause, Money


@attrs.frozen
class LegEntry:
    """What an entry adds on a day to one side of a leg, as a figure in pence."""

    posting: Posting
    amount: Figure[Money]


@attrs.frozen
class LegEntries:
    """Everything that was added to the legs of a deployment, in the order of the ledger."""

    legs: Legs
    all: tuple[LegEntry, ...]

    def on(self, leg: LegKey) -> tuple[LegEntry, ...]:
        """What was added to one leg to one organisation."""
        return tuple(entry for entry in self.all if entry.posting.leg == leg)

    @property
    def keys(self) -> Sequence[LegKey]:
        """Every leg to every organisation on which there is anything."""
        return tuple(dict.fromkeys(entry.posting.leg for entry in self.all))

    def kind(self, entry: LegEntry) -> FlowKind:
        """The kind of the leg of an entry."""
        return self.legs.kind(entry.posting.leg[0])

    def due(self) -> Iterator[LegEntry]:
        """What became due, by visit and cost."""
        return (entry for entry in self.all if entry.posting.what == "due")

    def settling(self, leg: LegKey) -> Iterator[tuple[dt.date, Figure[Money]]]:
        """What settled a leg, by day: releases less recoveries, payments, or what is kept as it becomes due."""
        settling = self.legs.settling(leg[0])
        signs = {"released": {"released": 1, "recovered": -1}, "kept": {"due": 1}, "paid": {"paid": 1}}[
            settling
        ]
        for entry in self.on(leg):
            if sign := signs.get(entry.posting.what):
                amount = entry.amount if sign > 0 else Figure(Money(0)) - entry.amount
                yield entry.posting.day, amount

    def settled_without_releases(self) -> Iterator[tuple[dt.date, Figure[Money]]]:
        """What settled the first legs that pass no gates, by day."""
        for leg in self.keys:
            if self.legs.kind(leg[0]) == "share" and self.legs.settling(leg[0]) != "released":
                yield from self.settling(leg)


def leg_entries(facts: EventSet, support: SupportCosts) -> LegEntries | None:
    """Everything on the legs of a deployment; None if the history holds no programme to go by."""
    brokered, programme = facts.latest(Brokered), support.price_list.programme
    if brokered is None or programme is None:
        return None
    kind = brokered.event.funding.kind
    terms = next((terms for terms in programme.funding if terms.kind == kind), None)
    if terms is None:
        return None
    return _Folded(facts, support, programme, terms, brokered.event, costs_in_force(facts)).entries()


@attrs.frozen
class _Folded:
    """The events of one deployment, the programme and the terms that its legs go by, and who bears what, with its positions."""

    facts: EventSet
    support: SupportCosts
    programme: Programme
    terms: Terms
    brokered: Brokered
    costs: tuple[Costs | None, tuple[int, ...]]

    def entries(self) -> LegEntries:
        parties = money_parties(self.brokered, (change.event for change in self._changes()))
        costs, _ = self.costs
        legs = Legs(dues=Dues(programme=self.programme, terms=self.terms, parties=parties, costs=costs))
        positions = self._positions()
        # What is due for a cost that is not among those of the support, as where an award bears other lines, is left out.
        postings = (
            posting
            for posting in legs.postings(self._account(), self._entries())
            if posting.what != "due" or posting.of in positions
        )
        return LegEntries(
            legs, tuple(LegEntry(posting, self._figure(posting, positions)) for posting in postings)
        )

    def _figure(self, posting: Posting, positions: Mapping[Cause, tuple[int, ...]]) -> Figure[Money]:
        return Figure(posting.amount, together(positions[posting.of], self._parties_at(posting.leg[0])))

    def _parties_at(self, leg: str) -> tuple[int, ...]:
        """The positions of what says whom a leg pays."""
        flow = next((flow for flow in self.terms.flows if flow.id == leg), None)
        by_leader = flow and {"leader-school", "other-provider"} & {*flow.paid_to}
        changes = [change.position for change in self._changes() if by_leader or _changes_lead(change.event)]
        shared = self.costs[1] if flow and flow.kind == "charge" else ()
        return together(self.support.price_list.pinned_at, changes, shared)

    def _changes(self) -> Sequence[Positioned[LeaderJoined | LeaderReplaced]]:
        return self.facts.of(LeaderJoined, LeaderReplaced)

    def _account(self) -> Account:
        plans = self.support.price_list.plans
        disallowed = {
            of: sum((entry.event.amount for entry in entries), Money(0))
            for of, entries in self.support.price_list.disallowed.items()
        }
        credits: dict[str, list[CostReversed]] = {}  # noqa: A001 -- the trade's word
        for credit in self.facts.not_struck_out(CostReversed):
            credits.setdefault(credit.event.cost, []).append(credit.event)
        return Account(
            self.programme,
            plans=[
                Approved(
                    plan=plan.submitted.event, on=plan.approved.event.on, effective_from=plan.effective_from
                )
                for plan in plans
            ],
            visits={visit.event.visit: visit.event for visit in self.facts.not_struck_out(VisitLogged)},
            costs={cost.event.cost: cost.event for cost in self.facts.not_struck_out(CostIncurred)},
            disallowed=disallowed,
            credits=credits,
        )

    def _entries(self) -> MoneyEntries:
        facts = self.facts
        return MoneyEntries(
            invoices={entry.event.invoice: entry.event for entry in facts.not_struck_out(InvoiceReceived)},
            releases=[entry.event for entry in facts.of(InstalmentReleased)],
            recoveries=[entry.event for entry in facts.of(GrantRecovered)],
            payments={entry.event.payment: entry.event for entry in facts.not_struck_out(PaymentMade)},
            reversed=reversals(facts),
            costs={cost.event.cost: cost.event for cost in facts.not_struck_out(CostIncurred)},
        )

    def _positions(self) -> Mapping[Cause, tuple[int, ...]]:
        """For every entry that moves money, the positions of it and of what is said of it."""
        found = {of: together(*positions) for of, positions in self._of_costs().items()}
        moved: tuple[type[Any], ...] = (InvoiceReceived, InstalmentReleased, GrantRecovered, PaymentMade)
        for kind in moved:
            for entry in self.facts.of(kind):
                found[cause_of(entry.event)] = entry.positions
        for payment in self.facts.of(PaymentMade):
            named = (part.of for part in payment.event.settles)
            found[cause_of(payment.event)] = together(
                payment.positions, *(found.get(of, ()) for of in named if of.name in ("invoice", "cost"))
            )
        for reversal in self.facts.of(PaymentReversed):
            of = Cause("payment", (reversal.event.payment,))
            found[of] = together(found.get(of, ()), (reversal.position,))
        return found

    def _of_costs(self) -> Mapping[Cause, list[tuple[int, ...]]]:
        found: dict[Cause, list[tuple[int, ...]]] = {}
        for cost in self.support.costs.all:
            of_it = found.setdefault(cost.of, [])
            of_it.append(cost.incurred.positions)
            of_it.extend(disallowance.amount.positions for disallowance in cost.disallowances)
        return found


def _changes_lead(change: LeaderJoined | LeaderReplaced) -> bool:
    return change.lead if isinstance(change, LeaderJoined) else change.new_lead is not None
