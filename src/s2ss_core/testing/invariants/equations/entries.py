"""What the documents begin from: each sum that an entry states is shown as the entries of the history state it."""

from collections.abc import Iterator, Mapping
from typing import Any

from s2ss_core.events import (
    AllocationReturned,
    AwardCostDisallowed,
    AwardCostIncurred,
    AwardCostReversed,
    AwardVaried,
    GrantAllocated,
    GrantAwarded,
    GrantReceived,
    GrantReturned,
)
from s2ss_core.testing.invariants.equations.amounts import sum_of, value_of, values_of
from s2ss_core.testing.invariants.invariant import Objections, ObservedHistory, differences, invariant
from s2ss_core.testing.model import EventIndex, Story


@invariant("S2SS-S09", "S2SS-X04", "S2SS-X05")
def what_is_incurred_and_eligible_is_what_visits_and_costs_come_to(observed: ObservedHistory) -> Objections:
    """Approved, incurred, disallowed and eligible on each line are those of the plan, the visits, the costs and their corrections."""
    for deployment in observed.deployments:
        certificate, story = observed.certificate(deployment), observed.story(deployment)
        shown = {
            row.line: tuple(
                value_of(row, name) for name in ("approved", "incurred", "disallowed", "eligible")
            )
            for row in certificate.lines
        }
        yield from differences(f"{deployment} line {{}}", shown, _lines(story))
        amounts = values_of(certificate.amounts)
        expected = {"incurred": story.incurred(), "eligible": story.eligible(), "approved": story.approved}
        yield from _differing(deployment, amounts, expected)


@invariant("S2SS-G01", "S2SS-M07")
def what_was_set_aside_released_and_recovered_is_what_the_entries_say(
    observed: ObservedHistory,
) -> Objections:
    """Awarded, received, set aside, returned, released and recovered are the sums of the entries that state them."""
    for deployment in observed.deployments:
        story, amounts = observed.story(deployment), values_of(observed.certificate(deployment).amounts)
        expected = {
            "released": story.released,
            "recovered": story.recovered,
            "match": int(story.brokered.funding.match),
        }
        if story.brokered.funding.awards:
            # An award counts once it has allocated something.
            expected |= {"awarded": story.awarded if story.allocations else 0}
            expected |= {"set_aside": story.set_aside, "returned": story.given_back}
        yield from _differing(deployment, amounts, expected)
    for name, events in observed.awards.items():
        usage, award = observed.usage(name), EventIndex(events)
        shown = {**values_of(usage.amounts), "received": value_of(usage, "received")}
        yield from _differing(name, shown, sums_of_an_award(award))
        yield from _own_costs(name, usage, award)


def _lines(story: Story) -> dict[str, tuple[int, ...]]:
    spent = story.by_line()
    planned = story.plan.lines if story.plan else ()
    names = {*spent, *(line.id for line in planned)}
    approved = {name: sum(line.approved for line in planned if line.id == name) for name in names}
    return {
        name: (amount, incurred, incurred - eligible, eligible)
        for name, amount in approved.items()
        for incurred, eligible in [spent.get(name, (0, 0))]
    }


def _differing(of: str, shown: Mapping[str, int], expected: Mapping[str, int]) -> Iterator[str]:
    yield from differences(f"{of} {{}}", {name: shown[name] for name in expected}, dict(expected))


def sums_of_an_award(award: EventIndex) -> Mapping[str, int]:
    """What was awarded, allocated, returned and received, in pence, as the entries of an award state it."""
    varied = sum(
        (variation.amount or 0) * (-1 if variation.direction == "less" else 1)
        for variation in award.of(AwardVaried)
    )
    back = dict.fromkeys((True, False), 0)
    for repayment in award.of(GrantReturned):
        back[repayment.cause == "recalled"] += repayment.amount
    set_aside = _total(award, GrantAllocated)
    return {
        "awarded": _total(award, GrantAwarded) + varied,
        "set_aside": set_aside,
        "allocated": set_aside - _total(award, AllocationReturned),
        "returned": back[False],
        "received": _total(award, GrantReceived) - back[True],
    }


def _own_costs(of: str, usage: Any, award: EventIndex) -> Iterator[str]:
    """What the award bears itself is eligible within its period, as far as its purpose has an allocation."""
    charged = {cost.cost: _charged(award, cost) for cost in award.of(AwardCostIncurred)}
    shown = {cost.cost: value_of(cost, "incurred") for cost in usage.own.costs}
    yield from differences(f"{of} cost {{}}", shown, charged)
    for purpose in usage.purposes:
        costs = [cost for cost in usage.own.costs if cost.purpose == purpose.purpose]
        if purpose.purpose == "support":
            continue
        within = sum(
            max(0, charged.get(cost.cost, 0) - _found_ineligible(award, cost.cost))
            for cost in costs
            if usage.award and usage.award.available_from <= cost.on <= usage.award.available_to
        )
        most = min(within, max(0, value_of(purpose, "allocated")))
        if sum_of(costs, "eligible") != most:
            yield f"{of} {purpose.purpose}: {sum_of(costs, 'eligible')} is eligible, and {most} is within the allocation"


def _charged(award: EventIndex, cost: AwardCostIncurred) -> int:
    notes = [credit for credit in award.of(AwardCostReversed) if credit.cost == cost.cost]
    return cost.net + cost.irrecoverable_vat - sum(note.net + note.irrecoverable_vat for note in notes)


def _found_ineligible(award: EventIndex, cost: str) -> int:
    return sum(found.amount for found in award.of(AwardCostDisallowed) if found.cost == cost)


def _total(award: EventIndex, kind: Any) -> int:
    return sum(int(entry.amount) for entry in award.of(kind))
