"""Sums that several views share: plans, costs, schedules and instalments, as figures with their source events."""
