"""Rules of the system leader: where they are employed, who they are, what they are designated for, whom they support."""

from datetime import date

from s2ss_core.ids import same
from s2ss_core.programmes.citation import INSTITUTE, choice
from s2ss_core.rules.rule import Case, rule
from s2ss_core.values import Days


@rule(
    "S2SS-L01",
    choice("one leader has one home school at a time"),
    clears=(
        "Name {employer} as the home school, or record first as from which day {home_school} employs {leader}."
    ),
)
def the_home_school_employs_the_leader(
    *, leader: str, home_school: str, employer: str | None, on: date
) -> bool:
    """A leader's home school is the school that employs them on the day, where that was told."""
    return employer is None or same(home_school, employer)


@rule(
    "S2SS-L02",
    choice("two ids are needed for one leader to be found under both"),
    clears="Give the other id under which {leader} is on record.",
)
def a_leader_is_found_under_another_id(*, leader: str, same_as: str) -> bool:
    """A leader who was found to be the same as another is on record under two ids."""
    return not same(leader, same_as)


@rule(
    "S2SS-L70",
    choice("only what was begun can end"),
    clears="Name a designation that {leader} holds on {on}: {held}.",
    cases=(
        Case("held", "none", "Record first that {leader} was designated: they hold no designation on {on}."),
    ),
)
def the_designation_that_ends_was_held(
    *, leader: str, designation: str, on: date, held: tuple[str, ...]
) -> bool:
    """A designation that ends is one that the leader holds until then."""
    return designation in held


@rule(
    "S2SS-L71",
    choice("a designation is held for a day at least"),
    clears="Give a last day on {on} or after it.",
)
def a_designation_is_held_from_its_first_day_to_its_last(*, on: date, until: date | None) -> bool:
    """The last day of a designation is not before its first."""
    return until is None or until >= on


@rule(
    "S2SS-L90",
    INSTITUTE.at("Informal arrangements"),
    clears="Have the broker arrange what {leader} does at {school}: in {academic_year} it came to {days} days without one.",
    advisory=True,
)
def support_that_nobody_brokered_takes_a_day_at_most(
    *, leader: str, school: str, academic_year: str, days: Days
) -> bool:
    # The source says no more than a day. That it is a day of one leader at one school in a year is our reading.
    """A school takes no more than a day of a leader in an academic year, if two schools arrange it between them."""
    return days <= 1


@rule(
    "S2SS-L91",
    INSTITUTE.at("Additional support"),
    clears="Renegotiate the time of {deployment}, or have the broker arrange more: it supported {school} on {on}.",
    advisory=True,
)
def more_support_than_was_agreed_goes_through_the_broker(
    *, leader: str, school: str, on: date, deployment: str | None
) -> bool:
    """A school that a deployment supports arranges nothing more by itself."""
    return deployment is None
