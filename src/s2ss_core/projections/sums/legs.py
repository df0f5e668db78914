"""The legs of the money of a deployment: what is due on each to whom, and what was released, invoiced and paid."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import attrs

from s2ss_core.events import (
    Brokered,
    CostIncurred,
    CostReversed,
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
    Settling,
    money_parties,
)
from s2ss_core.programmes import FlowKind, Programme, Terms
from s2ss_core.projections.engine.event_set import EventSet, Positioned
from s2ss_core.projections.engine.figure import Figure, money, together
from s2ss_core.projections.sums.instalments import reversals
from s2ss_core.projections.sums.support_costs import SupportCosts
from s2ss_core.values import Cause, Money


@attrs.frozen(kw_only=True)
class Leg:
    """One leg of the money to one organisation, whose key is `to`. Sums in pence, net of VAT that the payer recovers.

    `settled_by`: on a leg with releases what counts as settled is released less recovered, on one that the holder of the
    money keeps what is due, and on every other leg what was paid. So due = settled + owed - overpaid. `unpaid` is what was
    released or invoiced and not paid, below nought where money is to come back.
    """

    leg: str
    kind: FlowKind
    to: str
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
    brokered, programme = facts.latest(Brokered), support.price_list.programme
    if brokered is None or programme is None:
        return None
    kind = brokered.event.funding.kind
    terms = next((terms for terms in programme.funding if terms.kind == kind), None)
    return _Folded(facts, support, programme, terms, brokered.event).legs() if terms else None


@attrs.frozen
class _Folded:
    """The events of one deployment, and the programme and the terms that its legs go by."""

    facts: EventSet
    support: SupportCosts
    programme: Programme
    terms: Terms
    brokered: Brokered

    def legs(self) -> tuple[Leg, ...]:
        parties = money_parties(self.brokered, (change.event for change in self._changes()))
        legs = Legs(dues=Dues(programme=self.programme, terms=self.terms, parties=parties))
        positions = self._positions()
        sides: dict[LegKey, dict[str, list[Figure[Money]]]] = {}
        for posting in legs.postings(self._account(), self._entries()):
            of_leg = sides.setdefault(posting.leg, {})
            of_leg.setdefault(posting.what, []).append(self._figure(posting, positions))
        return tuple(_leg(legs, key, of_leg) for key, of_leg in sides.items())

    def _figure(self, posting: Posting, positions: Mapping[Cause, tuple[int, ...]]) -> Figure[Money]:
        return Figure(posting.amount, together(positions[posting.of], self._parties_at(posting.leg[0])))

    def _parties_at(self, leg: str) -> tuple[int, ...]:
        """The positions of what says whom a leg pays."""
        paid = next((flow.paid_to for flow in self.terms.flows if flow.id == leg), ())
        by_leader = {"leader-school", "other-provider"} & {*paid}
        changes = [change.position for change in self._changes() if by_leader or _changes_lead(change.event)]
        return together(self.support.price_list.pinned_at, changes)

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


def _leg(legs: Legs, key: LegKey, sides: Mapping[str, list[Figure[Money]]]) -> Leg:
    leg, to = key
    due, invoiced, released, recovered, paid = (
        money(sides.get(side, ())) for side in ("due", "invoiced", "released", "recovered", "paid")
    )
    settling = legs.settling(leg)
    settled = {"released": released - recovered, "kept": due, "paid": paid}[settling]
    claimed = released - recovered if settling == "released" else invoiced
    return Leg(
        leg=leg,
        kind=legs.kind(leg),
        to=to,
        settled_by=settling,
        due=due,
        invoiced=invoiced,
        released=released,
        recovered=recovered,
        paid=paid,
        settled=settled,
        owed=(due - settled).at_least_nought(),
        overpaid=(settled - due).at_least_nought(),
        unpaid=claimed - paid,
    )


def first_legs(legs: tuple[Leg, ...]) -> Iterator[Leg]:
    """The legs that the holder of the money pays or keeps."""
    return (leg for leg in legs if leg.first)
