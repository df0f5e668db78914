"""What is due on each leg of the money for a visit or a cost, from whom to whom: one definition for every reader."""

from collections.abc import Iterator, Sequence
from datetime import date

import attrs

from s2ss_core.events import CostIncurred, Costs, PlanLine, Split, VisitLogged
from s2ss_core.ids import same
from s2ss_core.ledger.charges import charge
from s2ss_core.ledger.item import Item
from s2ss_core.ledger.parties import Parties, names_of
from s2ss_core.programmes import Flow, Programme, RateSplit, Terms, rates_for
from s2ss_core.values import INSTALMENT, Money, Organisation

_INSTALMENT = Flow(
    id=INSTALMENT,
    kind="share",
    paid_by=("broker",),
    paid_to=("home-trust", "home-school"),
    what="an instalment",
    when="in arrears",
    how=("invoice", "journal"),
    source="choice: a programme that describes no flows pays the leader's trust or school",
)


def shares(terms: Terms) -> tuple[Flow, ...]:
    """The first legs of one kind of funding: those that the holder of the money pays, or keeps."""
    return tuple(flow for flow in terms.flows if flow.kind == "share") or (_INSTALMENT,)


def releases_on(leg: str, terms: Terms) -> bool:
    """Whether the programme settles a leg by instalments, which pass its gates: those that are paid, and those that are kept."""
    return bool(terms.gates) and any(flow.id == leg for flow in shares(terms))


def is_kept(leg: str, terms: Terms) -> bool:
    """Whether the holder of the money keeps what is due on a leg."""
    return any(flow.id == leg and flow.kept for flow in shares(terms))


@attrs.frozen(kw_only=True)
class Dues:
    """Works out what is due on every leg of a deployment. Sums in pence, each under the day of its visit or cost.

    `costs` are what school, broker and home school bear of the whole, as the agreement in force states it, if it does.
    """

    programme: Programme
    terms: Terms
    parties: Parties
    costs: Costs | None = None

    def of(
        self, item: Item, eligible: Money, line: PlanLine | None, fact: VisitLogged | CostIncurred
    ) -> Iterator[Item]:
        """What is due for an item of which this much is eligible: on shares, on onward legs and on charges."""
        if eligible <= 0:
            return
        leader = self.parties.leader(fact.leader, fact.on) if isinstance(fact, VisitLogged) else None
        first = tuple(
            self._item(item, flow, amount, self.parties.paid(flow.paid_to, item.day, leader))
            for flow, amount in self._shares(item, eligible, line, fact)
        )
        yield from first
        for flow in self._of_kind("onward"):
            if supplier := self._onward(flow, fact):
                yield from self._paid_on(item, flow, first, supplier)
        for flow in self._of_kind("charge"):
            if part := self._charged(flow, eligible):
                yield self._item(item, flow, part, self.parties.paid(flow.paid_to, item.day))

    def _charged(self, flow: Flow, eligible: Money) -> Money:
        """What a charge brings of what is eligible: its payer's part of the stated costs, or all of it of the supported school.

        A part is rounded down to the penny. What no charge brings, the holder bears.
        """
        by_school = flow.paid_by[0] == "supported-school"
        if self.costs is None or not self.costs.total:
            return eligible if by_school else Money(0)
        part = self.costs.supported_school if by_school else self.costs.home_school
        return Money(int(eligible) * int(part) // int(self.costs.total))

    def _item(self, item: Item, flow: Flow, amount: Money, to: Organisation) -> Item:
        payer = self.parties.paid(flow.paid_by, item.day)
        return attrs.evolve(item, leg=flow.id, payer=payer.id, to=to.id, amount=amount)

    def _paid_on(
        self, item: Item, flow: Flow, first: Sequence[Item], supplier: Organisation
    ) -> Iterator[Item]:
        """What an onward leg pays out of the shares that its payer is due; nothing if it is due none of them."""
        payer = self.parties.party(self.parties.paid(flow.paid_by, item.day).id, flow.paid_by)
        words = {share.id: share.paid_to for share in shares(self.terms) if not share.kept}
        own = [
            share.amount
            for share in first
            if share.leg in words and self.parties.party(share.to or "", words[share.leg]) == payer
        ]
        if own:
            yield self._item(item, flow, sum(own, Money(0)), supplier)

    def _of_kind(self, kind: str) -> Iterator[Flow]:
        return (flow for flow in self.terms.flows if flow.kind == kind)

    def _shares(
        self, item: Item, eligible: Money, line: PlanLine | None, fact: VisitLogged | CostIncurred
    ) -> Iterator[tuple[Flow, Money]]:
        """The parts of what is eligible, each rounded down to the penny; the last part takes the rest."""
        parts = self._parts(line, item.day)
        left = eligible
        for flow, rate in parts[:-1]:
            whole = self._part_of_charge(item, line, fact, rate)
            part = Money(int(whole) * int(eligible) // int(item.amount))
            left -= part
            yield flow, part
        yield parts[-1][0], left

    def _part_of_charge(
        self, item: Item, line: PlanLine | None, fact: VisitLogged | CostIncurred, rate: Money
    ) -> Money:
        """What an item comes to at a part of its line's rate."""
        if line is None or not line.rate:
            return Money(0)
        if isinstance(fact, VisitLogged):
            return charge(self.programme, attrs.evolve(line, rate=rate), fact) or Money(0)
        return Money(int(item.amount) * int(rate) // int(line.rate))

    def _parts(self, line: PlanLine | None, day: date) -> Sequence[tuple[Flow, Money]]:
        """The shares that a line goes along, with the part of its rate that each takes: one alone, unless it is split."""
        legs = {flow.id: flow for flow in shares(self.terms)}
        splits = (line.splits or self._on_card(line, day)) if line else ()
        parts = [(legs[split.leg], split.amount) for split in splits if split.leg in legs]
        if splits and len(parts) == len(splits):
            return parts
        paid = (flow for flow in legs.values() if not flow.kept)
        return [(legs.get(INSTALMENT) or next(paid, None) or next(iter(legs.values())), Money(0))]

    def _on_card(self, line: PlanLine, day: date) -> Sequence[Split | RateSplit]:
        rates = rates_for(self.programme, head=line.head, unit=line.unit, on=day, band=line.band)
        return next((rate.splits for rate in rates if rate.amount == line.rate), ())

    def onward(self, fact: CostIncurred) -> tuple[str, Organisation] | None:
        """The onward leg on which the lead's school pays for a cost, and whom; None if it pays nobody for it."""
        paid = ((flow.id, self._onward(flow, fact)) for flow in self._of_kind("onward"))
        return next(((leg, to) for leg, to in paid if to), None)

    def _onward(self, flow: Flow, fact: VisitLogged | CostIncurred) -> Organisation | None:
        """Whom the lead's school pays on an onward leg for a visit or a cost, if anybody."""
        own = names_of(self.parties.lead(fact.on))
        if isinstance(fact, VisitLogged):
            leader = self.parties.leader(fact.leader, fact.on)
            other = not own & names_of(leader) and "other-provider" in flow.paid_to
            return (leader.home_trust or leader.home_school) if other else None
        if own & fact.supplier.names:
            return None
        reimbursed = same(fact.supplier.id, self.parties.school.id)
        return (
            fact.supplier
            if ("supported-school" if reimbursed else "other-provider") in flow.paid_to
            else None
        )
