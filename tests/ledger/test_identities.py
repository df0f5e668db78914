"""The ids under which one leader is on record."""

from datetime import date

from s2ss_core.events import LeaderFoundSame
from s2ss_core.ledger import ids_of_one_leader

DAY, NEXT_DAY = date(2024, 3, 1), date(2024, 3, 2)
FOUND = (
    LeaderFoundSame(leader="a", on=DAY, same_as="b"),
    LeaderFoundSame(leader="b", on=NEXT_DAY, same_as="c"),
    LeaderFoundSame(leader="c", on=DAY, same_as="A"),
    LeaderFoundSame(leader="c", on=DAY, same_as="d"),
)


def ids(leader: str, by: date = date.max) -> tuple[str, ...]:
    return ids_of_one_leader(leader, lambda one: (found for found in FOUND if found.leader == one), by)


def test_an_id_of_which_nothing_was_found_is_alone() -> None:
    assert ids("z") == ("z",)


def test_what_was_found_of_a_second_id_is_true_of_the_first_and_each_id_is_named_once() -> None:
    assert ids("a") == ("a", "b", "c", "d")
    assert ids("c") == ("c", "A", "d")


def test_only_what_was_found_by_the_day_counts_that_day_included() -> None:
    assert ids("a", DAY) == ("a", "b")
    assert ids("a", NEXT_DAY) == ("a", "b", "c", "d")
    assert ids("a", date(2024, 2, 29)) == ("a",)
