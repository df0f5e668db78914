"""Whatever a server, a database or a role has set: what was given is what is stored, and what is read."""

from collections.abc import Callable, Iterator

import psycopg
import pytest
from psycopg.sql import SQL, Composable, Composed, Identifier, Literal

from s2ss_core.errors import StoreError
from s2ss_core.store import Store, open_store
from s2ss_core.store.directory import Entry
from s2ss_core.store.documents import Document, Drawn
from s2ss_core.store.postgres.session import PINNED
from s2ss_core.testing._servers.postgres_server import USER, Server
from tests.store.given import concern, record, visit

pytestmark = pytest.mark.postgres

ODD = {
    "standard_conforming_strings": "off",
    "array_nulls": "off",
    "bytea_output": "escape",
    "client_encoding": "LATIN1",
    "backslash_quote": "on",
    "datestyle": "SQL, DMY",
    "intervalstyle": "sql_standard",
    "timezone": "Pacific/Chatham",
    "extra_float_digits": "-15",
    "transform_null_equals": "on",
    "quote_all_identifiers": "on",
    "default_transaction_isolation": "serializable",
    "default_transaction_deferrable": "on",
    "synchronous_commit": "off",
    "xmlbinary": "hex",
    "xmloption": "document",
    "escape_string_warning": "on",
    "session_replication_role": "replica",
    "plpgsql.variable_conflict": "use_column",
    "plpgsql.extra_errors": "all",
    "lc_messages": "C",
    "lc_monetary": "C",
    "lc_numeric": "C",
    "lc_time": "C",
    "timezone_abbreviations": "India",
    "default_text_search_config": "simple",
    "default_toast_compression": "pglz",
    "check_function_bodies": "off",
    "row_security": "off",
    "lo_compat_privileges": "on",
    "plan_cache_mode": "force_generic_plan",
    "synchronize_seqscans": "off",
    "zero_damaged_pages": "on",
    "gin_fuzzy_search_limit": "1",
}
REFUSED = {
    "default_transaction_read_only": ("on", "is read-only"),
    "role": ("pg_monitor", "no permission"),
    "statement_timeout": ("1ms", "took too long|cannot be reached"),
}
AT = {
    "role": SQL("ALTER ROLE {}").format(Identifier(USER)),
    "database": SQL("ALTER DATABASE postgres"),
    "role in the database": SQL("ALTER ROLE {} IN DATABASE postgres").format(Identifier(USER)),
    "server": SQL("ALTER SYSTEM"),
}
# PostgreSQL's own names, given to something else where a search path looks first.
DECOYS = """
CREATE SCHEMA decoy;
CREATE FUNCTION decoy.starts_with(text, text) RETURNS boolean LANGUAGE sql AS 'SELECT false';
CREATE OPERATOR decoy.= (LEFTARG = text, RIGHTARG = text, FUNCTION = decoy.starts_with);
CREATE FUNCTION decoy.set_config(text, text, boolean) RETURNS text LANGUAGE sql AS $$SELECT ''$$;
CREATE FUNCTION decoy.current_setting(text) RETURNS text LANGUAGE sql AS $$SELECT ''$$;
"""
TEXT = """Zoë: back\\slash, quote', "quotes", NULL, £5, \\x41, {braces}, ł"""
BYTES = TEXT.encode() + bytes(range(256))


@pytest.fixture
def admin(postgres_server: Server) -> Iterator[psycopg.Connection]:
    """Somebody who keeps the server, whom its settings do not reach, and who puts everything back afterwards."""
    with psycopg.connect(
        host=str(postgres_server.home),
        user=USER,
        dbname="postgres",
        autocommit=True,
        options="-csearch_path=pg_catalog -cstandard_conforming_strings=on -cclient_encoding=UTF8",
    ) as connection:
        connection.execute("LOAD 'plpgsql'")  # which knows its own settings only then
        connection.execute(DECOYS)
        yield connection
        for where in AT.values():
            connection.execute(where + SQL(" RESET ALL"))
        connection.execute("SELECT pg_reload_conf()")
        connection.execute("DROP SCHEMA decoy CASCADE")


def set_odd(admin: psycopg.Connection, where: Composable) -> None:
    for name, value in ODD.items():
        admin.execute(setting(where, name, value))
    admin.execute(where + SQL(" SET search_path = decoy, pg_catalog"))
    admin.execute("SELECT pg_reload_conf()")


def setting(where: Composable, name: str, value: str) -> Composed:
    return where + SQL(" SET {} = {}").format(Identifier(*name.split(".")), Literal(value))


def write_everything(store: Store, number: int) -> None:
    """Entries with private text and without, together and alone, somebody in the directory, and a document."""
    record(store, f"d-{number}", concern(TEXT), visit(number))
    record(store, f"d-{number}", visit(0), after=2)
    store.directory.enter(f"u-{number}", name=TEXT, email=None, telephone="NULL")
    begun = store.documents.begin(f"p-{number}", form=TEXT, current=True)
    assert store.documents.advance(begun, begun, Drawn(documents=(document(number),)))


def session(store: Store) -> dict[str, str]:
    """What the session that reads has set, of what is pinned."""
    statement = SQL("SELECT name, current_setting(name) FROM unnest(%s::text[]) AS given(name)").format()
    return dict(store._entries.database.fetch(statement, [list(PINNED)]))  # type: ignore[attr-defined]


def document(number: int) -> Document:
    return Document(key=(TEXT, f"{number}"), position=1, content=BYTES)


def check_everything(store: Store, number: int) -> None:
    assert [entry.event for entry in store.read(f"d-{number}")] == [concern(TEXT), visit(number), visit(0)]
    assert store.streams(f"d-{number}") == (f"d-{number}",)
    person = Entry(id=f"u-{number}", name=TEXT, email=None, telephone="NULL")
    assert store.directory.look_up(f"u-{number}") == person
    found = store.documents.find(f"p-{number}", (TEXT, f"{number}"))
    assert found is not None
    assert (found.document, found.checkpoint.form) == (document(number), TEXT)


@pytest.mark.parametrize("where", AT)
def test_what_was_given_is_stored_and_read_whatever_is_set(
    postgres_url: str, admin: psycopg.Connection, where: str
) -> None:
    with open_store(postgres_url) as before:
        write_everything(before, 1)
        set_odd(admin, AT[where])
        write_everything(before, 2)
        with open_store(postgres_url) as during:
            write_everything(during, 3)

            assert session(before) == session(during) == PINNED
            for number in (1, 2, 3):
                check_everything(before, number)
                check_everything(during, number)

    for level in AT.values():
        admin.execute(level + SQL(" RESET ALL"))
    admin.execute("SELECT pg_reload_conf()")
    with open_store(postgres_url) as after:
        for number in (1, 2, 3):
            check_everything(after, number)


@pytest.mark.parametrize("name", ODD)
def test_what_was_given_is_stored_and_read_whichever_setting_is_odd(
    postgres_url: str, admin: psycopg.Connection, name: str
) -> None:
    for where in AT.values():
        admin.execute(setting(where, name, ODD[name]))
    admin.execute("SELECT pg_reload_conf()")

    with open_store(postgres_url) as odd:
        write_everything(odd, 1)
        check_everything(odd, 1)
        states = list(odd.entries())

    for where in AT.values():
        admin.execute(where + SQL(" RESET ALL"))
    admin.execute("SELECT pg_reload_conf()")
    with open_store(postgres_url) as usual:
        assert list(usual.entries()) == states
        check_everything(usual, 1)


@pytest.mark.parametrize("name", REFUSED)
def test_a_session_that_cannot_write_is_refused_when_a_store_is_created(
    postgres_url: str, admin: psycopg.Connection, name: str
) -> None:
    value, says = REFUSED[name]
    admin.execute(setting(AT["role"], name, value))

    with pytest.raises(StoreError, match=says):
        open_store(postgres_url)


def test_a_session_without_triggers_that_may_not_have_them_is_refused(
    laid_out: str, sql: psycopg.Connection
) -> None:
    sql.execute("DO $$ BEGIN CREATE ROLE replica LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$")
    sql.execute("ALTER ROLE replica SET session_replication_role = replica")

    with pytest.raises(StoreError, match=r"permission denied to set parameter .session_replication_role"):
        open_store(laid_out.replace("s2ss@", "replica@"), create=False)


@pytest.mark.parametrize(
    ("encoding", "keeps"),
    (("UTF8", True), ("SQL_ASCII", True), ("LATIN1", False), ("WIN1252", False), ("EUC_JP", False)),
)
def test_a_database_that_does_not_keep_every_character_is_refused(
    postgres_server: Server, admin: psycopg.Connection, encoding: str, *, keeps: bool
) -> None:
    database = Identifier(f"in_{encoding.lower()}")
    made = SQL("CREATE DATABASE {} ENCODING {} LOCALE 'C' TEMPLATE template0")
    admin.execute(made.format(database, Literal(encoding)))
    url = postgres_server.url(f"in_{encoding.lower()}", schema="main")

    try:
        if keeps:
            with open_store(url) as store:
                write_everything(store, 1)
                check_everything(store, 1)
        else:
            with pytest.raises(StoreError, match=f"is {encoding}, which does not have every character"):
                open_store(url)
    finally:
        admin.execute(SQL("DROP DATABASE {}").format(database))


def test_an_url_that_sets_something_else_changes_nothing(postgres_url: str) -> None:
    odd = "client_encoding=latin1&options=-cstandard_conforming_strings%3Doff%20-carray_nulls%3Doff"

    with open_store(postgres_url.replace("?", f"?{odd}&")) as store:
        write_everything(store, 1)

    with open_store(postgres_url) as store:
        check_everything(store, 1)


THERE: dict[str, Callable[[Store], object]] = {
    "stored_events": lambda store: store.read("d-3"),
    "directory": lambda store: store.directory.look_up("u-3"),
    "documents": lambda store: store.documents.find("p-3", (TEXT, "3")).document,  # type: ignore[union-attr]
    "document_checkpoints": lambda store: store.documents.find("p-3", (TEXT, "3")),
}


@pytest.mark.parametrize(
    ("table", "change"),
    (
        ("stored_events", "NEW.state := NEW.state || ' '::bytea"),
        ("stored_events", "NEW.texts := 'NULL'"),
        ("stored_events", "NEW.texts := upper(NEW.texts)"),
        ("stored_events", "NEW.stream := NEW.stream || ' '"),
        ("directory", "NEW.name := upper(NEW.name)"),
        ("documents", "NEW.content := substring(NEW.content from 2)"),
        ("document_checkpoints", "NEW.form := upper(NEW.form)"),
    ),
)
def test_what_the_database_changes_is_not_recorded(
    laid_out: str, sql: psycopg.Connection, table: str, change: str
) -> None:
    function = (
        f"CREATE FUNCTION spoil() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN {change}; RETURN NEW; END$$"
    )
    trigger = f"CREATE TRIGGER spoil BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION spoil()"
    with open_store(laid_out) as store:
        write_everything(store, 2)
        sql.execute(f"{function}; {trigger}".encode())

        with pytest.raises(StoreError, match="did not keep the rows unchanged, so nothing was recorded"):
            write_everything(store, 3)

        assert not THERE[table](store)
        check_everything(store, 2)
        sql.execute(f"DROP TRIGGER spoil ON {table}".encode())
        assert record(store, "d-4", concern(TEXT))


def test_rows_that_a_policy_hides_are_an_error_and_not_a_gap(laid_out: str, sql: psycopg.Connection) -> None:
    sql.execute("ALTER TABLE stored_events ENABLE ROW LEVEL SECURITY")
    sql.execute("ALTER TABLE stored_events FORCE ROW LEVEL SECURITY")
    sql.execute("CREATE POLICY half ON stored_events USING (position > 1)")
    sql.execute("DO $$ BEGIN CREATE ROLE half LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$")
    schema = laid_out.rpartition("schema=")[2]
    sql.execute(f"GRANT USAGE ON SCHEMA {schema} TO half".encode())
    sql.execute(f"GRANT SELECT ON ALL TABLES IN SCHEMA {schema} TO half".encode())

    half = open_store(laid_out.replace("s2ss@", "half@"), create=False)
    with half as store, pytest.raises(StoreError, match="row-level security"):
        list(store.history())
