"""Rules of certification: what is said of a certificate that was made, and by whom."""

from datetime import date

from s2ss_core.ids import among
from s2ss_core.programmes.citation import choice
from s2ss_core.rules.rule import Case, rule


@rule(
    "S2SS-E30",
    choice("what nobody received is neither asked about nor accepted"),
    clears="Record it on or after {returned_on}, when certificate {certificate} was returned.",
    cases=(Case("returned_on", "none", "Submit certificate {certificate} first."),),
)
def the_certificate_was_received(*, certificate: str, returned_on: date | None, on: date) -> bool:
    """A certificate is asked about, and accepted, once it was returned."""
    return returned_on is not None and returned_on <= on


@rule(
    "S2SS-E31",
    choice("a certificate that another took the place of says nothing any more"),
    clears="Accept one that stands: {standing}.",
)
def the_certificate_accepted_stands(*, certificate: str, standing: tuple[str, ...]) -> bool:
    """Whoever accepts a certificate accepts one that no other took the place of."""
    return certificate in standing


@rule(
    "S2SS-E32",
    choice("nobody accepts or assures what is their own work"),
    clears="Have somebody do it who is none of these: {not_by}.",
)
def whoever_accepts_or_assures_it_had_no_part_in_it(*, by: str, not_by: tuple[str, ...]) -> bool:
    """Whoever accepts or assures a certificate neither made nor signed it, nor assured or gave the support."""
    return not among(by, not_by)


@rule(
    "S2SS-E33",
    choice("an accountant reports on a certificate that somebody answers for"),
    clears="Record it on or after {certified_on}, when certificate {certificate} was certified.",
    cases=(Case("certified_on", "none", "Name a certificate that was certified."),),
)
def the_certificate_assured_was_certified(*, certificate: str, certified_on: date | None, on: date) -> bool:
    """Assurance is given on a certificate that was certified by then."""
    return certified_on is not None and certified_on <= on


@rule(
    "S2SS-E34",
    choice("an accountant who belongs to the organisation that spent the money assures nothing"),
    clears="Have it assured by a firm that is none of these: {concerned}.",
)
def the_assurance_is_independent(*, firm: str, concerned: tuple[str, ...]) -> bool:
    """Assurance comes from outside: from neither the recipient, the broker nor a school of the deployment."""
    return not among(firm, concerned)
