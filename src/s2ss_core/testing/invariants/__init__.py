"""Invariants: what holds of every history that commands can make, in whatever order they are called.

Call an invariant with a `Brokerage` or an `ObservedHistory`: it yields its objections, one sentence each. `check`
raises AssertionError with them. In a state machine of your own:

    @hypothesis.stateful.invariant()
    def money_hangs_together(self):
        what_is_allocated_is_eligible_committed_or_unspent.check(self.brokerage)

The expected figures come from the plain model in `s2ss_core.testing.model`, not from the code that is checked.
"""

from s2ss_core.testing.invariants.agreement_of_views import (
    the_award_shows_what_its_deployments_show,
    the_log_and_the_certificate_show_the_same,
    the_workload_view_is_the_sum_of_its_days,
)
from s2ss_core.testing.invariants.answers import (
    a_refusal_names_its_rules_and_records_nothing,
    asking_again_records_nothing,
    what_has_not_the_form_of_a_fact_leaves_no_trace,
)
from s2ss_core.testing.invariants.days import (
    nobody_is_booked_past_the_allowance,
    the_workload_view_shows_what_bookings_are_decided_on,
    what_is_not_worked_goes_back_when_support_ends,
)
from s2ss_core.testing.invariants.equations import (
    EQUATIONS,
    every_leg_begins_a_period_with_what_the_one_before_left_owed_on_it,
    every_period_begins_with_what_the_one_before_left_owed,
    on_every_leg_due_is_settled_with_what_is_owed_and_less_what_is_overpaid,
    on_every_line_and_in_every_period_incurred_less_disallowed_is_eligible,
    only_the_legs_that_the_holder_pays_or_keeps_count_in_the_amounts,
    second_and_feeding_legs_are_settled_by_payments_and_an_excess_is_found,
    what_goes_back_to_the_funder_was_received_and_is_not_eligible,
    what_is_allocated_is_eligible_committed_or_unspent,
    what_is_awarded_is_eligible_committed_unspent_or_returned,
    what_is_due_to_an_organisation_less_what_is_due_from_it_is_what_it_keeps,
    what_is_eligible_is_due_on_the_legs_that_the_holder_pays_or_keeps,
    what_is_incurred_and_eligible_is_what_visits_and_costs_come_to,
    what_is_invoiced_on_the_legs_is_what_the_invoices_come_to,
    what_is_paid_is_what_moved_less_the_vat_that_the_payer_recovers,
    what_is_set_aside_for_a_purpose_is_eligible_committed_unspent_or_returned,
    what_was_set_aside_released_and_recovered_is_what_the_entries_say,
)
from s2ss_core.testing.invariants.figures import every_figure_leads_back_to_its_events
from s2ss_core.testing.invariants.invariant import Invariant, ObservedHistory, every_invariant
from s2ss_core.testing.invariants.money import (
    the_schedule_is_the_approved_plan_within_what_was_set_aside_and_awarded,
    the_usage_view_shows_what_releases_are_decided_on,
)
from s2ss_core.testing.invariants.record import (
    replay_gives_the_state_that_decisions_saw,
    what_is_closed_takes_only_corrections_and_payments,
)
from s2ss_core.testing.invariants.releases import (
    no_instalment_was_released_before_its_gates,
    nothing_but_a_correction_leaves_more_released_than_is_eligible,
)

__all__ = [
    "EQUATIONS",
    "Invariant",
    "ObservedHistory",
    "a_refusal_names_its_rules_and_records_nothing",
    "asking_again_records_nothing",
    "every_figure_leads_back_to_its_events",
    "every_invariant",
    "every_leg_begins_a_period_with_what_the_one_before_left_owed_on_it",
    "every_period_begins_with_what_the_one_before_left_owed",
    "no_instalment_was_released_before_its_gates",
    "nobody_is_booked_past_the_allowance",
    "nothing_but_a_correction_leaves_more_released_than_is_eligible",
    "on_every_leg_due_is_settled_with_what_is_owed_and_less_what_is_overpaid",
    "on_every_line_and_in_every_period_incurred_less_disallowed_is_eligible",
    "only_the_legs_that_the_holder_pays_or_keeps_count_in_the_amounts",
    "replay_gives_the_state_that_decisions_saw",
    "second_and_feeding_legs_are_settled_by_payments_and_an_excess_is_found",
    "the_award_shows_what_its_deployments_show",
    "the_log_and_the_certificate_show_the_same",
    "the_schedule_is_the_approved_plan_within_what_was_set_aside_and_awarded",
    "the_usage_view_shows_what_releases_are_decided_on",
    "the_workload_view_is_the_sum_of_its_days",
    "the_workload_view_shows_what_bookings_are_decided_on",
    "what_goes_back_to_the_funder_was_received_and_is_not_eligible",
    "what_has_not_the_form_of_a_fact_leaves_no_trace",
    "what_is_allocated_is_eligible_committed_or_unspent",
    "what_is_awarded_is_eligible_committed_unspent_or_returned",
    "what_is_closed_takes_only_corrections_and_payments",
    "what_is_due_to_an_organisation_less_what_is_due_from_it_is_what_it_keeps",
    "what_is_eligible_is_due_on_the_legs_that_the_holder_pays_or_keeps",
    "what_is_incurred_and_eligible_is_what_visits_and_costs_come_to",
    "what_is_invoiced_on_the_legs_is_what_the_invoices_come_to",
    "what_is_not_worked_goes_back_when_support_ends",
    "what_is_paid_is_what_moved_less_the_vat_that_the_payer_recovers",
    "what_is_set_aside_for_a_purpose_is_eligible_committed_unspent_or_returned",
    "what_was_set_aside_released_and_recovered_is_what_the_entries_say",
]
