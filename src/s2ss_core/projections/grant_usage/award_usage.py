"""The usage of one award over all deployments with an allocation from it."""

from collections.abc import Callable, Iterator, Mapping, Sequence

import attrs

from s2ss_core.events import (
    AllocationReturned,
    GrantAllocated,
    GrantReceived,
    GrantReturned,
    deployment_stream,
    grant_stream,
)
from s2ss_core.ids import key_of, same
from s2ss_core.projections.engine.event_set import EventSet, Positioned
from s2ss_core.projections.engine.figure import Figure, money, no_money
from s2ss_core.projections.engine.note import Note
from s2ss_core.projections.grant_usage.allocations import (
    Allocation,
    Group,
    Needed,
    PurposeUsage,
    allocations_of,
    purposes_of,
)
from s2ss_core.projections.grant_usage.amounts import Amounts, amounts_of, awarded_in, sum_of
from s2ss_core.projections.grant_usage.award_costs import AwardCosts, award_costs_of, notes_on_award_costs
from s2ss_core.projections.grant_usage.breakdowns import Breakdowns, breakdowns_of, purse_of
from s2ss_core.projections.grant_usage.combined_breakdowns import merged, through
from s2ss_core.projections.grant_usage.organisations import (
    OrganisationDues,
    Part,
    organisations_of,
    parts_of_award_costs,
    parts_of_support,
)
from s2ss_core.projections.grant_usage.paid_twice import paid_twice
from s2ss_core.projections.grant_usage.provenance import LAYOUT, Provenance, provenance_of, with_digest
from s2ss_core.projections.grant_usage.shares import lines_borne, share_of_costs, share_of_events
from s2ss_core.projections.sums.leg_entries import LegEntries, leg_entries
from s2ss_core.projections.sums.legs import legs_of
from s2ss_core.projections.sums.parties import Award, awards_in
from s2ss_core.projections.sums.support_costs import SupportCosts, support_costs
from s2ss_core.store import Recorded
from s2ss_core.values import Money

Entries = Mapping[str, LegEntries | None]
"""The entries on the legs of each deployment."""


@attrs.frozen(kw_only=True)
class DeploymentUsage:
    """The amounts of one deployment that has an allocation from the award."""

    deployment: str
    amounts: Amounts


@attrs.frozen(kw_only=True)
class AwardUsage:
    """The usage of one award. Sums in pence; awarded + uncovered = eligible + committed + unspent + returned.

    `received` is net of what the funder recalled, and `returned` is what else was repaid to it. `not_allocated` is below
    nought where the award was varied below what is allocated. `own` are the costs that the award bears itself: they are
    in the amounts, and not in `cuts`, which are the breakdowns of all its deployments together, without plan lines.
    `organisations` are over all its deployments and its own costs.
    """

    title: str = "Usage of the award"
    layout: str = LAYOUT
    grant: str
    award: Award | None
    received: Figure[Money]
    amounts: Amounts
    not_allocated: Figure[Money]
    purposes: tuple[PurposeUsage, ...]
    allocations: tuple[Allocation, ...]
    own: AwardCosts
    organisations: tuple[OrganisationDues, ...]
    deployments: tuple[DeploymentUsage, ...]
    cuts: Breakdowns
    notes: tuple[Note, ...]
    basis: Provenance


def award_usage_of(facts: EventSet) -> AwardUsage:
    """The usage of the award in the key of these events."""
    own = EventSet(facts.key, facts.within(grant_stream(facts.name)))
    whole = _parts(facts, own)
    shares = {deployment: _share(part) for deployment, part in whole.items()}
    parts = {deployment: part for deployment, (part, _) in shares.items()}
    support = {deployment: costs for deployment, (_, costs) in shares.items()}
    entries = {deployment: leg_entries(part, support[deployment]) for deployment, part in parts.items()}
    usages = tuple(
        _usage(part, support[deployment], entries[deployment]) for deployment, part in parts.items()
    )
    awards, own_costs = awards_in(own), award_costs_of(own)
    amounts = _amounts(own, [usage.amounts for usage in usages], own_costs)
    allocations = allocations_of(own, _needed(usages, own_costs))
    return with_digest(
        AwardUsage(
            grant=facts.id,
            award=awards[-1] if awards else None,
            received=_received(own),
            amounts=amounts,
            not_allocated=amounts.awarded - amounts.allocated - amounts.returned,
            purposes=purposes_of(allocations),
            allocations=allocations,
            own=own_costs,
            organisations=organisations_of(
                (
                    *parts_of_award_costs(own_costs, awards[-1] if awards else None),
                    *_parts_of_support(parts, entries),
                )
            ),
            deployments=usages,
            cuts=_breakdowns(parts, support, entries),
            notes=(
                *_notes(parts, support),
                *notes_on_award_costs(own),
                *paid_twice(parts.values(), own_costs),
            ),
            basis=provenance_of(_source_entries(own, whole)),
        )
    )


def _share(part: EventSet) -> tuple[EventSet, SupportCosts]:
    """The events and the costs of a deployment that the award bears: all, unless its allocations name lines."""
    support, lines = support_costs(part), lines_borne(part)
    if not lines:
        return part, support
    return share_of_events(part, support, lines), share_of_costs(support, lines)


def _needed(usages: Sequence[DeploymentUsage], own_costs: AwardCosts) -> Callable[[Group], Needed]:
    amounts = {key_of(usage.deployment): usage.amounts for usage in usages}

    def needed(group: Group) -> Needed:
        purpose, deployment = group
        if purpose == "support":
            used = amounts.get(deployment) if deployment else None
            return Needed(
                eligible=used.eligible if used else no_money(),
                committed=used.committed if used else no_money(),
            )
        return Needed(eligible=own_costs.total("eligible", purpose), committed=no_money())

    return needed


def _received(own: EventSet) -> Figure[Money]:
    return sum_of(own.not_struck_out(GrantReceived)) - sum_of(_gone_back(own, recalled=True))


def _gone_back(own: EventSet, *, recalled: bool) -> list[Positioned[GrantReturned]]:
    return [
        returned
        for returned in own.not_struck_out(GrantReturned)
        if (returned.event.cause == "recalled") == recalled
    ]


def _deployments(own: EventSet) -> list[str]:
    return sorted(
        {
            key_of(name)
            for allocation in own.not_struck_out(GrantAllocated)
            if allocation.event.purpose == "support" and (name := allocation.event.deployment)
        }
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


def _usage(part: EventSet, support: SupportCosts, entries: LegEntries | None) -> DeploymentUsage:
    legs = None if lines_borne(part) else legs_of(entries)  # a share's releases say what is for its lines
    amounts = amounts_of(part.id, part, support.plan, support.costs, legs)
    return DeploymentUsage(deployment=part.id, amounts=through(_linking(part), amounts))


def _linking(part: EventSet) -> tuple[int, ...]:
    """The positions of a deployment's allocations, which connect it with the award.

    If they name lines, every entry says what of each release is for these.
    """
    if lines_borne(part):
        return tuple(entry.position for entry in part.entries)
    return tuple(
        allocation.position
        for allocation in part.not_struck_out(GrantAllocated)
        if same(allocation.event.deployment, part.name)
    )


def _amounts(own: EventSet, amounts: list[Amounts], own_costs: AwardCosts) -> Amounts:
    def over_all(name: str) -> Figure[Money]:
        return money(getattr(amount, name) for amount in amounts)

    def with_own(name: str) -> Figure[Money]:
        return over_all(name) + own_costs.total(name)

    awarded, eligible, committed = awarded_in(own), with_own("eligible"), over_all("committed")
    returned, set_aside = sum_of(_gone_back(own, recalled=False)), sum_of(own.not_struck_out(GrantAllocated))
    used = eligible + committed + returned
    summed = ("approved", "released", "settled", "recovered", "owed", "overpaid", "match")
    return Amounts(
        awarded=awarded,
        set_aside=set_aside,
        allocated=set_aside - sum_of(own.not_struck_out(AllocationReturned)),
        incurred=with_own("incurred"),
        disallowed=with_own("disallowed"),
        eligible=eligible,
        committed=committed,
        unspent=(awarded - used).at_least_nought(),
        uncovered=(used - awarded).at_least_nought(),
        returned=returned,
        **{name: over_all(name) for name in summed},
    )


def _breakdowns(parts: dict[str, EventSet], support: dict[str, SupportCosts], entries: Entries) -> Breakdowns:
    return merged(
        through(
            _linking(part),
            breakdowns_of(
                purse_of(
                    part,
                    support[deployment].price_list,
                    support[deployment].costs,
                    None if lines_borne(part) else entries[deployment],
                )
            ),
        )
        for deployment, part in parts.items()
    )


def _parts_of_support(parts: dict[str, EventSet], entries: Entries) -> Iterator[Part]:
    """What each organisation is due for the support, of the lines that the award bears."""
    for deployment, part in parts.items():
        yield from through(_linking(part), tuple(parts_of_support(entries[deployment], award=True)))


def _notes(parts: dict[str, EventSet], support: dict[str, SupportCosts]) -> Iterator[Note]:
    for deployment, part in parts.items():
        for note in support[deployment].costs.notes:
            yield Note(f"{part.id}: {note.says}", note.positions)


def _source_entries(own: EventSet, parts: dict[str, EventSet]) -> Iterator[Recorded]:
    return (entry for facts in (own, *parts.values()) for entry in facts.entries)
