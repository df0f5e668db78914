"""The usage of one award over all deployments with an allocation from it."""

from collections.abc import Iterator, Sequence

import attrs

from s2ss_core.events import (
    AllocationReturned,
    Brokered,
    GrantAllocated,
    GrantReceived,
    GrantReturned,
    Purpose,
    deployment_stream,
    grant_stream,
)
from s2ss_core.ids import key_of, same
from s2ss_core.projections.engine.event_set import EventSet, Positioned
from s2ss_core.projections.engine.figure import Figure, money
from s2ss_core.projections.engine.note import Note
from s2ss_core.projections.grant_usage.amounts import Amounts, amounts_of, awarded_in, sum_of
from s2ss_core.projections.grant_usage.breakdowns import Breakdowns, breakdowns_of, purse_of
from s2ss_core.projections.grant_usage.combined_breakdowns import merged, through
from s2ss_core.projections.grant_usage.provenance import LAYOUT, Provenance, provenance_of, with_digest
from s2ss_core.projections.sums.parties import Award, awards_in
from s2ss_core.projections.sums.support_costs import SupportCosts, support_costs
from s2ss_core.store import Recorded
from s2ss_core.values import Money


@attrs.frozen(kw_only=True)
class Allocation:
    """A part of the award set aside for a purpose, and how much of it was released to the award again, in pence."""

    allocation: str
    deployment: str | None
    purpose: Purpose
    amount: Figure[Money]
    returned: Figure[Money]


@attrs.frozen(kw_only=True)
class DeploymentUsage:
    """The amounts of one deployment that has an allocation from the award."""

    deployment: str
    amounts: Amounts


@attrs.frozen(kw_only=True)
class AwardUsage:
    """The usage of one award. Sums in pence; awarded + uncovered = eligible + committed + unspent + returned.

    `received` is net of what the funder recalled, and `returned` is what else was repaid to it. `cuts` are the breakdowns of all its deployments together, without
    plan lines.
    """

    title: str = "Usage of the award"
    layout: str = LAYOUT
    grant: str
    award: Award | None
    received: Figure[Money]
    amounts: Amounts
    allocations: tuple[Allocation, ...]
    deployments: tuple[DeploymentUsage, ...]
    cuts: Breakdowns
    notes: tuple[Note, ...]
    basis: Provenance


def award_usage_of(facts: EventSet) -> AwardUsage:
    """The usage of the award in the key of these events."""
    own = EventSet(facts.key, facts.within(grant_stream(facts.name)))
    parts = _parts(facts, own)
    support = {deployment: support_costs(part) for deployment, part in parts.items()}
    usages = tuple(_usage(part, support[deployment]) for deployment, part in parts.items())
    awards = awards_in(own)
    return with_digest(
        AwardUsage(
            grant=facts.id,
            award=awards[-1] if awards else None,
            received=_received(own),
            amounts=_amounts(own, [usage.amounts for usage in usages]),
            allocations=tuple(_allocations(own)),
            deployments=usages,
            cuts=_breakdowns(parts, support),
            notes=tuple(_notes(parts, support)),
            basis=provenance_of(_source_entries(own, parts)),
        )
    )


def _received(own: EventSet) -> Figure[Money]:
    return sum_of(own.of(GrantReceived)) - sum_of(_gone_back(own, recalled=True))


def _gone_back(own: EventSet, *, recalled: bool) -> list[Positioned[GrantReturned]]:
    return [
        returned for returned in own.of(GrantReturned) if (returned.event.cause == "recalled") == recalled
    ]


def _deployments(own: EventSet) -> list[str]:
    return sorted(
        {key_of(name) for allocation in own.of(GrantAllocated) if (name := allocation.event.deployment)}
    )


def _parts(facts: EventSet, own: EventSet) -> dict[str, EventSet]:
    """The events that concern each deployment: its own stream, the programmes, and the award without other allocations."""
    programmes = [entry for entry in facts.entries if entry.stream.startswith("programme:")]
    shared, of_each = _by_deployment(own)
    return {
        deployment: EventSet(
            ("deployment", deployment),
            _in_order(facts.within(deployment_stream(deployment)), programmes, shared, of_each[deployment]),
        )
        for deployment in _deployments(own)
    }


def _by_deployment(own: EventSet) -> tuple[list[Recorded], dict[str, list[Recorded]]]:
    """The entries of an award that concern all its deployments, and the entries about the allocations to each."""
    shared: list[Recorded] = []
    of_each: dict[str, list[Recorded]] = {}
    allocated_to: dict[str, str | None] = {}
    for entry in own.entries:
        if isinstance(entry.event, GrantAllocated):
            allocated_to[entry.event.allocation] = entry.event.deployment
        elif not isinstance(entry.event, AllocationReturned):
            shared.append(entry)
            continue
        deployment = allocated_to.get(entry.event.allocation)
        if deployment is not None:
            of_each.setdefault(key_of(deployment), []).append(entry)
    return shared, of_each


def _in_order(*entries: Sequence[Recorded]) -> list[Recorded]:
    return sorted((entry for group in entries for entry in group), key=lambda entry: entry.position)


def _usage(part: EventSet, support: SupportCosts) -> DeploymentUsage:
    amounts = amounts_of(part.id, part, support.plan, support.costs)
    return DeploymentUsage(deployment=part.id, amounts=through(_linking(part), amounts))


def _linking(part: EventSet) -> tuple[int, ...]:
    """The positions of a deployment's allocations, which connect it with the award."""
    return tuple(
        allocation.position
        for allocation in part.of(GrantAllocated)
        if same(allocation.event.deployment, part.name)
    )


def _amounts(own: EventSet, amounts: list[Amounts]) -> Amounts:
    def over_all(name: str) -> Figure[Money]:
        return money(getattr(amount, name) for amount in amounts)

    awarded, eligible, committed = awarded_in(own), over_all("eligible"), over_all("committed")
    returned, set_aside = sum_of(_gone_back(own, recalled=False)), sum_of(own.of(GrantAllocated))
    used = eligible + committed + returned
    summed = ("approved", "incurred", "disallowed", "released", "recovered", "owed", "overpaid", "match")
    return Amounts(
        awarded=awarded,
        set_aside=set_aside,
        allocated=set_aside - sum_of(own.of(AllocationReturned)),
        eligible=eligible,
        committed=committed,
        unspent=(awarded - used).at_least_nought(),
        uncovered=(used - awarded).at_least_nought(),
        returned=returned,
        **{name: over_all(name) for name in summed},
    )


def _allocations(own: EventSet) -> Iterator[Allocation]:
    returns: dict[str, list[Positioned[AllocationReturned]]] = {}
    for returned in own.of(AllocationReturned):
        returns.setdefault(returned.event.allocation, []).append(returned)
    for allocation in own.of(GrantAllocated):
        released = returns.get(allocation.event.allocation, [])
        yield Allocation(
            allocation=allocation.event.allocation,
            deployment=allocation.event.deployment,
            purpose=allocation.event.purpose,
            amount=Figure(allocation.event.amount, (allocation.position,)),
            returned=money(
                Figure(returned.event.amount, (returned.position, allocation.position))
                for returned in released
            ),
        )


def _breakdowns(parts: dict[str, EventSet], support: dict[str, SupportCosts]) -> Breakdowns:
    return merged(
        through(
            _linking(part),
            breakdowns_of(purse_of(part, support[deployment].price_list, support[deployment].costs)),
        )
        for deployment, part in parts.items()
    )


def _notes(parts: dict[str, EventSet], support: dict[str, SupportCosts]) -> Iterator[Note]:
    for deployment, part in parts.items():
        for note in support[deployment].costs.notes:
            yield Note(f"{part.id}: {note.says}", note.positions)
        for brokered in part.of(Brokered):
            if len(brokered.event.funding.awards) > 1:
                yield Note(
                    f"{part.id} draws on several awards: all it cost is shown under each of them",
                    (brokered.position,),
                )


def _source_entries(own: EventSet, parts: dict[str, EventSet]) -> Iterator[Recorded]:
    return (entry for facts in (own, *parts.values()) for entry in facts.entries)
