"""Rules of the claim: an invoice is claimed once, across all deployments."""

from s2ss_core.programmes.citation import choice
from s2ss_core.rules.rule import rule


@rule(
    "S2SS-C01",
    choice("an invoice claimed twice would be paid twice"),
    clears=("Check invoice {invoice_number} of {supplier}: deployment {claimed_by} has claimed it already."),
)
def the_invoice_was_not_claimed_before(*, supplier: str, invoice_number: str, claimed_by: str | None) -> bool:
    """One invoice of one supplier is claimed once, whichever deployment it is for."""
    return claimed_by is None
