"""Rules of halts: while support or its money is withheld, nothing of it is given or released."""

from datetime import date

from s2ss_core.programmes.citation import INSTITUTE, choice
from s2ss_core.rules.rule import Case, rule

EXTERNAL = "Finance and quality assurance for external funded support"


@rule(
    "S2SS-S73",
    INSTITUTE.at(EXTERNAL),
    clears="Give a day before {halted_on}, or resume the support first: it is withheld by {halt} on {on}.",
)
def support_is_not_withheld(*, on: date, halt: str | None, halted_on: date | None) -> bool:
    """While support is withheld there are no visits, and nothing else that is charged."""
    return halt is None


@rule(
    "S2SS-M70",
    INSTITUTE.at(EXTERNAL),
    clears="Resume the support first: its money has been withheld by {halt} since {halted_on}.",
)
def the_money_is_not_withheld(*, on: date, halt: str | None, halted_on: date | None) -> bool:
    """While its money is withheld, nothing is released."""
    return halt is None


@rule(
    "S2SS-S74",
    choice("only what is withheld can go on"),
    clears="Name a halt that lasts on {on}: {lasting}.",
    cases=(Case("lasting", "none", "Record nothing: no support is withheld on {on}."),),
)
def the_halt_is_one_that_lasts(*, halt: str, on: date, lasting: tuple[str, ...]) -> bool:
    """Support is resumed after a halt that lasts."""
    return halt in lasting
