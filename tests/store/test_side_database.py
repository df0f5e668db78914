"""What becomes of private texts when a process dies between the two databases."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from s2ss_core.errors import NotOurs, StoreError
from s2ss_core.store import open_store
from s2ss_core.store.third_party.side_database import UNSETTLED_SECONDS
from s2ss_core.testing.conformance.threads import finish, start
from tests.store.given import concern, record

DIES = """
from s2ss_core.store.third_party.side_database import SideDatabase
from eventsourcing.sqlite import SQLiteApplicationRecorder

def die(*args, **kwargs):
    os._exit(0)

{cls}.{method} = die
record(open_store(where), "d-1", concern("hush"))
"""


@pytest.fixture
def settings(tmp_path: Path) -> dict[str, str]:
    return {
        "PERSISTENCE_MODULE": "eventsourcing.sqlite",
        "SQLITE_DBNAME": str(tmp_path / "foreign.db"),
        "S2SS_SIDE_DATABASE": f"sqlite:///{tmp_path}/side.db",
    }


@pytest.fixture
def side(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(tmp_path / "side.db", isolation_level=None)) as connection:
        yield connection


def an_hour_later(side: sqlite3.Connection) -> None:
    side.execute("UPDATE texts_beside SET kept_at = kept_at - ?", (UNSETTLED_SECONDS + 1,))


def kept(side: sqlite3.Connection) -> list[tuple[int]]:
    return side.execute("SELECT settled FROM texts_beside").fetchall()


def test_a_text_whose_entry_was_inserted_is_read_and_later_settled(
    settings: dict[str, str], side: sqlite3.Connection
) -> None:
    finish(start(DIES.format(cls="SideDatabase", method="settle"), settings))
    assert kept(side) == [(0,)]

    with open_store(settings) as store:
        assert store.read("d-1")[0].event == concern("hush")
    assert kept(side) == [(0,)]
    an_hour_later(side)
    open_store(settings).close()

    assert kept(side) == [(1,)]


def test_a_text_whose_entry_never_came_is_deleted_an_hour_later(
    settings: dict[str, str], side: sqlite3.Connection, tmp_path: Path
) -> None:
    finish(start(DIES.format(cls="SQLiteApplicationRecorder", method="insert_events"), settings))
    open_store(settings).close()
    assert kept(side) == [(0,)]

    an_hour_later(side)
    with open_store(settings) as store:
        assert store.newest() == 0
        assert [path.name for path in tmp_path.iterdir() if b"hush" in path.read_bytes()] == []
        record(store, "d-1", concern("hush"))

    assert kept(side) == [(1,)]


def test_a_file_of_another_program_is_no_side_database(settings: dict[str, str], tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "side.db")) as other:
        other.execute("CREATE TABLE pupils (id)")

    with pytest.raises(NotOurs):
        open_store(settings)


def test_without_leave_to_create_no_side_database_is_made(settings: dict[str, str], tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no store at"):
        open_store(settings, create=False)

    assert list(tmp_path.iterdir()) == []
