"""Rules of the system leader: where they are employed, who they are, and what they are designated for."""

from datetime import date

from s2ss_core.ids import same
from s2ss_core.programmes.citation import choice
from s2ss_core.rules.rule import Case, rule


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
