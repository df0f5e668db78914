"""Persistence modules that are not ours: the kit over two of them, and what the side database is for."""

import importlib.util
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, ClassVar
from uuid import UUID

import pytest
from eventsourcing.persistence import Notification, StoredEvent

from s2ss_core import Brokerage
from s2ss_core.errors import StoreError
from s2ss_core.projections import EVERY_PROJECTION, Materialised
from s2ss_core.store import Append, open_store
from s2ss_core.store.integrity_check import check_integrity
from s2ss_core.store.third_party.recorder import ThirdPartyRecorder
from s2ss_core.store.third_party.side_database import SideDatabase
from s2ss_core.testing._servers.umadb_server import is_installed, umadb_server
from s2ss_core.testing.conformance.appends import Appends
from tests.projections.equivalence import differing, put
from tests.projections.worked_example import worked_example
from tests.store.given import NOON, concern, record, visit
from tests.store.test_conformance import Ours

ONE_APPEND = "a foreign module commits every append by itself"
NO_SIDE = "no side database is named"
NUMBERS = "its sequence leaves a number out where an append loses a race"

POPO = {"PERSISTENCE_MODULE": "eventsourcing.popo"}


@pytest.fixture
def settings(tmp_path: Path) -> dict[str, str]:
    """A SQLite file of eventsourcing's own kind, and our side database."""
    return {
        "PERSISTENCE_MODULE": "eventsourcing.sqlite",
        "SQLITE_DBNAME": str(tmp_path / "foreign.db"),
        "S2SS_SIDE_DATABASE": f"sqlite:///{tmp_path}/side.db",
    }


@pytest.mark.slow
@pytest.mark.skipif(
    not is_installed(), reason="umadb is not installed: pip install eventsourcing-umadb==0.3.5"
)
class TestUmaDB(Ours):
    cannot: ClassVar[Mapping[str, str]] = {"transactions": ONE_APPEND}

    @pytest.fixture(autouse=True)
    def _server(self, tmp_path: Path) -> Iterator[None]:
        with umadb_server() as address:
            self.where = {
                "PERSISTENCE_MODULE": "eventsourcing_umadb",
                "UMADB_URI": address,
                "S2SS_SIDE_DATABASE": f"sqlite:///{tmp_path}/side.db",
            }
            yield


@pytest.mark.postgres
@pytest.mark.skipif(
    importlib.util.find_spec("eventsourcing_sqlalchemy") is None,
    reason="SQLAlchemy's module is not installed: pip install eventsourcing-sqlalchemy",
)
class TestSQLAlchemyOnPostgres(Ours):
    cannot: ClassVar[Mapping[str, str]] = {"transactions": ONE_APPEND, "dense positions": NUMBERS}

    @pytest.fixture(autouse=True)
    def _schema(self, postgres_url: str, tmp_path: Path) -> None:
        open_store(postgres_url).close()  # so that the schema is there
        base, _, query = postgres_url.partition("?")
        host, schema = (item.partition("=")[2] for item in query.split("&"))
        self.where = {
            "PERSISTENCE_MODULE": "eventsourcing_sqlalchemy",
            "SQLALCHEMY_URL": f"{base.replace('postgresql', 'postgresql+psycopg')}?host={host}",
            "SQLALCHEMY_SCHEMA": schema,
            "S2SS_SIDE_DATABASE": f"sqlite:///{tmp_path}/side.db",
        }


@pytest.mark.skipif(
    importlib.util.find_spec("eventsourcing_sqlalchemy") is None,
    reason="SQLAlchemy's module is not installed: pip install eventsourcing-sqlalchemy",
)
def test_a_module_that_names_its_tables_after_the_application_keeps_their_names(tmp_path: Path) -> None:
    where = {
        "PERSISTENCE_MODULE": "eventsourcing_sqlalchemy",
        "SQLALCHEMY_URL": f"sqlite:///{tmp_path}/foreign.db",
    }
    with open_store(where) as store:
        record(store, "d-1", visit(1))

    with closing(sqlite3.connect(tmp_path / "foreign.db")) as connection:
        rows = connection.execute("SELECT count(*) FROM history_events").fetchone()

    assert rows == (1,)


class TestStockMemoryWithoutSide(Ours):
    where = POPO
    cannot: ClassVar[Mapping[str, str]] = {
        "lasting": "it is gone with the process",
        "processes": "it is gone with the process",
        "writers' lock": "without a side database the lock is the process's own",
        "private texts": NO_SIDE,
        "directory": NO_SIDE,
        "transactions": ONE_APPEND,
    }


def test_without_a_side_database_private_text_and_directory_are_refused_and_nothing_is_written() -> None:
    with open_store(POPO) as store:
        for use in (
            lambda: record(store, "d-1", visit(1), concern("hush")),
            lambda: store.directory.enter("sl-014", name="Amina Shah"),
            lambda: store.directory.look_up("sl-014"),
            lambda: store.directory.forget("sl-014"),
            store.directory.known,
        ):
            with pytest.raises(StoreError, match="S2SS_SIDE_DATABASE=sqlite:///side"):
                use()
        assert store.newest() == 0


def test_what_cannot_be_made_one_transaction_is_refused_before_it_begins(settings: dict[str, str]) -> None:
    with open_store(settings) as store:

        def two() -> None:
            with store.writing():
                record(store, "d-1", visit(1))
                record(store, "d-2", visit(1))

        with pytest.raises(StoreError, match="several appends in one transaction") as refusal:
            two()

        assert refusal.value.__notes__ == ["The append under the lock stays: this back end cannot undo it."]
        assert store.streams() == ("d-1",)
        with store.writing():
            store.append([Append("d-2", 0, [visit(1)]), Append("d-3", 0, [visit(2)])], at=NOON, by="u-7")
        assert store.streams() == ("d-1", "d-2", "d-3")


def test_no_byte_of_an_erased_text_is_left_in_any_file(settings: dict[str, str], tmp_path: Path) -> None:
    secret = "the head asked us to keep this between ourselves"
    with open_store(settings) as store:
        record(store, "d-1", concern(secret))
        assert any(secret.encode() in path.read_bytes() for path in tmp_path.iterdir())

        store.erase(1)

        assert [path.name for path in tmp_path.iterdir() if secret.encode() in path.read_bytes()] == []


def test_texts_whose_entry_was_refused_are_not_kept(settings: dict[str, str], tmp_path: Path) -> None:
    with open_store(settings) as store, open_store(settings) as other:
        record(store, "d-1", visit(1))
        with pytest.raises(StoreError):
            other.append([Append("d-1", 0, [concern("hush, everybody")])], at=NOON, by="u-7")

    assert [path.name for path in tmp_path.iterdir() if b"hush, everybody" in path.read_bytes()] == []


def test_a_whole_brokerage_runs_on_a_foreign_module(settings: dict[str, str]) -> None:
    from benchmarks.story import NOW, _prepare, log_visit

    with Brokerage.open(settings, clock=lambda: NOW).acting_as("bench") as brokerage:
        _prepare(brokerage, "dep-0", "sl-0")
        log_visit(brokerage, 0, 1)
        foreign = brokerage.deployment_log("dep-0")
    with Brokerage.open("memory:", clock=lambda: NOW).acting_as("bench") as brokerage:
        _prepare(brokerage, "dep-0", "sl-0")
        log_visit(brokerage, 0, 1)

        assert brokerage.deployment_log("dep-0") == foreign


@pytest.mark.parametrize(
    ("changes", "said"),
    (
        ({"PERSISTENCE_MODULE": ""}, "name no back end"),
        ({"PERSISTENCE_MODULE": "nowhere_at_all"}, "nowhere_at_all cannot be opened"),
        ({"PERSISTENCE_MODULE": "eventsourcing_dynamodb"}, "can overwrite events"),
        ({"S2SS_SIDE_DATABASE": "postgresql:///x"}, "cannot be a side database"),
        ({"S2SS_SIDE_DATABASE": "sqlite:///:memory:"}, "cannot be a side database"),
        ({"COMPRESSOR_TOPIC": "zlib"}, "COMPRESSOR_TOPIC is not allowed"),
        ({"POSTGRES_ENABLE_DB_FUNCTIONS": "y"}, "POSTGRES_ENABLE_DB_FUNCTIONS is not allowed"),
    ),
)
def test_settings_that_cannot_be_are_answered(
    settings: dict[str, str], changes: dict[str, str], said: str
) -> None:
    with pytest.raises(StoreError, match=said):
        open_store(settings | changes)


def test_documents_are_kept_in_the_side_database_and_nowhere_without_one(settings: dict[str, str]) -> None:
    with open_store(settings, clock_is_right=True) as store:  # the example records in its own order
        for entry in worked_example().entries:
            put(store, [entry])
        materialised = Materialised(store)
        materialised.catch_up()
        assert len(store.documents.checkpoints()) == len(EVERY_PROJECTION)
        assert differing(store, materialised) == []
        assert [flaw.says for flaw in check_integrity(store).flaws] == []

    with open_store(POPO) as store:
        record(store, "d-1", visit(1))
        assert [lag.position for lag in Materialised(store).lags()] == [None] * len(EVERY_PROJECTION)
        with pytest.raises(StoreError, match="S2SS_SIDE_DATABASE"):
            Materialised(store).catch_up()


class KeepsVersionsTwice:
    """A recorder that keeps whatever it is given: its table has no key."""

    def __init__(self, path: Path) -> None:
        self._path = path
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("CREATE TABLE e (id INTEGER PRIMARY KEY, o TEXT, v INTEGER, t TEXT, s BLOB)")

    def _rows(self, statement: str, *values: object) -> list[tuple[int, str, int, str, bytes]]:
        with closing(sqlite3.connect(self._path)) as connection, connection:
            return connection.execute(statement, values).fetchall()

    def insert_events(self, events: Iterable[StoredEvent], **_: object) -> Sequence[int]:
        rows = [(e.originator_id.hex, e.originator_version, e.topic, e.state) for e in events]  # type: ignore[union-attr]
        for row in rows:
            self._rows("INSERT INTO e (o, v, t, s) VALUES (?, ?, ?, ?)", *row)
        newest = self.max_notification_id()
        return range(newest - len(rows) + 1, newest + 1)

    def select_events(
        self, originator_id: UUID, *, gt: int | None = None, lte: int | None = None, desc: bool = False,
        limit: int | None = None,
    ) -> list[StoredEvent]:  # fmt: skip
        found = self._rows("SELECT * FROM e WHERE o = ? ORDER BY v", originator_id.hex)
        within = [
            StoredEvent(UUID(o), v, t, s)
            for _, o, v, t, s in found
            if v > (gt or 0) and (lte is None or v <= lte)
        ]
        return (within[::-1] if desc else within)[:limit]

    def select_notifications(self, start: int, limit: int, **_: object) -> list[Notification]:
        found = self._rows("SELECT * FROM e WHERE id >= ? ORDER BY id LIMIT ?", start, limit)
        return [Notification(UUID(o), v, t, s, position) for position, o, v, t, s in found]

    def max_notification_id(self) -> int:
        return self._rows("SELECT coalesce(max(id), 0), '', 0, '', '' FROM e")[0][0]


def test_the_kit_finds_a_module_that_keeps_a_version_twice(tmp_path: Path) -> None:
    """One machine's lock hides it; two machines would find out."""
    recorder: Any = KeepsVersionsTwice(tmp_path / "mine.db")
    side = SideDatabase(f"sqlite:///{tmp_path}/side.db", create=True, wait=1.0)
    with open_store(POPO) as store:
        store._entries = ThirdPartyRecorder(recorder, "mine", side, wait=1.0)
        store._backend.with_texts.recorder = store._entries
        with pytest.raises(pytest.fail.Exception, match="DID NOT RAISE"):
            Appends().test_the_back_end_itself_keeps_a_version_once_whoever_inserts_it(store)
        assert store.newest() == 3
    side.close()
