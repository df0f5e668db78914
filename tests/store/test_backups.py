"""A copy made with the database's own tools, while others write, is a store: an older state of the one it was made of."""

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from s2ss_core.errors import StoreError
from s2ss_core.projections import Materialised
from s2ss_core.store import Store, open_store
from s2ss_core.store.comparison import Comparison, compared
from s2ss_core.store.integrity_check import check_integrity
from s2ss_core.testing._servers.postgres_server import Server
from s2ss_core.values import Withheld
from tests.store.given import concern, record, visit


@contextmanager
def writing(url: str) -> Iterator[threading.Event]:
    """Somebody who writes all the while; the event says that it is under way."""
    begun, stop = threading.Event(), threading.Event()

    def write() -> None:
        with open_store(url) as store:
            for number in range(100_000):
                record(store, "d-2", concern("hush"), visit(number), after=2 * number)
                begun.set()
                if stop.is_set():
                    return

    writer = threading.Thread(target=write)
    writer.start()
    try:
        assert begun.wait(30)
        yield begun
    finally:
        stop.set()
        writer.join()


def vacuumed(file: Path, copy: Path) -> None:
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("VACUUM INTO ?", (str(copy),))


def backed_up(file: Path, copy: Path) -> None:
    with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)


def holds_to(copy: Store, original: Store) -> Comparison:
    """A copy is whole, and what it is a copy of goes on."""
    comparison = compared(copy, original)
    assert check_integrity(copy).flaws == ()
    assert comparison.is_older
    assert comparison.here % 2 == 0  # nothing of half an append
    history = list(copy.history())
    assert history == list(original.history(upto=comparison.here))
    assert history[-2].event == concern("hush")
    return comparison


@pytest.mark.parametrize("copied", (vacuumed, backed_up))
def test_a_copy_of_a_file_in_use_is_an_older_state_of_it_and_can_be_gone_on_with(
    file: Path, url: str, tmp_path: Path, copied: Callable[[Path, Path], None]
) -> None:
    copy = tmp_path / "copy.db"
    with writing(url):
        copied(file, copy)
        with open_store(url) as store:
            record(store, "d-1", visit(1), visit(2))

    with open_store(f"sqlite:///{copy}") as store, open_store(url) as original:
        comparison = holds_to(store, original)
        assert record(store, "d-9", visit(1))[0].position == comparison.here + 1
        assert compared(store, original).part
    with closing(sqlite3.connect(copy)) as connection, pytest.raises(sqlite3.IntegrityError):
        connection.execute("DELETE FROM stored_events")


def test_a_copy_holds_what_was_erased_after_it_was_made(file: Path, url: str, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    with open_store(url) as store:
        record(store, "d-1", concern("hush"))
        vacuumed(file, copy)
        store.erase(1)

    with open_store(f"sqlite:///{copy}") as store, open_store(url) as original:
        assert store.read("d-1")[0].event == concern("hush")
        assert isinstance(original.read("d-1")[0].event.about, Withheld)
        assert compared(store, original) == Comparison(
            shared=1, here=1, there=1
        )  # the same bytes, erased or not
        store.erase(1)
        assert store.read("d-1") == original.read("d-1")


def test_documents_that_are_ahead_of_a_copy_put_back_are_not_served(
    url: str, file: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.db"
    with open_store(url) as store:
        record(store, "d-1", visit(1))
        vacuumed(file, copy)
        record(store, "d-1", visit(2), after=1)
        Materialised(store).catch_up()
        kept = store.documents.checkpoints()
    with closing(sqlite3.connect(copy)) as connection:
        connection.execute("ATTACH ? AS newer", (str(file),))
        for table in ("documents", "document_checkpoints", "documents_set_aside"):
            connection.execute(f"CREATE TABLE {table} AS SELECT * FROM newer.{table}")
        connection.commit()

    with open_store(f"sqlite:///{copy}") as store:
        assert store.documents.checkpoints() == kept
        assert all(lag.foreign for lag in Materialised(store).lags())
        with pytest.raises(StoreError, match="a backup is restored"):
            Materialised(store).catch_up()


@pytest.mark.postgres
def test_a_dump_of_a_database_in_use_is_an_older_state_of_it_and_can_be_gone_on_with(
    postgres_server: Server, postgres_url: str
) -> None:
    server = postgres_server
    if not (server.programs and (server.programs / "pg_dump").is_file()):
        pytest.skip("there is no pg_dump beside the server")
    dump, where = str(server.home / "support.dump"), ("-h", str(server.home), "-U", "s2ss")
    schema = postgres_url.rpartition("schema=")[2]
    with writing(postgres_url):
        server.run("pg_dump", *where, "-Fc", "-n", schema, "-f", dump, "postgres")
        with open_store(postgres_url) as store:
            record(store, "d-1", visit(1), visit(2))
    server.run("createdb", *where, schema)
    server.run("pg_restore", *where, "--exit-on-error", "-d", schema, dump)

    with (
        open_store(server.url(schema, schema=schema), create=False) as store,
        open_store(postgres_url) as original,
    ):
        comparison = holds_to(store, original)
        assert record(store, "d-9", visit(1))[0].position == comparison.here + 1
        assert compared(store, original).part
    server.run("dropdb", *where, schema)
