"""Which invariants are checked when: the cheap ones after every command, all of them at the end."""

import s2ss_core.events as e
from s2ss_core.events.streams import stream_parts
from s2ss_core.store import Recorded
from s2ss_core.testing import invariants
from s2ss_core.testing.invariants import ObservedHistory
from s2ss_core.testing.lifecycle.world import World

MOVES_PLANS = (
    e.PlanApproved, e.AgreementIssued, e.AgreementSigned, e.GrantAllocated, e.AllocationReturned,
    e.AwardVaried, e.GrantReturned,
)  # fmt: skip
MOVES_MONEY = (
    e.AllocationReturned, e.AwardCostDisallowed, e.AwardCostIncurred, e.AwardCostReversed, e.AwardPaymentMade,
    e.AwardPaymentReversed, e.AwardVaried, e.CertificatePrepared, e.CostAllowed, e.CostDisallowed, e.CostIncurred,
    e.CostReversed, e.EntryStruckOut, e.GrantAllocated, e.GrantAwarded, e.GrantReceived, e.GrantRecovered, e.GrantReturned,
    e.GrantUsageCertified, e.InstalmentReleased, e.InvoiceReceived, e.LeaderJoined, e.LeaderReplaced, e.PaymentMade,
    e.PaymentReversed, e.PlanApproved, e.SupportEnded, e.VatSettled, e.VisitLogged,
)  # fmt: skip


def hold_prefix(world: World, recorded: tuple[Recorded, ...], *, closely: bool) -> None:
    """Check the invariants that hold after every command, on what one command changed. Raises AssertionError."""
    streams = {entry.stream for entry in recorded}
    touched = {str(getattr(entry.event, "deployment", "")) for entry in recorded}
    touched |= {stream_parts(stream)[0] for stream in streams}
    observed = ObservedHistory(
        world.brokerage, world.history, deployments=sorted(touched), years=sorted(streams)
    )
    if any(isinstance(entry.event, MOVES_PLANS) for entry in recorded):
        all_ = ObservedHistory(world.brokerage, world.history)
        invariants.the_schedule_is_the_approved_plan_within_what_was_set_aside_and_awarded.check(all_)
    if any(stream.startswith("leader-year:") for stream in streams):
        invariants.nobody_is_booked_past_the_allowance.check(observed)
        invariants.what_is_not_worked_goes_back_when_support_ends.check(observed)
        if closely:
            invariants.the_workload_view_shows_what_bookings_are_decided_on.check(observed)
    if closely and any(isinstance(entry.event, MOVES_MONEY) for entry in recorded):
        hold_money(observed)


def hold_money(observed: ObservedHistory) -> None:
    """Check the money of the observed deployments. Raises AssertionError."""
    invariants.the_usage_view_shows_what_releases_are_decided_on.check(observed)
    for equation in invariants.EQUATIONS:
        equation.check(observed)


def hold_whole(world: World, *, closely: bool) -> None:
    """Check every invariant on the whole history. Raises AssertionError.

    Unless `closely`, only a quarter of the commands is repeated, and nothing is replayed.
    """
    observed = ObservedHistory(world.brokerage, world.history)
    invariants.the_workload_view_shows_what_bookings_are_decided_on.check(observed)
    hold_money(observed)
    invariants.no_instalment_was_released_before_its_gates.check(observed)
    invariants.nothing_but_a_correction_leaves_more_released_than_is_eligible.check(observed)
    invariants.what_is_closed_takes_only_corrections_and_payments.check(observed)
    invariants.the_award_shows_what_its_deployments_show.check(observed)
    invariants.the_log_and_the_certificate_show_the_same.check(observed)
    invariants.the_workload_view_is_the_sum_of_its_days.check(observed)
    again = world.accepted if closely else world.accepted[len(world.history) % 4 :: 4]
    invariants.asking_again_records_nothing.check(observed, again)
    if closely:
        invariants.replay_gives_the_state_that_decisions_saw.check(observed)
        invariants.every_figure_leads_back_to_its_events.check(observed)
