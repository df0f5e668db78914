"""Invariants of money, to the penny."""

from typing import Any

from s2ss_core.aggregates.decision import DecisionContext
from s2ss_core.aggregates.deployment.legs import first_legs
from s2ss_core.events import AgreementIssued, PlanApproved, deployment_stream
from s2ss_core.testing.invariants.equations.entries import sums_of_an_award
from s2ss_core.testing.invariants.invariant import Objections, ObservedHistory, differences, invariant
from s2ss_core.testing.model import EventIndex
from s2ss_core.values import Money


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
        sums = sums_of_an_award(EventIndex(events))
        allocated, returned, awarded = (sums[part] for part in ("allocated", "returned", "awarded"))
        if allocated + returned > awarded:
            yield f"{name}: {allocated} is allocated, {returned} returned, {Money(awarded)} awarded"


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
