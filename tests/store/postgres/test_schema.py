"""What the schema refuses, whoever writes to it, and what is said of schemas that cannot be used."""

import threading
import time

import psycopg
import pytest

from s2ss_core.errors import NotOurs, StoreError
from s2ss_core.store import open_store
from tests.store.given import concern, record, visit

pytestmark = pytest.mark.postgres

ROW = (
    "INSERT INTO stored_events (originator_id, originator_version, topic, leaf, state, stream) "
    "VALUES (%s, %s, 't', sha256(decode('00', 'hex')), '', 'a')"
)


def rows(sql: psycopg.Connection) -> int:
    found = sql.execute("SELECT count(*) FROM stored_events").fetchone()
    assert found
    return int(found[0])


@pytest.mark.parametrize("first", (0, 1))
def test_a_stream_may_begin_at_nought_or_one(sql: psycopg.Connection, first: int) -> None:
    sql.execute(ROW, ("a", first))
    sql.execute(ROW, ("a", first + 1))

    assert sql.execute("SELECT position FROM stored_events ORDER BY 1").fetchall() == [(1,), (2,), (3,), (4,)]


@pytest.mark.parametrize("versions", ((2,), (9,), (-1,), (1, 3), (1, 1), (1, 0), (0, 2), (0, 0), (None,)))
def test_a_gap_in_a_stream_cannot_be_made_with_raw_sql(
    sql: psycopg.Connection, versions: tuple[int | None, ...]
) -> None:
    for version in versions[:-1]:
        sql.execute(ROW, ("a", version))
    with pytest.raises(psycopg.IntegrityError):
        sql.execute(ROW, ("a", versions[-1]))

    assert rows(sql) == 2 + len(versions) - 1


@pytest.mark.parametrize(
    "statement",
    (
        "DELETE FROM stored_events",
        "DELETE FROM stored_events WHERE position = 2",
        "TRUNCATE stored_events",
        "UPDATE stored_events SET state = '' WHERE position = 2",
        "UPDATE stored_events SET leaf = sha256('') WHERE position = 2",
        "UPDATE stored_events SET topic = 'x'",
        "UPDATE stored_events SET stream = 'x'",
        "UPDATE stored_events SET originator_id = 'x'",
        "UPDATE stored_events SET originator_version = originator_version + 1 WHERE position = 2",
        "UPDATE stored_events SET position = 9 WHERE position = 2",
        "UPDATE stored_events SET texts = '{}' WHERE position = 1",
        "UPDATE stored_events SET texts = NULL, topic = 'x' WHERE position = 1",
        (
            "INSERT INTO stored_events SELECT position, originator_id, originator_version, 'x', leaf, state, stream "
            "FROM stored_events WHERE position = 2 ON CONFLICT (position) DO UPDATE SET topic = 'x'"
        ),
        "INSERT INTO stored_events SELECT 9, originator_id, 3, topic, leaf, state, stream FROM stored_events LIMIT 1",
        "INSERT INTO stored_events SELECT 1, originator_id, 3, topic, leaf, state, stream FROM stored_events LIMIT 1",
        (
            "INSERT INTO stored_events SELECT 3, originator_id, 3, topic, sha256(state), state, stream "
            "FROM stored_events WHERE position = 2"
        ),
        (
            "INSERT INTO stored_events SELECT 3, originator_id, 3, topic, '', state, stream "
            "FROM stored_events WHERE position = 2"
        ),
        "INSERT INTO stored_events SELECT -1, originator_id, 3, topic, leaf, state, stream FROM stored_events LIMIT 1",
    ),
)
def test_history_is_not_changed_with_raw_sql(sql: psycopg.Connection, statement: str) -> None:
    before = sql.execute("SELECT * FROM stored_events ORDER BY position").fetchall()

    with pytest.raises(psycopg.IntegrityError):
        sql.execute(statement.encode())

    assert sql.execute("SELECT * FROM stored_events ORDER BY position").fetchall() == before


def test_private_text_can_be_set_to_null_with_raw_sql(sql: psycopg.Connection, laid_out: str) -> None:
    sql.execute("UPDATE stored_events SET texts = NULL WHERE position = 1")

    with open_store(laid_out) as store:
        assert str(store.read("d-1")[0].event.about) == "[withheld]"


def test_whoever_inserts_with_raw_sql_waits_for_its_turn_and_takes_the_next_position(
    sql: psycopg.Connection, laid_out: str
) -> None:
    inserted = threading.Event()

    def insert() -> None:
        sql.execute(ROW, ("a", 1))
        inserted.set()

    with open_store(laid_out) as store:
        with store.writing():
            record(store, "d-2", visit(1))
            other = threading.Thread(target=insert)
            other.start()
            assert not inserted.wait(0.3)
            record(store, "d-3", visit(1))
        other.join(10)

        assert [(r[0], r[1]) for r in sql.execute("SELECT position, stream FROM stored_events ORDER BY 1")] == [
            (1, "d-1"), (2, "d-1"), (3, "d-2"), (4, "d-3"), (5, "a")
        ]  # fmt: skip


def test_opening_writes_nothing_when_the_tables_are_there(sql: psycopg.Connection, laid_out: str) -> None:
    before = sql.execute("SELECT pg_current_wal_insert_lsn()").fetchone()

    with open_store(laid_out.replace("?", "?options=-cdefault_transaction_read_only%3Don&")) as store:
        assert store.newest() == 2

    assert sql.execute("SELECT pg_current_wal_insert_lsn()").fetchone() == before


def test_one_who_may_only_read_reads_and_is_refused_in_one_sentence(
    laid_out: str, sql: psycopg.Connection
) -> None:
    sql.execute("DO $$ BEGIN CREATE ROLE auditor LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$")
    schema = laid_out.rpartition("schema=")[2]
    sql.execute(f"GRANT USAGE ON SCHEMA {schema} TO auditor".encode())
    sql.execute(f"GRANT SELECT ON ALL TABLES IN SCHEMA {schema} TO auditor".encode())

    with open_store(laid_out.replace("s2ss@", "auditor@"), create=False) as store:
        assert len(store.read("d-1")) == 2
        with pytest.raises(StoreError, match="You have no permission") as refusal:
            record(store, "d-1", visit(2), after=2)

    assert "\n" not in str(refusal.value)


def test_a_schema_that_a_newer_version_wrote_says_so(sql: psycopg.Connection, laid_out: str) -> None:
    sql.execute("UPDATE s2ss_format SET format = 3")

    with pytest.raises(NotOurs, match="newer version of s2ss_core wrote"):
        open_store(laid_out)


@pytest.mark.parametrize("format_", (1, 0, -1))
def test_a_schema_of_a_format_that_was_never_released_is_refused(
    sql: psycopg.Connection, laid_out: str, format_: int
) -> None:
    sql.execute("UPDATE s2ss_format SET format = %s", (format_,))

    with pytest.raises(NotOurs, match=f"is of format {format_}, which only unreleased builds .* keep it"):
        open_store(laid_out)


@pytest.mark.parametrize("statement", ("DROP COLUMN texts", "ADD COLUMN more text", "RENAME leaf TO hash"))
def test_a_table_of_another_shape_is_refused_in_one_sentence(
    sql: psycopg.Connection, laid_out: str, statement: str
) -> None:
    sql.execute(f"ALTER TABLE stored_events {statement}".encode())

    with pytest.raises(NotOurs, match="does not have the columns of format 2: keep it"):
        open_store(laid_out)


@pytest.mark.parametrize(
    "spoil", ("DROP TABLE s2ss_format", "DROP TABLE directory", "DELETE FROM s2ss_format")
)
@pytest.mark.parametrize("create", (True, False))
def test_another_programs_tables_are_not_ours(
    sql: psycopg.Connection, laid_out: str, spoil: str, create: bool
) -> None:
    sql.execute(spoil.encode())

    with pytest.raises(NotOurs, match="Choose another schema"):
        open_store(laid_out, create=create)


def test_other_tables_beside_ours_are_left_alone(sql: psycopg.Connection, postgres_url: str) -> None:
    sql.execute("CREATE TABLE pupils (id integer)")

    with open_store(postgres_url) as store:
        assert store.newest() == 2


def test_without_leave_to_create_nothing_is_created(postgres_url: str) -> None:
    for _ in range(2):
        with pytest.raises(StoreError, match="There is no store in the schema test_"):
            open_store(postgres_url, create=False)


def test_tables_that_were_dropped_meanwhile_are_said_to_be_gone(
    sql: psycopg.Connection, laid_out: str
) -> None:
    with open_store(laid_out) as store:
        sql.execute("DROP TABLE stored_events")

        for use in (store.newest, lambda: record(store, "d-1", visit(1))):
            with pytest.raises(StoreError, match="are missing"):
                use()


def test_erasing_and_rewriting_the_table_leaves_nothing_of_a_text_in_its_files(
    sql: psycopg.Connection, laid_out: str
) -> None:
    long = "the head asked us to keep this between ourselves"
    with open_store(laid_out) as store:
        position = record(store, "d-2", concern(long))[0].position
        store.erase(position)

    sql.execute("VACUUM FULL stored_events")
    sql.execute("CHECKPOINT")

    [(path,)] = sql.execute("SELECT pg_read_binary_file(pg_relation_filepath('stored_events'))").fetchall()
    assert long.encode() not in path
    assert b"deployment.concern-raised" in path


def test_a_writer_waits_for_another_program_only_so_long(sql: psycopg.Connection, laid_out: str) -> None:
    with open_store(laid_out, wait=0.2) as store, sql.transaction():
        sql.execute(ROW, ("a", 1))
        begun = time.monotonic()

        with pytest.raises(StoreError, match="Another program has been writing"):
            record(store, "d-1", visit(2), after=2)

        assert 0.15 < time.monotonic() - begun < 5
        assert store.newest() == 2
