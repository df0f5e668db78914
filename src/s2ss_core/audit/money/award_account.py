"""The account of one award, added up anew from its entries that stand. All sums are whole pence; nothing raises."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import attrs

import s2ss_core.events as e
from s2ss_core.audit.book import Book
from s2ss_core.audit.money.own_costs import OwnCost, eligible_within
from s2ss_core.audit.money.payments import Paid
from s2ss_core.audit.money.sums import Sums
from s2ss_core.ids import key_of, same
from s2ss_core.store import Recorded

__all__ = ["OWN_PURPOSES", "AwardAccount", "SetAside", "award_of"]

OWN_PURPOSES: tuple[e.OwnPurpose, ...] = ("quality-assurance", "co-ordination")
KEPT = "award"


@attrs.define(eq=False)
class SetAside:
    """One allocation, and what of it went back to the award."""

    event: e.GrantAllocated
    position: int
    returns: list[e.AllocationReturned] = attrs.field(factory=list)

    @property
    def returned(self) -> int:
        """What went back to the award."""
        return sum(int(back.amount) for back in self.returns)

    @property
    def net(self) -> int:
        """What is left of it."""
        return int(self.event.amount) - self.returned

    def net_on(self, day: date) -> int:
        """What was left of it at the end of a day."""
        aside = int(self.event.amount) if self.event.on <= day else 0
        return aside - sum(int(back.amount) for back in self.returns if back.on <= day)


@attrs.define(eq=False)
class AwardAccount:
    """What an award's entries come to: awarded, received, set aside, returned, and spent by the award itself."""

    awarded_by: e.GrantAwarded | None = None
    awarded: int = 0
    tranches: int = 0
    recalled: int = 0
    returned: int = 0
    allocations: dict[str, SetAside] = attrs.field(factory=dict)
    costs: dict[str, OwnCost] = attrs.field(factory=dict)
    payments: dict[str, Paid] = attrs.field(factory=dict)
    ends: list[tuple[date, date]] = attrs.field(factory=list)
    closed_on: date | None = None
    entries: int = 0

    def available_to(self, day: date) -> date | None:
        """The last day of the award for what happens on a day, as varied by then."""
        first = self.awarded_by.available_to if self.awarded_by else None
        newest_last = sorted(self.ends, key=lambda end: end[0])
        return next((last for since, last in reversed(newest_last) if since <= day), first)

    @property
    def received(self) -> int:
        """What was received, less what the funder took back for being above the award."""
        return self.tranches - self.recalled

    @property
    def net_allocated(self) -> int:
        """What is set aside and did not go back."""
        return sum(allocation.net for allocation in self.allocations.values())

    @property
    def not_allocated(self) -> int:
        """What is neither set aside nor returned to the funder; below nought if the award was varied below that."""
        return self.awarded - self.net_allocated - self.returned

    def set_aside_for(self, purpose: e.Purpose, deployment: str | None = None) -> list[SetAside]:
        """The allocations to a purpose, or to the support of one deployment, in the order in which they were made."""
        return [
            allocation
            for allocation in self.allocations.values()
            if allocation.event.purpose == purpose
            and (deployment is None or same(allocation.event.deployment, deployment))
        ]

    @property
    def deployments(self) -> tuple[str, ...]:
        """The keys of the deployments whose support it has an allocation for."""
        named = (allocation.event.deployment for allocation in self.set_aside_for("support"))
        return tuple(dict.fromkeys(key_of(name) for name in named if name is not None))

    def own_costs(self, purpose: e.OwnPurpose) -> list[tuple[OwnCost, Sums]]:
        """The costs of a purpose that the award bears itself, and what of each is eligible."""
        allocated = sum(allocation.net for allocation in self.set_aside_for(purpose))
        of_it = [cost for cost in self.costs.values() if cost.event.purpose == purpose]
        return list(eligible_within(of_it, allocated))

    def own(self, purpose: e.OwnPurpose) -> Sums:
        """What the costs of a purpose that the award bears itself come to."""
        total = Sums()
        for _, sums in self.own_costs(purpose):
            total.move(Sums(), sums)
        return total

    def paid_for(self, purpose: e.OwnPurpose) -> int:
        """What was paid for the costs of a purpose."""
        return sum(
            amount
            for payment in self.payments.values()
            for of, amount in payment.parts()
            if of[0] == "award-cost" and of[1] in self.costs and self.costs[of[1]].event.purpose == purpose
        )

    def paid_beyond(self) -> Iterator[tuple[str, int]]:
        """Each supplier of costs that the award bears itself, and what it was paid beyond what it charged."""
        beyond = dict[str, int]()
        for cost in self.costs.values():
            supplier = key_of(cost.event.supplier.id)
            beyond[supplier] = beyond.get(supplier, 0) - cost.incurred
        for payment in self.payments.values():
            for of, amount in payment.parts():
                if of[0] == "award-cost" and of[1] in self.costs:
                    beyond[key_of(self.costs[of[1]].event.supplier.id)] += amount
        yield from beyond.items()


def award_of(book: Book) -> AwardAccount:
    """The account of an award's entries that stand, kept up with its book."""
    account: AwardAccount | None = book.memory.get(KEPT)
    if account is not None and account.entries == len(book.entries):
        return account
    if account is None or any(
        isinstance(new.event, e.EntryStruckOut) for new in book.entries[account.entries :]
    ):
        account = book.memory[KEPT] = AwardAccount()
    for entry in book.entries[account.entries :]:
        account.entries += 1
        posting = POSTINGS.get(type(entry.event))
        if posting is not None and book.stands(entry):
            posting(account, entry.event, entry)
    return account


Posting = Callable[[AwardAccount, Any, Recorded], object]


def _awarded(account: AwardAccount, event: e.GrantAwarded, _: Recorded) -> None:
    account.awarded_by = account.awarded_by or event
    account.awarded += int(event.amount)


def _add(name: str, amount: Callable[[Any], int]) -> Posting:
    def posting(account: AwardAccount, event: Any, _: Recorded) -> None:
        setattr(account, name, getattr(account, name) + amount(event))

    return posting


def _returned(account: AwardAccount, event: e.GrantReturned, _: Recorded) -> None:
    if event.cause == "recalled":
        account.recalled += int(event.amount)
    else:
        account.returned += int(event.amount)


def _given_back(account: AwardAccount, event: e.AllocationReturned, _: Recorded) -> None:
    if event.allocation in account.allocations:
        account.allocations[event.allocation].returns.append(event)


def _credited(account: AwardAccount, event: e.AwardCostReversed, _: Recorded) -> None:
    if event.cost in account.costs:
        account.costs[event.cost].credits.append(event)


def _disallowed(account: AwardAccount, event: e.AwardCostDisallowed, _: Recorded) -> None:
    if event.cost in account.costs:
        account.costs[event.cost].disallowances[event.disallowance] = event


def _settled(account: AwardAccount, event: e.AwardVatSettled, _: Recorded) -> None:
    cost, paid = account.costs.get(event.of.id[0]), account.payments.get(event.of.id[0])
    if event.of.name == "award-cost" and cost is not None:
        cost.irrecoverable = int(event.irrecoverable_vat)
    elif event.of.name == "award-payment" and paid is not None:
        paid.settle(int(event.irrecoverable_vat))


def _varied(account: AwardAccount, event: e.AwardVaried, _: Recorded) -> None:
    account.awarded += int(event.change)
    if event.available_to is not None:
        account.ends.append((event.on, event.available_to))


def _came_back(account: AwardAccount, event: e.AwardPaymentReversed, _: Recorded) -> None:
    if event.payment in account.payments:
        account.payments[event.payment].reversals.append(event)


POSTINGS: dict[type, Posting] = {
    e.GrantAwarded: _awarded,
    e.AwardVaried: _varied,
    e.AwardVatSettled: _settled,
    e.GrantReceived: _add("tranches", lambda event: int(event.amount)),
    e.GrantReturned: _returned,
    e.GrantAllocated: lambda account, event, entry: account.allocations.setdefault(
        event.allocation, SetAside(event, entry.position)
    ),
    e.AllocationReturned: _given_back,
    e.AwardCostIncurred: lambda account, event, entry: account.costs.setdefault(
        event.cost, OwnCost(entry.position, event)
    ),
    e.AwardCostReversed: _credited,
    e.AwardCostDisallowed: _disallowed,
    e.AwardPaymentMade: lambda account, event, entry: account.payments.setdefault(
        event.payment, Paid(entry.position, event)
    ),
    e.AwardPaymentReversed: _came_back,
    e.AwardClosed: lambda account, event, _: setattr(account, "closed_on", event.on),
    e.AwardReopened: lambda account, _event, _: setattr(account, "closed_on", None),
}
