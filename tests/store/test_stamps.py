"""A clock that was wrong hides nothing, and doctor names the entries that it stamped."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from s2ss_core.errors import CorruptEntry
from s2ss_core.store import Append, Store, open_store
from s2ss_core.store.integrity_check import check_integrity
from tests.store.given import NOON, raw, visit

DAY = timedelta(days=1)


@pytest.fixture(params=("memory:", "sqlite:///{folder}/support.db"))
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """An empty store that records whatever the clock says, once in memory and once in a file."""
    with open_store(request.param.format(folder=tmp_path), clock_is_right=True) as opened:
        yield opened


def stamped(store: Store, *times: datetime) -> None:
    """One entry for each time, each in a stream of its own."""
    for number, at in enumerate(times, start=store.newest()):
        store.append([Append(f"d-{number}", 0, [visit(1)])], at=at, by="u-7")


def named(store: Store) -> dict[str, list[int | None]]:
    """The positions that the check of the store names, as flaws and as notes."""
    report = check_integrity(store)
    return {
        "flaws": [flaw.position for flaw in report.flaws],
        "notes": [note.position for note in report.notes],
    }


def test_a_stamp_from_the_future_hides_nothing_and_is_named(store: Store) -> None:
    future = datetime.now(UTC) + 365 * DAY
    stamped(store, NOON, future, NOON + DAY, NOON + 2 * DAY)

    assert store.known_at(NOON) == 1
    assert store.known_at(NOON + DAY) == 3
    assert store.known_at(NOON + 9 * DAY) == 4
    assert store.known_at(future - DAY) == 4
    assert store.known_at(future) == store.known_at(future + DAY) == 4
    assert named(store) == {"flaws": [2], "notes": [2]}


def test_a_stamp_ahead_of_the_entries_after_it_is_named_once_the_day_has_come(store: Store) -> None:
    stamped(store, NOON, NOON + 300 * DAY, NOON + DAY, NOON + 2 * DAY)

    assert named(store) == {"flaws": [], "notes": [2]}


def test_several_wrong_clocks_in_a_row_hide_nothing(store: Store) -> None:
    ahead = [NOON + years * 365 * DAY for years in (10, 12, 11, 9, 12)]
    stamped(store, NOON, *ahead, *(NOON + days * DAY for days in range(1, 20)))

    for days in range(1, 20):
        assert store.known_at(NOON + days * DAY) == len(ahead) + 1 + days
    for at in (*ahead, NOON + 40 * DAY):
        assert store.known_at(at) == store.newest()


def test_a_time_before_everything_is_before_everything(store: Store) -> None:
    assert store.known_at(NOON) == 0
    stamped(store, NOON, NOON + DAY)

    assert store.known_at(NOON - timedelta(microseconds=1)) == 0


def test_an_entry_that_is_damaged_does_not_count_as_early(file: Path, url: str) -> None:
    with open_store(url) as store:
        stamped(store, NOON, NOON + DAY, NOON + 2 * DAY)
        with raw(file) as connection:
            connection.execute("DROP TRIGGER history_is_not_changed")
            connection.execute("UPDATE stored_events SET state = x'00' WHERE position = 2")

        assert store.known_at(NOON) == 1
        assert store.known_at(NOON + 2 * DAY) == 3


def test_writers_that_waited_for_one_another_are_not_named(store: Store) -> None:
    minutes = (0, 3, 1, 9, 2, 12)
    stamped(store, *(NOON + timedelta(minutes=minute) for minute in minutes))

    assert named(store) == {"flaws": [], "notes": []}


def test_a_transaction_that_was_undone_leaves_no_stamp(store: Store) -> None:
    stamped(store, NOON)
    with suppress(RuntimeError), store.writing():
        stamped(store, NOON + DAY)
        assert store.known_at(NOON + DAY) == 2
        raise RuntimeError

    assert store.known_at(NOON + DAY) == 1
    stamped(store, NOON + 2 * DAY)
    assert store.known_at(NOON + 2 * DAY) == 2


@pytest.mark.parametrize("stamp", ("2024-03-29T12:00:00.00000xZ", "0001-01-01T00:00:00.000000Z"))
def test_a_stamp_that_was_changed_is_corrupt(file: Path, url: str, stamp: str) -> None:
    with open_store(url) as store:
        stamped(store, NOON)
        with raw(file) as connection:
            connection.execute("DROP TRIGGER history_is_not_changed")
            connection.execute(
                'UPDATE stored_events SET state = CAST(\'{"at":"\' || ? || substr(state, 35) AS BLOB)',
                (stamp,),
            )

        with pytest.raises(CorruptEntry, match="position 1"):
            store.known_at(NOON + DAY)


def test_the_question_is_answered_from_the_index(file: Path, url: str) -> None:
    with open_store(url) as store:
        stamped(store, NOON)
    with raw(file) as connection:
        plan = connection.execute(
            "EXPLAIN QUERY PLAN SELECT max(position) FROM stored_events "
            "WHERE substr(state, 8, 27) > ? AND substr(state, 8, 27) <= ?",
            (b"", b"3"),
        ).fetchall()

    assert "INDEX stamps" in plan[0][-1]
