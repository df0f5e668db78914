"""Rules of the leader's year: days agreed with the home school are never passed by booking."""

from datetime import date

from s2ss_core.ids import same
from s2ss_core.programmes.citation import PROTOCOLS, choice
from s2ss_core.rules.rule import Case, rule
from s2ss_core.values import Days

AGREED, CAP = "what the home school agreed", "the cap of the programmes"
RELEASE = PROTOCOLS.at("How does a deployment work in practice?", "Deployment")


@rule(
    "S2SS-Y01",
    RELEASE,
    clears=(
        "Book at most {left} more of {leader}'s days in {cap_year}, or agree a higher allowance"
        " with the home school, within the programmes' caps."
    ),
    cases=(
        Case(
            "limit",
            CAP,
            "Book at most {left} more of {leader}'s days in {cap_year}, or free days that are booked for another"
            " deployment: the programmes' cap is {allowance} days.",
        ),
        Case(
            "left",
            "0",
            "Agree a higher allowance for {leader} in {cap_year} with the home school,"
            " within the programmes' caps: no days are left.",
        ),
    ),
    absolute=True,
    workload=True,
)
def the_days_booked_stay_within_the_allowance(
    *, leader: str, cap_year: str, booked: Days, allowance: Days, left: Days, limit: str
) -> bool:
    """All that is booked of a leader in a cap year stays within what the home school releases them for."""
    return booked <= allowance


@rule(
    "S2SS-Y02",
    RELEASE,
    clears="Agree with the home school how many days it releases {leader} for in {cap_year}.",
    workload=True,
)
def the_home_school_agreed_an_allowance(*, leader: str, cap_year: str, agreed: Days | None) -> bool:
    """How many days a leader is released for is agreed with the home school, year by year."""
    return agreed is not None


@rule(
    "S2SS-Y03",
    RELEASE,
    clears="Agree a higher allowance with the home school first.",
    cases=(
        Case(
            "limit",
            CAP,
            "Count less time, or free days that are booked for another deployment: the programmes' cap is {allowance} days.",
        ),
    ),
    workload=True,
)
def the_days_worked_stay_within_the_allowance(
    *, leader: str, cap_year: str, booked: Days, allowance: Days, limit: str
) -> bool:
    """A visit takes no leader past the allowance of the year."""
    return booked <= allowance


@rule(
    "S2SS-Y04",
    choice("two full days in one are a duplicate or a mistake"),
    clears=(
        "Give another day or less time, or strike out a visit that was not made: the visits of {leader} on {on} come to"
        " {worked} days."
    ),
)
def a_leader_works_at_most_a_day_and_a_twilight_on_a_date(*, leader: str, on: date, worked: Days) -> bool:
    """Over all deployments, one leader works at most a day and a twilight on one date."""
    return worked <= Days("1.5")


@rule(
    "S2SS-Y05",
    choice("an allowance cannot fall below what rests on it"),
    clears="Agree at least {booked} days, which are booked already, or renegotiate some of them first.",
)
def the_allowance_covers_what_is_booked(*, days: Days, booked: Days) -> bool:
    """A new allowance is at least what is already booked."""
    return booked <= days


@rule(
    "S2SS-Y06",
    RELEASE,
    clears="Agree at most {cap} days, or say with them how many are beyond the cap, for support that no cap holds.",
)
def the_allowance_is_within_the_cap(*, days: Days, cap: Days) -> bool:
    """No more is agreed than the lowest cap of the programmes concerned, besides what is for support that no cap holds."""
    return days <= cap


@rule(
    "S2SS-Y07",
    choice("one leader has one home school at a time"),
    clears="Name {agreed}, the home school that agreed, or agree first with {home_school} on days of the year.",
    workload=True,
)
def the_home_school_is_the_one_that_agreed(*, home_school: str, agreed: str) -> bool:
    """Days are booked through the home school that agreed the allowance."""
    return same(home_school, agreed)


@rule(
    "S2SS-Y80",
    PROTOCOLS.at("Roles and Responsibilities"),
    clears=(
        "Agree the allowance of {leader} in {cap_year} with {home_school} on another day, and name the governor, chair or"
        " clerk who gave the word of its governing body."
    ),
)
def the_governing_body_agreed_to_the_release(
    *, leader: str, cap_year: str, home_school: str, agreed: bool
) -> bool:
    """The governing body of the home school agrees to release its leader before days are committed."""
    return agreed
