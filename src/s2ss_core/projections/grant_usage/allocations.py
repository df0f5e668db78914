"""What became of each allocation of an award, and of what is allocated to each purpose."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import get_args

import attrs

from s2ss_core.events import AllocationReturned, GrantAllocated, Purpose
from s2ss_core.ids import key_of
from s2ss_core.projections.engine.event_set import EventSet, Positioned
from s2ss_core.projections.engine.figure import Figure, money, no_money, together
from s2ss_core.values import Money


@attrs.frozen(kw_only=True)
class Allocation:
    """A part of the award set aside for a purpose, in pence: amount + uncovered = eligible + committed + unspent + returned.

    Where several allocations are for the same support or the same purpose, what is eligible and then what is committed
    is taken from them in the order in which they were made.
    """

    allocation: str
    deployment: str | None
    purpose: Purpose
    amount: Figure[Money]
    eligible: Figure[Money]
    committed: Figure[Money]
    unspent: Figure[Money]
    uncovered: Figure[Money]
    returned: Figure[Money]


@attrs.frozen(kw_only=True)
class PurposeUsage:
    """What became of all that is allocated to one purpose, in pence.

    `allocated` is what was set aside less what was returned: allocated + uncovered = eligible + committed + unspent.
    """

    purpose: Purpose
    set_aside: Figure[Money]
    returned: Figure[Money]
    allocated: Figure[Money]
    eligible: Figure[Money]
    committed: Figure[Money]
    unspent: Figure[Money]
    uncovered: Figure[Money]


@attrs.frozen(kw_only=True)
class Needed:
    """What is eligible, and what is committed, of the cost that a group of allocations is for."""

    eligible: Figure[Money]
    committed: Figure[Money]


Group = tuple[Purpose, str | None]
"""The allocations that are for the same: to one deployment's support, or to a purpose that the award bears itself."""


def allocations_of(own: EventSet, needed: Callable[[Group], Needed]) -> tuple[Allocation, ...]:
    """Every allocation in the order in which they were made; `needed` is called with a group of them."""
    groups: dict[Group, list[Positioned[GrantAllocated]]] = {}
    for made in own.not_struck_out(GrantAllocated):
        groups.setdefault(_group(made.event), []).append(made)
    rows = {
        row.allocation: row
        for group, entries in groups.items()
        for row in _rows(entries, _returned(own), needed(group))
    }
    names = dict.fromkeys(made.event.allocation for made in own.not_struck_out(GrantAllocated))
    return tuple(rows[name] for name in names)


def purposes_of(allocations: Sequence[Allocation]) -> tuple[PurposeUsage, ...]:
    """What became of what is allocated to each purpose that has an allocation."""
    given = (purpose for purpose in get_args(Purpose) if any(row.purpose == purpose for row in allocations))
    return tuple(
        _purpose(purpose, [row for row in allocations if row.purpose == purpose]) for purpose in given
    )


def _purpose(purpose: Purpose, rows: Iterable[Allocation]) -> PurposeUsage:
    def total(name: str) -> Figure[Money]:
        return money(getattr(row, name) for row in rows)

    return PurposeUsage(
        purpose=purpose,
        set_aside=total("amount"),
        returned=total("returned"),
        allocated=total("amount") - total("returned"),
        eligible=total("eligible"),
        committed=total("committed"),
        unspent=total("unspent"),
        uncovered=total("uncovered"),
    )


def _group(allocation: GrantAllocated) -> Group:
    if allocation.purpose != "support" or allocation.deployment is None:
        return allocation.purpose, None
    return allocation.purpose, key_of(allocation.deployment)


def _returned(own: EventSet) -> Mapping[str, Figure[Money]]:
    made = {entry.event.allocation: entry.position for entry in own.not_struck_out(GrantAllocated)}
    returned: dict[str, Figure[Money]] = {}
    for entry in own.not_struck_out(AllocationReturned):
        name = entry.event.allocation
        if name in made:
            back = Figure(entry.event.amount, together((entry.position, made[name])))
            returned[name] = returned.get(name, no_money()) + back
    return returned


def _rows(
    entries: Sequence[Positioned[GrantAllocated]], returned: Mapping[str, Figure[Money]], needed: Needed
) -> Iterator[Allocation]:
    amounts = [Figure(entry.event.amount, (entry.position,)) for entry in entries]
    back = [returned.get(entry.event.allocation, no_money()) for entry in entries]
    left = [amount - gone for amount, gone in zip(amounts, back, strict=True)]
    eligible = _taken(left, needed.eligible)
    committed = _taken([kept - taken for kept, taken in zip(left, eligible, strict=True)], needed.committed)
    for index, entry in enumerate(entries):
        used = eligible[index] + committed[index]
        yield Allocation(
            allocation=entry.event.allocation,
            deployment=entry.event.deployment,
            purpose=entry.event.purpose,
            amount=amounts[index],
            eligible=eligible[index],
            committed=committed[index],
            unspent=(left[index] - used).at_least_nought(),
            uncovered=(used - left[index]).at_least_nought(),
            returned=back[index],
        )


def _taken(left: Sequence[Figure[Money]], needed: Figure[Money]) -> list[Figure[Money]]:
    """What of a sum each of these takes, in order; the last takes all that the others leave."""
    sources = together(needed.positions, *(figure.positions for figure in left))
    rest = int(needed.value)
    taken: list[int] = []
    for figure in left[:-1]:
        taken.append(min(rest, max(0, int(figure.value))))
        rest -= taken[-1]
    return [Figure(Money(amount), sources) for amount in (*taken, rest)]
