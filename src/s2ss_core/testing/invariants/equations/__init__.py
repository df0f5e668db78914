"""The equations of money, over the documents: of plan lines, legs, deployments, allocations, awards, periods, organisations.

Each figure is in at least one of them, so that a document of which one figure is a penny off breaks one.
"""

from s2ss_core.testing.invariants.equations.awards import (
    what_goes_back_to_the_funder_was_received_and_is_not_eligible,
    what_is_allocated_is_eligible_committed_or_unspent,
    what_is_awarded_is_eligible_committed_unspent_or_returned,
    what_is_set_aside_for_a_purpose_is_eligible_committed_unspent_or_returned,
)
from s2ss_core.testing.invariants.equations.costs import (
    on_every_line_and_in_every_period_incurred_less_disallowed_is_eligible,
)
from s2ss_core.testing.invariants.equations.entries import (
    what_is_incurred_and_eligible_is_what_visits_and_costs_come_to,
    what_was_set_aside_released_and_recovered_is_what_the_entries_say,
)
from s2ss_core.testing.invariants.equations.legs import (
    on_every_leg_due_is_settled_with_what_is_owed_and_less_what_is_overpaid,
    only_the_legs_that_the_holder_pays_or_keeps_count_in_the_amounts,
    second_and_feeding_legs_are_settled_by_payments_and_an_excess_is_found,
    what_is_eligible_is_due_on_the_legs_that_the_holder_pays_or_keeps,
    what_is_invoiced_on_the_legs_is_what_the_invoices_come_to,
)
from s2ss_core.testing.invariants.equations.organisations import (
    what_is_due_to_an_organisation_less_what_is_due_from_it_is_what_it_keeps,
)
from s2ss_core.testing.invariants.equations.payments import (
    what_is_paid_is_what_moved_less_the_vat_that_the_payer_recovers,
)
from s2ss_core.testing.invariants.equations.periods import (
    every_leg_begins_a_period_with_what_the_one_before_left_owed_on_it,
    every_period_begins_with_what_the_one_before_left_owed,
)
from s2ss_core.testing.invariants.invariant import Invariant

EQUATIONS: tuple[Invariant, ...] = (
    what_is_incurred_and_eligible_is_what_visits_and_costs_come_to,
    what_was_set_aside_released_and_recovered_is_what_the_entries_say,
    on_every_line_and_in_every_period_incurred_less_disallowed_is_eligible,
    what_is_eligible_is_due_on_the_legs_that_the_holder_pays_or_keeps,
    on_every_leg_due_is_settled_with_what_is_owed_and_less_what_is_overpaid,
    what_is_invoiced_on_the_legs_is_what_the_invoices_come_to,
    second_and_feeding_legs_are_settled_by_payments_and_an_excess_is_found,
    only_the_legs_that_the_holder_pays_or_keeps_count_in_the_amounts,
    what_is_allocated_is_eligible_committed_or_unspent,
    what_is_set_aside_for_a_purpose_is_eligible_committed_unspent_or_returned,
    what_is_awarded_is_eligible_committed_unspent_or_returned,
    what_goes_back_to_the_funder_was_received_and_is_not_eligible,
    what_is_paid_is_what_moved_less_the_vat_that_the_payer_recovers,
    every_period_begins_with_what_the_one_before_left_owed,
    every_leg_begins_a_period_with_what_the_one_before_left_owed_on_it,
    what_is_due_to_an_organisation_less_what_is_due_from_it_is_what_it_keeps,
)
"""What the documents begin from, and the equations, in the order of lines, legs, deployments, allocations, awards, payments, periods and organisations."""

__all__ = [
    "EQUATIONS",
    "every_leg_begins_a_period_with_what_the_one_before_left_owed_on_it",
    "every_period_begins_with_what_the_one_before_left_owed",
    "on_every_leg_due_is_settled_with_what_is_owed_and_less_what_is_overpaid",
    "on_every_line_and_in_every_period_incurred_less_disallowed_is_eligible",
    "only_the_legs_that_the_holder_pays_or_keeps_count_in_the_amounts",
    "second_and_feeding_legs_are_settled_by_payments_and_an_excess_is_found",
    "what_goes_back_to_the_funder_was_received_and_is_not_eligible",
    "what_is_allocated_is_eligible_committed_or_unspent",
    "what_is_awarded_is_eligible_committed_unspent_or_returned",
    "what_is_due_to_an_organisation_less_what_is_due_from_it_is_what_it_keeps",
    "what_is_eligible_is_due_on_the_legs_that_the_holder_pays_or_keeps",
    "what_is_incurred_and_eligible_is_what_visits_and_costs_come_to",
    "what_is_invoiced_on_the_legs_is_what_the_invoices_come_to",
    "what_is_paid_is_what_moved_less_the_vat_that_the_payer_recovers",
    "what_is_set_aside_for_a_purpose_is_eligible_committed_unspent_or_returned",
    "what_was_set_aside_released_and_recovered_is_what_the_entries_say",
]
