"""Rules of the grant: allocated within the award, received within it, returned from what is free."""

from datetime import date

from s2ss_core.programmes.citation import choice
from s2ss_core.rules.rule import Case, rule
from s2ss_core.values import Money


@rule(
    "S2SS-G01",
    choice("nobody can set aside more than there is"),
    clears="Allocate more than £0.00 and at most {free}, or have the award varied.",
    cases=(
        Case(
            "free",
            "£0.00",
            "Have the award varied, or release another allocation: nothing of the award is free.",
        ),
    ),
)
def allocations_stay_within_the_award(*, amount: Money, free: Money) -> bool:
    """No more is set aside than the funder awarded."""
    return 0 < amount <= free


@rule(
    "S2SS-G02",
    choice("money that a funder gave for one purpose is not set aside for another"),
    clears="Allocate at most {free} to {purpose}.",
    cases=(Case("free", "£0.00", "Release an allocation to {purpose} first: nothing of its limit is left."),),
)
def an_allocation_stays_within_its_purpose(*, purpose: str, amount: Money, free: Money) -> bool:
    """Allocations keep to the limits that the award sets for a purpose."""
    return amount <= free


@rule(
    "S2SS-G03",
    choice("money beyond the award does not belong to it"),
    clears="Receive more than £0.00 and at most {left}, or have the award varied.",
    cases=(Case("left", "£0.00", "Have the award varied first: all of it has been received."),),
)
def no_more_is_received_than_was_awarded(*, amount: Money, left: Money) -> bool:
    """Tranches add up to no more than the award."""
    return 0 < amount <= left


@rule(
    "S2SS-G04",
    choice("what is in use cannot be taken away"),
    clears="Give back more than £0.00 and at most {free}.",
    cases=(Case("free", "£0.00", "Release an allocation first: nothing is free to go back."),),
)
def only_what_is_free_goes_back(*, amount: Money, free: Money) -> bool:
    """What goes back to the funder is not allocated to anything."""
    return 0 < amount <= free


@rule(
    "S2SS-G05",
    choice("a closed award takes nothing more"),
    clears="Record it under an award that is open, or have this one opened again first.",
    absolute=True,
)
def the_award_is_open(*, grant: str, closed_on: date | None) -> bool:
    """A closed award is not varied, received, allocated or closed again."""
    return closed_on is None


@rule(
    "S2SS-G06",
    choice("what support costs is found under its deployment"),
    clears="Broker {deployment} under this award first, or name a deployment that was brokered under it.",
    cases=(Case("deployment", "none", "Name the deployment that the support is for."),),
)
def an_allocation_for_support_names_a_deployment_of_the_award(*, deployment: str | None, known: bool) -> bool:
    """Money for support is set aside for a deployment that names this award."""
    return known


@rule(
    "S2SS-G07",
    choice("what was never set aside cannot come back"),
    clears="Name an allocation of this award: {allocation} is not one.",
)
def the_allocation_was_made(*, allocation: str, made: bool) -> bool:
    """Only an allocation that was made is returned."""
    return made


@rule(
    "S2SS-G08",
    choice("an amount means nothing until it is known whether it is more or less"),
    clears="Give both amount and direction, or neither.",
    absolute=True,
)
def a_variation_gives_amount_and_direction_together(*, amount: Money | None, direction: str | None) -> bool:
    """A variation that changes the amount gives the amount and whether it is more or less."""
    return (amount is None) == (direction is None)


@rule(
    "S2SS-G60",
    choice("an award can be used on a day at least"),
    clears="Give a last day on or after {available_from}, the first day of the award.",
    absolute=True,
)
def an_award_ends_after_it_begins(*, available_from: date, available_to: date | None) -> bool:
    """The new last day of an award is not before its first."""
    return available_to is None or available_from <= available_to


@rule(
    "S2SS-G09",
    choice("what was received within the award stays received until the award is varied"),
    clears="Return more than £0.00 and at most {above} as recalled.",
    cases=(Case("above", "£0.00", "Have the award varied first: nothing was received above the award."),),
)
def no_more_is_recalled_than_was_received_above_the_award(*, amount: Money, above: Money) -> bool:
    """What a funder recalls is money that it paid above the award."""
    return 0 < amount <= above


@rule(
    "S2SS-G10",
    choice("a period begins before it ends"),
    clears="Give a period that ends on or after {covers_from}.",
)
def the_usage_return_covers_a_period(*, covers_from: date, covers_to: date) -> bool:
    """A usage return covers the days from its first to its last."""
    return covers_from <= covers_to


@rule(
    "S2SS-G11",
    choice("what support costs, or may still cost, cannot be taken away from it"),
    clears="Release more than £0.00 and at most {free}: {eligible} is eligible and {committed} committed.",
    cases=(
        Case(
            "free",
            "£0.00",
            "Release it when less is needed: {eligible} is eligible, and {committed} is committed until the support"
            " ends or a plan for less is approved.",
        ),
    ),
)
def an_allocation_gives_back_only_what_it_does_not_need(
    *, amount: Money, free: Money, eligible: Money, committed: Money
) -> bool:
    """What goes back to the award is neither eligible nor, while support runs, approved for it."""
    return 0 < amount <= free


@rule(
    "S2SS-G12",
    choice("nobody can return money that did not come, nor money that paid for support"),
    clears="Return at most {in_hand}: {received} was received, and {eligible} is eligible.",
    cases=(
        Case(
            "in_hand",
            "£0.00",
            "Receive a tranche first. If the funder will not pay it, have the award varied: nothing was received beyond"
            " what is eligible ({eligible}) and was returned before.",
        ),
    ),
)
def only_money_in_hand_is_returned_to_the_funder(
    *, amount: Money, in_hand: Money, received: Money, eligible: Money
) -> bool:
    """What is returned to the funder was received from it, and is not eligible cost."""
    return amount <= in_hand


@rule(
    "S2SS-G22",
    choice("two awards that pay for one line would pay for it twice"),
    clears="Name the lines of the plan that this award bears: the deployment draws on {awards}.",
)
def each_of_several_awards_names_the_lines_that_it_bears(
    *, awards: tuple[str, ...], lines: tuple[str, ...]
) -> bool:
    """Where a deployment draws on several awards, what is allocated to it says which lines of its plan it is for."""
    return bool(lines)


@rule(
    "S2SS-G23",
    choice("two awards that pay for one line would pay for it twice"),
    clears="Leave these lines out: another award bears {taken}.",
)
def a_line_is_borne_by_one_award(*, taken: tuple[str, ...]) -> bool:
    """No line of a plan is borne by two awards."""
    return not taken


@rule(
    "S2SS-G80",
    choice("a return is of a financial year in which the award may be used"),
    clears="Give one of these years, with its first and its last day: {years}.",
)
def the_return_is_of_a_year_of_the_award(*, year: str, years: tuple[str, ...]) -> bool:
    """A return covers one financial year of the award, from its first day to its last."""
    return year in years


@rule(
    "S2SS-G81",
    choice("what was returned to the funder can be drawn again"),
    clears="Give {drawn}, the digest of the return for {year} from the first {size} entries.",
)
def the_digest_is_that_of_the_return(*, year: str, size: int, digest: str, drawn: str | None) -> bool:
    """The digest that is recorded is that of the return which the record gives."""
    return digest == drawn


@rule(
    "S2SS-G82",
    choice("what was returned to the funder can be drawn again"),
    clears="Give the number of entries that the return was drawn from: {least} to {newest}.",
)
def the_return_was_drawn_from_the_history_that_there_is(*, size: int, least: int, newest: int) -> bool:
    """A return is drawn from entries that are in the history, the award among them."""
    return least <= size <= newest
