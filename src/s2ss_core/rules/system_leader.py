"""Rules of the system leader: where they are employed, and who they are."""

from datetime import date

from s2ss_core.ids import same
from s2ss_core.programmes.citation import choice
from s2ss_core.rules.rule import rule


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
