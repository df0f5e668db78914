"""The account of one deployment under its programme: an item for every visit and cost, and what is eligible by line."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from itertools import chain

import attrs

import s2ss_core.events as e
from s2ss_core.ledger.charges import charge, charged_by_visits
from s2ss_core.ledger.dues import Dues
from s2ss_core.ledger.item import Item
from s2ss_core.ledger.plans import Approved, in_force
from s2ss_core.ledger.worth import NOTHING, worth
from s2ss_core.programmes import Programme
from s2ss_core.values import Cause, Money


class Account:
    """Reads the entries of a record that its owner keeps, and carries what they come to.

    Its owner applies an event to the entries and then calls `advance`. `disallowed` is in pence by visit or cost,
    `credits` are by the id of the cost. A credit counts from its own day, a disallowance from the day of its fact.
    """

    def __init__(
        self,
        programme: Programme,
        *,
        plans: Sequence[Approved],
        visits: Mapping[str, e.VisitLogged],
        costs: Mapping[str, e.CostIncurred],
        disallowed: Mapping[Cause, Money],
        credits: Mapping[str, Sequence[e.CostReversed]],  # noqa: A002 -- the trade's word
    ) -> None:
        self.programme = programme
        self._plans, self._visits, self._costs = plans, visits, costs
        self._disallowed, self._credits = disallowed, credits
        self._items: dict[Cause, Item] = {}
        self._counts: dict[Cause, Money] = {}
        self._eligible: dict[str, Money] = {}
        self._recount_all()

    def advance(self, event: object) -> None:
        """Count anew what an event changed that was applied to the entries."""
        match event:
            case e.VisitLogged(visit=visit):
                self._recount(Cause("visit", (visit,)))
            case e.CostIncurred(cost=cost) | e.CostReversed(cost=cost):
                self._recount(Cause("cost", (cost,)))
            case e.CostDisallowed(of=fact) | e.VatSettled(of=fact) if fact in self._items:
                self._recount(fact)
            case e.PlanApproved() | e.CostAllowed():
                self._recount_all()
            case _:
                pass

    def _recount_all(self) -> None:
        for carried in (self._items, self._counts, self._eligible):
            carried.clear()
        for fact in self._facts:
            self._recount(fact)

    @property
    def _facts(self) -> Iterator[Cause]:
        """Every visit and cost: visits first, in the order they were recorded."""
        return chain(
            (Cause("visit", (visit,)) for visit in self._visits),
            (Cause("cost", (cost,)) for cost in self._costs),
        )

    def _recount(self, fact: Cause) -> None:
        if before := self._items.pop(fact, None):
            self._eligible[before.line] -= self._counts.pop(fact)
        item = self._item(fact)
        if item is not None:
            self._items[fact] = item
            self._counts[fact] = self.eligible_of(item)
            self._eligible[item.line] = self._eligible.get(item.line, NOTHING) + self._counts[fact]

    @property
    def items(self) -> Iterator[tuple[Cause, Item]]:
        """What each visit and cost charges: visits first, in the order they were recorded."""
        for fact in self._facts:
            if fact in self._items:
                yield fact, self._items[fact]

    def of(self, fact: Cause) -> Item | None:
        """What one visit or cost charges, if it is recorded and charges anything."""
        return self._items.get(fact)

    def eligible_of(self, item: Item) -> Money:
        """What of an item is eligible."""
        disallowed = self._disallowed.get(item.of[0], NOTHING)
        return worth(item.amount, on_plan=self._on_plan(item), disallowed=(disallowed,)).eligible

    def _on_plan(self, item: Item) -> bool:
        """Whether the plan in force has the line of an item, and the line takes this kind of fact."""
        plan = in_force(self._plans, item.day)
        line = plan.line(item.line) if plan else None
        return line is not None and charged_by_visits(line) == (item.of[0].name == "visit")

    def eligible_on(self, line: str) -> Money:
        """Incurred less disallowed on one line."""
        return self._eligible.get(line, NOTHING)

    def eligible_by_line(self) -> Mapping[str, Money]:
        """Incurred less disallowed, line by line, in the order the lines were first charged."""
        return {item.line: self._eligible[item.line] for _, item in self.items}

    def eligible(self, by: date = date.max) -> Money:
        """Incurred less disallowed, up to a day if one is given."""
        if by == date.max:
            return sum(self._eligible.values(), NOTHING)
        return sum(
            (self._eligible_by(fact, item, by) for fact, item in self.items if item.day <= by), NOTHING
        )

    def due(self, dues: Dues, by: date = date.max) -> Iterator[Item]:
        """What is due on every leg for each visit and cost up to a day, in the order of `items`.

        What a credit takes away is due, below nought, on the day of the credit.
        """
        for fact, item in self.items:
            entry = self._visits[fact.id[0]] if fact.name == "visit" else self._costs[fact.id[0]]
            plan = in_force(self._plans, item.day)
            line = plan.line(item.line) if plan else None
            before: tuple[Item, ...] = ()
            for day in self._days_of(fact, item):
                if day <= by:
                    then, eligible = self._item_by(fact, item, day), self._eligible_by(fact, item, day)
                    now = tuple(dues.of(then, eligible, line, entry))
                    yield from _changes(before, now, day)
                    before = now

    def _days_of(self, fact: Cause, item: Item) -> Sequence[date]:
        """The day of a visit or a cost, and the days of the credits of it."""
        credited = self._credits.get(fact.id[0], ()) if fact.name == "cost" else ()
        return sorted({item.day, *(max(credit.on, item.day) for credit in credited)})

    def _eligible_by(self, fact: Cause, item: Item, by: date) -> Money:
        """What of an item is eligible, less only the credits up to a day."""
        then = self._item_by(fact, item, by)
        return self._counts[fact] if then is item else self.eligible_of(then)

    def _item_by(self, fact: Cause, item: Item, by: date) -> Item:
        """An item less only the credits up to a day."""
        if fact.name != "cost" or fact.id[0] not in self._credits:
            return item
        return attrs.evolve(item, amount=self._net(fact.id[0], by))

    def eligible_between(self, first: date, last: date, lines: Collection[str] | None = None) -> Money:
        """Incurred less disallowed in a period, both days included: on these lines, or on all if none are given."""
        facts = (fact for fact, item in self.items if lines is None or item.line in lines)
        dated = (entry for fact in facts for entry in self.by_day(fact))
        return sum((amount for day, amount in dated if first <= day <= last), NOTHING)

    def by_day(self, fact: Cause) -> Iterator[tuple[date, Money]]:
        """What is eligible of a visit or cost on its day, and each credit, below nought, on its own day."""
        item = self._items[fact]
        if fact.name == "visit":
            yield item.day, self._counts[fact]
            return
        cost, credited = self._costs[fact.id[0]], self._credits.get(fact.id[0], ())
        sums = worth(
            cost.charged,
            on_plan=self._on_plan(item),
            credits=(credit.credited for credit in credited),
            disallowed=(self._disallowed.get(fact, NOTHING),),
        )
        yield item.day, sums.incurred - sum(sums.disallowed, NOTHING)
        for credit, amount, beyond in zip(credited, sums.credits, sums.of_disallowed, strict=True):
            yield max(credit.on, item.day), beyond - amount

    def _net(self, cost: str, by: date = date.max) -> Money:
        """What a cost charges less its credits up to a day, both with the VAT that is not recovered."""
        credited = (credit.credited for credit in self._credits.get(cost, ()) if credit.on <= by)
        return worth(self._costs[cost].charged, credits=credited).net

    def _item(self, fact: Cause) -> Item | None:
        (name,) = fact.id
        if fact.name == "cost":
            cost = self._costs.get(name)
            return Item(of=(fact,), line=cost.line, day=cost.on, amount=self._net(name)) if cost else None
        visit = self._visits[name]
        plan = in_force(self._plans, visit.on)
        if visit.line is None or plan is None:
            return None
        amount = charge(self.programme, plan.line(visit.line), visit)
        return Item(of=(fact,), line=visit.line, day=visit.on, amount=amount) if amount else None


def _changes(before: Sequence[Item], now: Sequence[Item], day: date) -> Iterator[Item]:
    """What is due now and was not before. Nothing is due any more if there is no item now."""
    for index, item in enumerate(now or before):
        due = item.amount if now else NOTHING
        was = before[index].amount if before else NOTHING
        yield attrs.evolve(item, day=day, amount=due - was)
