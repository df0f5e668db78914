"""What was done to a schema of ours is named by the check of the store."""

import psycopg
import pytest

from s2ss_core.projections import Materialised
from s2ss_core.store import open_store
from s2ss_core.store.integrity_check import check_integrity

pytestmark = pytest.mark.postgres


def flaws(url: str) -> list[str]:
    with open_store(url) as store:
        return [flaw.says for flaw in check_integrity(store).flaws]


def test_a_schema_as_it_was_created_has_no_flaw(laid_out: str) -> None:
    assert flaws(laid_out) == []


def test_documents_are_no_change_of_the_schema(laid_out: str) -> None:
    with open_store(laid_out) as store:
        Materialised(store).catch_up()

    assert flaws(laid_out) == []


@pytest.mark.parametrize(
    ("statement", "says"),
    (
        (
            "DROP TRIGGER history_is_not_changed ON stored_events",
            "The trigger history_is_not_changed is missing",
        ),
        (
            "ALTER TABLE stored_events DISABLE TRIGGER next_of_history",
            "The trigger next_of_history is not as s2ss_core creates it",
        ),
        (
            (
                "CREATE OR REPLACE FUNCTION history_is_not_deleted() RETURNS trigger LANGUAGE plpgsql AS "
                "'BEGIN RETURN NULL; END'"
            ),
            "The function history_is_not_deleted() is not as s2ss_core creates it",
        ),
        (
            (
                "CREATE FUNCTION evil() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'; "
                "CREATE TRIGGER evil AFTER INSERT ON stored_events FOR EACH ROW EXECUTE FUNCTION evil()"
            ),
            "The trigger evil is not from s2ss_core",
        ),
        (
            "CREATE RULE quiet AS ON DELETE TO directory DO INSTEAD NOTHING",
            "The rule quiet is not from s2ss_core",
        ),
        ("DROP INDEX stamps", "The index stamps is missing"),
        (
            "ALTER TABLE stored_events DROP CONSTRAINT stored_events_leaf_check",
            "The constraint stored_events_leaf_check is missing",
        ),
        (
            "ALTER TABLE stored_events ALTER leaf DROP NOT NULL",
            "The column stored_events.leaf is not as s2ss_core creates it",
        ),
        ("ALTER TABLE directory ADD fax text", "The column directory.fax is not from s2ss_core"),
        (
            "ALTER TABLE directory ENABLE ROW LEVEL SECURITY",
            "The setting row security of directory is not from s2ss_core",
        ),
    ),
)
def test_what_was_done_to_the_schema_is_named(
    sql: psycopg.Connection, laid_out: str, statement: str, says: str
) -> None:
    sql.execute(statement.encode())

    assert [flaw for flaw in flaws(laid_out) if flaw.startswith(says)]


def test_a_row_that_was_changed_without_its_trigger_is_named_with_its_position(
    sql: psycopg.Connection, laid_out: str
) -> None:
    sql.execute("ALTER TABLE stored_events DISABLE TRIGGER history_is_not_changed")
    sql.execute("UPDATE stored_events SET state = set_byte(state, 60, 64) WHERE position = 2")
    sql.execute("ALTER TABLE stored_events ENABLE TRIGGER history_is_not_changed")

    with open_store(laid_out) as store:
        assert [flaw.position for flaw in check_integrity(store).flaws] == [2]
