"""The table of changes that a state is folded by: one change for each class of events."""

import pytest

from s2ss_core.aggregates.fold import Fold


def test_a_change_is_found_under_the_class_of_its_events_and_stays_the_function_that_it_is() -> None:
    fold = Fold[list[int]]()

    def add(numbers: list[int], number: int) -> None:
        numbers.append(number)

    assert fold.changes == {}
    assert fold.on(int)(add) is add
    assert fold.changes == {int: add}


def test_a_class_has_one_change() -> None:
    fold = Fold[list[int]]()
    fold.on(int)(lambda numbers, number: None)

    with pytest.raises(TypeError, match="int has a change here already"):
        fold.on(int)(lambda numbers, number: None)


def test_each_kind_of_state_has_changes_of_its_own() -> None:
    one, other = Fold[list[int]](), Fold[list[int]]()
    one.on(int)(lambda numbers, number: None)

    assert other.changes == {}
