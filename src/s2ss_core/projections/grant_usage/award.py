"""The usage of one award over all the deployments it was allocated to."""

from collections.abc import Iterator

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
from s2ss_core.projections.facts import Facts
from s2ss_core.projections.figure import Figure, money
from s2ss_core.projections.grant_usage.amounts import Amounts, amounts_of, awarded_in
from s2ss_core.projections.grant_usage.basis import LAYOUT, Basis, basis_of, with_digest
from s2ss_core.projections.grant_usage.cuts import Cuts, cuts_of, purse_of
from s2ss_core.projections.grant_usage.merging import merged, through
from s2ss_core.projections.grant_usage.parties import Award, awards_in
from s2ss_core.projections.note import Note
from s2ss_core.projections.support_costs import SupportCosts, support_costs
from s2ss_core.store import Recorded
from s2ss_core.values import Money


@attrs.frozen(kw_only=True)
class Allocation:
    """A part of the award set aside, in pence, and what of it went back to the award."""

    allocation: str
    deployment: str | None
    purpose: Purpose
    amount: Figure[Money]
    returned: Figure[Money]


@attrs.frozen(kw_only=True)
class DeploymentUsage:
    """What one deployment made of the award."""

    deployment: str
    amounts: Amounts


@attrs.frozen(kw_only=True)
class AwardUsage:
    """What one award bought. Sums in pence; awarded = eligible + committed + unspent + returned.

    `returned` is what went back to the funder. Cuts are those of all its deployments together, without lines.
    """

    title: str = "Usage of the award"
    layout: str = LAYOUT
    grant: str
    award: Award | None
    received: Figure[Money]
    amounts: Amounts
    allocations: tuple[Allocation, ...]
    deployments: tuple[DeploymentUsage, ...]
    cuts: Cuts
    notes: tuple[Note, ...]
    basis: Basis


def award_usage_of(facts: Facts) -> AwardUsage:
    """The usage of the award that the facts' key names."""
    own = attrs.evolve(facts, entries=facts.within(grant_stream(facts.name)))
    parts = {deployment: _part(deployment, facts) for deployment in _deployments(own)}
    support = {deployment: support_costs(part) for deployment, part in parts.items()}
    usages = tuple(_usage(deployment, part, support[deployment]) for deployment, part in parts.items())
    awards = awards_in(own)
    return with_digest(
        AwardUsage(
            grant=facts.name,
            award=awards[-1] if awards else None,
            received=money(Figure(told.event.amount, (told.position,)) for told in own.of(GrantReceived)),
            amounts=_amounts(own, [usage.amounts for usage in usages]),
            allocations=tuple(_allocations(own)),
            deployments=usages,
            cuts=_cuts(parts, support),
            notes=tuple(_notes(parts, support)),
            basis=basis_of(attrs.evolve(facts, entries=_drawn(own, parts))),
        )
    )


def _deployments(own: Facts) -> list[str]:
    return sorted({told.event.deployment for told in own.of(GrantAllocated) if told.event.deployment})


def _part(deployment: str, facts: Facts) -> Facts:
    """What of the facts belongs to one deployment: its own stream, the award's and the programmes'."""
    streams = {deployment_stream(deployment), grant_stream(facts.name)}
    entries = (e for e in facts.entries if e.stream in streams or e.stream.startswith("programme:"))
    return Facts(("deployment", deployment), tuple(entries))


def _usage(deployment: str, part: Facts, support: SupportCosts) -> DeploymentUsage:
    amounts = amounts_of(deployment, part, support.plan, support.costs)
    return DeploymentUsage(deployment=deployment, amounts=through(_linking(part), amounts))


def _linking(part: Facts) -> tuple[int, ...]:
    """The positions that make a deployment one of the award's: its allocations."""
    return tuple(told.position for told in part.of(GrantAllocated) if told.event.deployment == part.name)


def _amounts(own: Facts, amounts: list[Amounts]) -> Amounts:
    def over_all(name: str) -> Figure[Money]:
        return money(getattr(one, name) for one in amounts)

    awarded, eligible, committed = awarded_in(own), over_all("eligible"), over_all("committed")
    returned = money(Figure(told.event.amount, (told.position,)) for told in own.of(GrantReturned))
    summed = ("approved", "incurred", "disallowed", "released", "recovered", "owed", "overpaid", "match")
    return Amounts(
        awarded=awarded,
        allocated=money(Figure(told.event.amount, (told.position,)) for told in own.of(GrantAllocated)),
        eligible=eligible,
        committed=committed,
        unspent=awarded - eligible - committed - returned,
        returned=returned,
        **{name: over_all(name) for name in summed},
    )


def _allocations(own: Facts) -> Iterator[Allocation]:
    for told in own.of(GrantAllocated):
        back = (one for one in own.of(AllocationReturned) if one.event.allocation == told.event.allocation)
        yield Allocation(
            allocation=told.event.allocation,
            deployment=told.event.deployment,
            purpose=told.event.purpose,
            amount=Figure(told.event.amount, (told.position,)),
            returned=money(Figure(one.event.amount, (one.position, told.position)) for one in back),
        )


def _cuts(parts: dict[str, Facts], support: dict[str, SupportCosts]) -> Cuts:
    return merged(
        through(
            _linking(part), cuts_of(purse_of(part, support[deployment].reckoning, support[deployment].costs))
        )
        for deployment, part in parts.items()
    )


def _notes(parts: dict[str, Facts], support: dict[str, SupportCosts]) -> Iterator[Note]:
    for deployment, part in parts.items():
        for note in support[deployment].costs.notes:
            yield Note(f"{deployment}: {note.says}", note.positions)
        for told in part.of(Brokered):
            if len(told.event.funding.awards) > 1:
                yield Note(
                    f"{deployment} draws on several awards: all it cost is shown under each of them",
                    (told.position,),
                )


def _drawn(own: Facts, parts: dict[str, Facts]) -> tuple[Recorded, ...]:
    drawn = {entry.position: entry for facts in (own, *parts.values()) for entry in facts.entries}
    return tuple(drawn[position] for position in sorted(drawn))
