"""The sums that several views share: plans, costs, schedules and instalments, as figures with their events."""
