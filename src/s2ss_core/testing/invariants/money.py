"""Invariants of money, to the penny."""

from collections.abc import Iterator
from typing import Any

from s2ss_core.aggregates.decision import DecisionContext
from s2ss_core.aggregates.deployment.legs import first_legs
from s2ss_core.events import AgreementIssued, PlanApproved, deployment_stream
from s2ss_core.testing.invariants.figures import figures_of
from s2ss_core.testing.invariants.invariant import Objections, ObservedHistory, differences, invariant
from s2ss_core.testing.model import Award, Story
from s2ss_core.values import Money

OF_AN_AWARD = ("awarded", "set_aside", "allocated", "committed", "unspent", "uncovered", "returned")
OF_ROWS = {"set_aside": "amount", "allocated": "amount"}
"""What the amounts of a purpose are called in its allocations, where that is something else."""


@invariant("S2SS-A02", "S2SS-M18", "S2SS-P17", "S2SS-G01")
def the_schedule_is_the_approved_plan_within_what_was_set_aside_and_awarded(
    observed: ObservedHistory,
) -> Objections:
    """Scheduled = approved ≤ allocated ≤ awarded, once an agreement is signed and includes the plan approved last.

    What an allocation does not need any more may go back once support has ended, though it is approved.
    The schedule counts if the programme releases within a schedule, the allocation if the funding needs an award.
    """
    for deployment in observed.deployments:
        story = observed.story(deployment)
        agreement = story.agreement()
        order = story.any_of(PlanApproved, AgreementIssued)
        newest = next((event for event in reversed(order) if isinstance(event, PlanApproved)), None)
        varied = agreement and newest and order.index(newest) < order.index(agreement)
        scheduled = sum(instalment.amount for instalment in agreement.schedule) if agreement else 0
        if varied and "within-schedule" in story.laid_down.gates and scheduled != story.approved:
            yield f"{deployment}: {scheduled} is scheduled and {story.approved} approved"
        set_aside = story.set_aside - story.given_back
        if story.laid_down.needs_award and not story.ended and story.approved > set_aside:
            yield f"{deployment}: {story.approved} is approved and {set_aside} set aside"
    for name, events in observed.awards.items():
        award = Award(events)
        if award.allocated + award.returned > award.awarded:
            yield f"{name}: {award.allocated} is allocated, {award.returned} returned, {award.awarded} awarded"


@invariant("S2SS-M07", "S2SS-S09", "S2SS-X04", "S2SS-X05")
def the_money_equations_hold(observed: ObservedHistory) -> Objections:
    """Every amount of a certificate equals the sum of its events, and the equations between them hold, to the penny.

    incurred − disallowed = eligible = released − recovered + settled + owed − overpaid;
    set aside + uncovered = eligible + committed + unspent + returned; allocated = set aside − returned.
    """
    for deployment in observed.deployments:
        certificate, story = observed.certificate(deployment), observed.story(deployment)
        amounts = {name: int(figure.value) for name, figure in figures_of(certificate.amounts)}
        expected = expected_amounts(story)
        shown = {name: amount for name, amount in amounts.items() if name in expected}
        yield from differences(f"{deployment} {{}}", shown, expected)
        yield from equations(deployment, amounts, funded=bool(story.brokered.funding.awards))
        lines = {
            row.line: tuple(
                int(figure.value) for figure in (row.approved, row.incurred, row.disallowed, row.eligible)
            )
            for row in certificate.lines
        }
        yield from differences(f"{deployment} line {{}}", lines, expected_lines(story))


@invariant("S2SS-G01", "S2SS-G04")
def the_award_is_the_sum_of_what_became_of_it(observed: ObservedHistory) -> Objections:
    """Awarded + uncovered = eligible + committed + unspent + returned, over all of the award, to the penny.

    So it is for each allocation. An award's unspent is what its allocations leave, and what is not
    allocated. What went back to the funder was received from it.
    """
    for name, events in observed.awards.items():
        award, usage = Award(events), observed.usage(name)
        sums = {name: int(figure.value) for name, figure in figures_of(usage.amounts)}
        parts = sums["eligible"] + sums["committed"] + sums["unspent"] + sums["returned"]
        if sums["awarded"] + sums["uncovered"] != parts or min(sums["unspent"], sums["uncovered"]) != 0:
            yield f"{name}: {sums['awarded']} was awarded, but the sum of its parts is {parts}: {sums}"
        stories = [observed.story(deployment.deployment) for deployment in usage.deployments]
        expected = {
            "awarded": award.awarded,
            "returned": award.returned,
            "set_aside": award.set_aside,
            "incurred": sum(story.incurred() for story in stories) + award.own_incurred,
            "eligible": sum(story.eligible() for story in stories) + award.own_eligible,
            "released": sum(story.released for story in stories),
            "approved": sum(story.approved for story in stories),
        }
        yield from differences(f"{name} {{}}", {name: sums[name] for name in expected}, expected)
        yield from _of_allocations(name, usage)
        if award.returned > award.received:
            yield f"{name}: {award.returned} was returned, {award.received} received: {sums}"


def _of_allocations(name: str, usage: Any) -> Objections:
    """Equations 6 and 7 for each allocation, and the last part of equation 8."""
    for row in usage.allocations:
        sums = {name: int(figure.value) for name, figure in figures_of(row)}
        parts = sums["eligible"] + sums["committed"] + sums["unspent"] + sums["returned"]
        if sums["amount"] + sums["uncovered"] != parts or min(sums["unspent"], sums["uncovered"]) != 0:
            yield f"{name} allocation {row.allocation}: the sum of its parts is {parts}: {sums}"
    for purpose in usage.purposes:
        rows = [row for row in usage.allocations if row.purpose == purpose.purpose]
        shown_of = {name: int(figure.value) for name, figure in figures_of(purpose)}
        summed = {
            name: sum(int(getattr(row, OF_ROWS.get(name, name)).value) for row in rows) for name in shown_of
        }
        summed["allocated"] = summed["set_aside"] - summed["returned"]
        yield from differences(f"{name} {purpose.purpose} {{}}", shown_of, summed)
    left = sum(int(row.unspent.value) - int(row.uncovered.value) for row in usage.allocations)
    shown = int(usage.amounts.unspent.value) - int(usage.amounts.uncovered.value)
    if left + int(usage.not_allocated.value) != shown:
        yield f"{name}: {shown} is unspent, {left} of allocations and {usage.not_allocated.value} beside them"


@invariant("S2SS-M07", "S2SS-S09")
def the_usage_view_shows_what_releases_are_decided_on(observed: ObservedHistory) -> Objections:
    """The certificate shows the same money that decisions about releases use."""
    for deployment in observed.deployments:
        state: Any = observed.brokerage.repository.replay(deployment_stream(deployment))
        brokered = state.brokering.brokered
        with observed.brokerage.repository.current():
            programme = observed.brokerage.repository.adopted(brokered.programme, brokered.version)
        certificate = observed.certificate(deployment)
        legs = tuple(first_legs(state, DecisionContext(programme=programme)))
        amounts = certificate.amounts
        shown = {
            "eligible": amounts.eligible.value,
            "settled": amounts.released.value - amounts.recovered.value + amounts.settled.value,
            "owed": amounts.owed.value,
            "overpaid": amounts.overpaid.value,
            "approved": amounts.approved.value,
        }
        decided_on = {
            "eligible": state.account(programme).eligible(),
            "settled": sum((leg.settled for leg in legs), Money(0)),
            "owed": sum((leg.owed for leg in legs), Money(0)),
            "overpaid": sum((leg.overpaid for leg in legs), Money(0)),
            "approved": state.planning.total,
        }
        yield from differences(f"{deployment} {{}}", shown, decided_on)
        lines = {row.line: row.eligible.value for row in certificate.lines if row.eligible.value}
        by_line = state.account(programme).eligible_by_line().items()
        yield from differences(
            f"{deployment} line {{}}", lines, {line: money for line, money in by_line if money != Money(0)}
        )


def expected_amounts(story: Story) -> dict[str, int]:
    """The expected amounts of a certificate, in pence. Without an award nothing of one is there.

    What is owed on legs without releases is not among them: the equations of the legs hold it.
    """
    eligible, due = story.eligible(), story.eligible() - story.net_released
    settled = {
        "settled": 0,
        "owed": max(0, due),
        "overpaid": max(0, -due),
    }
    return {
        **expected_of_the_award(story),
        **(settled if story.laid_down.gates else {}),
        "approved": story.approved,
        "incurred": story.incurred(),
        "disallowed": story.incurred() - eligible,
        "eligible": eligible,
        "released": story.released,
        "recovered": story.recovered,
        "match": 0,
    }


def expected_of_the_award(story: Story) -> dict[str, int]:
    """The expected amounts of a certificate that are of an award, in pence."""
    if not story.brokered.funding.awards:
        return dict.fromkeys(OF_AN_AWARD, 0)
    eligible = story.eligible()
    committed = 0 if story.ended else max(0, story.approved - eligible)
    left = story.set_aside - story.given_back - eligible - committed
    return {
        # an award counts once it has allocated something
        "awarded": story.awarded if story.allocations else 0,
        "set_aside": story.set_aside,
        "allocated": story.set_aside - story.given_back,
        "committed": committed,
        "unspent": max(0, left),
        "uncovered": max(0, -left),
        "returned": story.given_back,
    }


def expected_lines(story: Story) -> dict[str, tuple[int, ...]]:
    """The expected approved, incurred, disallowed and eligible amount of each line, in pence."""
    spent = story.by_line()
    planned = story.plan.lines if story.plan else ()
    names = {*spent, *(line.id for line in planned)}
    approved = {name: sum(line.approved for line in planned if line.id == name) for name in names}
    return {
        name: (amount, incurred, incurred - eligible, eligible)
        for name, amount in approved.items()
        for incurred, eligible in [spent.get(name, (0, 0))]
    }


def equations(deployment: str, sums: dict[str, Any], *, funded: bool) -> Iterator[str]:
    """An objection for each equation between the amounts of a certificate that does not hold."""
    if sums["incurred"] - sums["disallowed"] != sums["eligible"]:
        yield f"{deployment}: incurred - disallowed is not eligible: {sums}"
    if (
        sums["released"] - sums["recovered"] + sums["settled"] + sums["owed"] - sums["overpaid"]
        != sums["eligible"]
    ):
        yield f"{deployment}: released - recovered + settled + owed - overpaid is not eligible: {sums}"
    if (
        funded
        and sums["allocated"] + sums["uncovered"] != sums["eligible"] + sums["committed"] + sums["unspent"]
    ):
        yield f"{deployment}: allocated + uncovered is not eligible + committed + unspent: {sums}"
    if sums["set_aside"] - sums["returned"] != sums["allocated"]:
        yield f"{deployment}: set aside - returned is not allocated: {sums}"
