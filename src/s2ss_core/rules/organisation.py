"""Rules of the organisation: what an entry says of one is what is known of it as at the day."""

from datetime import date

from s2ss_core.ids import same
from s2ss_core.programmes.citation import choice
from s2ss_core.rules.rule import rule


@rule(
    "S2SS-O01",
    choice("one organisation has one URN, one trust and one membership on a day, whoever names it"),
    clears=(
        "Leave it out, and the record fills it in; or, if {said} is right, record what changed for {organisation}"
        " as at {on}: its URN, or the trust or alliance that it joined or left."
    ),
)
def what_is_said_of_an_organisation_is_what_is_known_of_it(
    *, organisation: str, on: date, said: tuple[str, ...], known: tuple[str, ...]
) -> bool:
    """What an entry says of an organisation is so on the entry's day, as far as it was told."""
    return not said


@rule(
    "S2SS-O02",
    choice("an organisation cannot leave a trust that it is not in"),
    clears="Name the trust that it is in on {on}: {its_trust}. Or record first that it joined {trust}.",
)
def an_organisation_leaves_the_trust_that_it_is_in(*, trust: str, on: date, its_trust: str | None) -> bool:
    """An organisation leaves the trust that it is in on that day."""
    return same(trust, its_trust)


@rule(
    "S2SS-O03",
    choice("dates of a year that overlap or lie outside it cannot be used"),
    clears="Correct the dates of these terms, and give the terms in order: {wrong}.",
)
def term_dates_are_in_order_within_their_year(*, academic_year: str, wrong: tuple[str, ...]) -> bool:
    """Each term of a year ends after it begins, comes after the one before it, and lies in the year."""
    return not wrong


@rule(
    "S2SS-O04",
    choice("nothing is a part of itself"),
    clears="Name the trust or the alliance that {organisation} joined.",
)
def an_organisation_belongs_to_others_than_itself(*, organisation: str, joined: str, itself: bool) -> bool:
    """An organisation joins a trust or an alliance that is another organisation."""
    return not itself
