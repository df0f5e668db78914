"""Rules of closing an award: everything is accounted for to the penny."""

from s2ss_core.programmes.citation import choice
from s2ss_core.rules.rule import Case, rule
from s2ss_core.values import Money


@rule(
    "S2SS-G16",
    choice("what still runs may still cost"),
    clears="Close these first: {open_ones}. To fund one of them otherwise, release all that is allocated to it.",
)
def every_deployment_of_the_award_is_closed(*, open_ones: tuple[str, ...]) -> bool:
    """An award closes after every deployment that it funds."""
    return not open_ones


@rule(
    "S2SS-G17",
    choice("a funder is told what became of every penny"),
    clears="Return {unspent} to the funder, or have the award varied down by what of it was not received.",
)
def nothing_of_the_award_is_unspent(*, unspent: Money) -> bool:
    """All that was awarded is eligible, is committed, or was returned to the funder."""
    return unspent == 0


@rule(
    "S2SS-G18",
    choice("what nobody gave money for is not paid from an award"),
    clears=(
        "Allocate {uncovered} to what is eligible and not covered, after a variation if the award is too small, or disallow"
        " as much."
    ),
)
def nothing_is_uncovered(*, uncovered: Money) -> bool:
    """Nothing is eligible or committed beyond what is allocated and awarded."""
    return uncovered == 0


@rule(
    "S2SS-G19",
    choice("an award is settled when its money came, no less and no more"),
    clears="Receive the {missing} that is missing. Of that the award may be varied down by {unspent}: as much is unspent.",
    cases=(
        Case("missing", "£0.00", "Return {above} as recalled: the funder paid it above the award."),
        Case(
            "unspent",
            "£0.00",
            "Receive the {missing} that is missing. If the funder will not pay it, disallow as much of what is eligible first,"
            " and have the award varied down then.",
        ),
    ),
)
def all_of_the_award_was_received(
    *, awarded: Money, received: Money, missing: Money, above: Money, unspent: Money
) -> bool:
    """What was received is what was awarded."""
    return awarded == received


@rule(
    "S2SS-G20",
    choice("a closed award pays nothing more"),
    clears="Pay, or release if the deployment is open or opened again: {owed}.",
)
def nothing_is_owed_under_the_award(*, owed: tuple[str, ...]) -> bool:
    """What is eligible was released, or paid where the award bears it itself."""
    return not owed


@rule(
    "S2SS-G21",
    choice("public money is not left where it does not belong"),
    clears="Recover it, or record that the payment came back: {overpaid}.",
)
def nothing_is_overpaid_under_the_award(*, overpaid: tuple[str, ...]) -> bool:
    """Nothing was released to a deployment of the award beyond what is eligible, or paid to a supplier beyond its charge."""
    return not overpaid
