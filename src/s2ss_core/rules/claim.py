"""Rules of the claim: an invoice is claimed up to its total, across all deployments."""

from s2ss_core.programmes.citation import choice
from s2ss_core.rules.rule import Case, rule
from s2ss_core.values import Money


@rule(
    "S2SS-C01",
    choice("an invoice claimed twice would be paid twice"),
    clears=(
        "Claim at most {left} of invoice {invoice_number} of {supplier}: the rest is claimed by {claimed_by}."
        " If it is another invoice under the same number, give the day on it."
    ),
    cases=(
        Case(
            "left",
            "£0.00",
            "Check invoice {invoice_number} of {supplier}: {claimed_by} claimed it already. If this is a further part of"
            " it, give the total of the invoice; if it is another invoice under the same number, give the day on it.",
        ),
    ),
)
def no_more_of_an_invoice_is_claimed_than_its_total(
    *, supplier: str, invoice_number: str, amount: Money, left: Money, claimed_by: tuple[str, ...]
) -> bool:
    """The parts claimed of one invoice, whichever deployments they are for, never come to more than its total."""
    return not claimed_by or amount <= left
