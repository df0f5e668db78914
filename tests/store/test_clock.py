"""An append by a clock that is behind would answer old questions with new entries: it is refused, with both times."""

from datetime import timedelta

import pytest

from s2ss_core.errors import StoreError
from s2ss_core.store import Append, Store, open_store
from tests.store.given import NOON, visit

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


def append(store: Store, *offsets: timedelta) -> None:
    """One entry for each offset from noon, each in a stream of its own."""
    for number, offset in enumerate(offsets, start=store.newest()):
        store.append([Append(f"d-{number}", 0, [visit(1)])], at=NOON + offset, by="u-7")


def test_a_clock_more_than_ten_minutes_behind_is_refused_with_both_times(store: Store) -> None:
    append(store, DAY)

    with pytest.raises(StoreError) as refusal:
        append(store, DAY - 11 * MINUTE)

    assert "2024-03-30 11:49 UTC" in str(refusal.value)
    assert "2024-03-30 12:00 UTC" in str(refusal.value)
    assert "clock_is_right=True" in str(refusal.value)
    assert store.newest() == 1


def test_ten_minutes_are_allowed_because_writers_wait_for_one_another(store: Store) -> None:
    append(store, DAY, DAY - 10 * MINUTE, DAY - 10 * MINUTE)

    assert store.newest() == 3


def test_the_first_entry_of_a_store_may_have_any_time(store: Store) -> None:
    append(store, -10_000 * DAY)

    assert store.newest() == 1


def test_five_entries_of_a_clock_far_ahead_do_not_lock_the_others_out(store: Store) -> None:
    append(store, *(number * MINUTE for number in range(6)))
    append(store, *(number * 365 * DAY for number in range(1, 6)))

    append(store, DAY)

    assert store.newest() == 12
    assert store.known_at(NOON + DAY) == 12


def test_six_of_the_last_eleven_decide(store: Store) -> None:
    append(store, *(number * MINUTE for number in range(5)))
    append(store, *(number * 365 * DAY for number in range(1, 7)))

    with pytest.raises(StoreError, match="2025-03-29"):
        append(store, DAY)


def test_only_the_last_eleven_decide(store: Store) -> None:
    append(store, *(DAY for _ in range(20)))
    with open_store("memory:", clock_is_right=True) as other:
        append(other, *(9 * DAY for _ in range(20)), *(DAY for _ in range(11)))
        other._clock_is_right = False

        append(other, DAY)

        assert other.newest() == 32


def test_whoever_says_that_the_clock_is_right_records(url: str) -> None:
    with open_store(url) as store:
        append(store, DAY)

    with open_store(url, clock_is_right=True) as store:
        append(store, 0 * DAY)

    with open_store(url) as store:
        assert store.newest() == 2


def test_a_transaction_of_several_appends_is_undone_as_a_whole(store: Store) -> None:
    append(store, DAY)

    with pytest.raises(StoreError, match="The clock says"), store.writing():
        append(store, 2 * DAY, 0 * DAY)

    assert store.newest() == 1
