"""Rules of the costs that an award bears itself."""

from datetime import date

from s2ss_core.programmes.citation import choice
from s2ss_core.rules.rule import rule
from s2ss_core.values import Money


@rule(
    "S2SS-G13",
    choice("a funder pays for what happened while its award was there to be used"),
    clears="Give a day from {available_from} to {available_to}.",
)
def the_award_is_used_in_its_period(*, on: date, available_from: date, available_to: date) -> bool:
    """A cost that an award bears is of a day on which the award may be used."""
    return available_from <= on <= available_to


@rule(
    "S2SS-G14",
    choice("a payment that names another entry would leave its cost owed"),
    clears="Name costs that this award bears itself, and not these: {others}.",
)
def an_award_payment_settles_costs_of_the_award(*, payment: str, others: tuple[str, ...]) -> bool:
    """A payment of an award settles costs that the award bears itself."""
    return not others


@rule(
    "S2SS-G15",
    choice("nobody bears VAT that was not charged"),
    clears="Give at most {vat} as VAT that nobody recovers.",
)
def vat_that_nobody_recovers_is_a_part_of_the_vat(*, vat: Money, irrecoverable_vat: Money) -> bool:
    """The VAT of a cost that nobody recovers is a part of its VAT."""
    return irrecoverable_vat <= vat
