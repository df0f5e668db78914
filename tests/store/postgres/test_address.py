"""A URL says where the store is, and nothing else does."""

import logging
import subprocess
import sys
from pathlib import Path

import pytest

from s2ss_core.errors import StoreError
from s2ss_core.store import open_store
from s2ss_core.store.postgres.address import address_of
from s2ss_core.testing._servers.postgres_server import Server
from tests.store.given import record, visit

pytestmark = pytest.mark.postgres

ELSEWHERE = {
    "PGHOST": "nowhere.invalid", "PGHOSTADDR": "192.0.2.1", "PGPORT": "1", "PGDATABASE": "elsewhere",
    "PGUSER": "nobody-at-all", "PGPASSWORD": "wrong", "PGPASSFILE": "/nowhere", "PGOPTIONS": "-csearch_path=elsewhere",
    "PGSSLMODE": "verify-full", "PGSSLROOTCERT": "/nowhere", "PGSSLCERT": "/nowhere", "PGSSLKEY": "/nowhere",
    "PGREQUIREAUTH": "scram-sha-256", "PGCHANNELBINDING": "require", "PGREQUIREPEER": "nobody-at-all",
    "PGTARGETSESSIONATTRS": "standby", "PGAPPNAME": "elsewhere", "PGCONNECT_TIMEOUT": "1",
    "PGCLIENTENCODING": "LATIN1", "PGGSSENCMODE": "require", "PGSSLMINPROTOCOLVERSION": "TLSv1.3",
    "PGLOADBALANCEHOSTS": "random", "PGSSLNEGOTIATION": "direct", "PGMINPROTOCOLVERSION": "3.2",
    "PGSSLCERTMODE": "require",
    "POSTGRES_DBNAME": "elsewhere", "POSTGRES_SCHEMA": "elsewhere", "PERSISTENCE_MODULE": "eventsourcing.popo",
    "S2SS_POSTGRES_URL": "postgresql://elsewhere.invalid/x",
}  # fmt: skip


@pytest.fixture
def ambient(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Every variable that libpq or eventsourcing would follow, and a service's file, all leading elsewhere."""
    (tmp_path / "services").write_text(
        "[elsewhere]\nhost=nowhere.invalid\nport=1\ndbname=elsewhere\nuser=nobody-at-all\npassword=wrong\n"
        "options=-csearch_path=elsewhere\nsslmode=verify-full\ntarget_session_attrs=standby\n"
    )
    monkeypatch.setenv("PGSERVICEFILE", str(tmp_path / "services"))
    monkeypatch.setenv("PGSERVICE", "elsewhere")
    for name, value in ELSEWHERE.items():
        monkeypatch.setenv(name, value)


@pytest.mark.usefixtures("ambient")
def test_no_variable_and_no_service_redirects_a_store(postgres_server: Server, postgres_url: str) -> None:
    with open_store(postgres_url) as store:
        record(store, "d-1", visit(1))
        assert type(store._entries).__name__ == "PostgresRecorder"
    with open_store(postgres_url, create=False) as store:
        assert store.streams() == ("d-1",)


def test_every_variable_that_libpq_follows_is_answered() -> None:
    from psycopg.pq import Conninfo

    said = address_of("postgresql:///db").parameters
    ambient = {option.keyword.decode() for option in Conninfo.get_defaults() if option.envvar}

    assert ambient - set(said) == {"service"}


@pytest.mark.parametrize(
    ("url", "schema", "facts"),
    (
        (
            "postgresql://ann@db.example/support",
            "public",
            {"user": "ann", "host": "db.example", "dbname": "support"},
        ),
        ("postgres://ann@db.example:5433/s?schema=s2ss", "s2ss", {"port": "5433"}),
        ("postgresql:///s?host=/run/postgresql", "public", {"host": "/run/postgresql", "user": ""}),
        ("postgresql:///s?schema=a%20b&sslmode=require", "a b", {"sslmode": "require"}),
        ("postgresql:///s?options=-csearch_path%3Dsupport", "support", {}),
        ("postgresql:///s?options=-c%20search_path%3Done,two", "one", {}),
        ("postgresql:///s?options=-csearch_path%3Done&schema=two", "two", {}),
        (
            "postgresql://a,b:5433/s?target_session_attrs=read-write",
            "public",
            {"host": "a,b", "port": ",5433"},
        ),
        ("postgresql://ann:p%40ss@h/s", "public", {"password": "p@ss"}),
        ("postgresql://h/s", "public", {"sslmode": "prefer", "hostaddr": "", "passfile": "", "password": ""}),
    ),
)
def test_a_url_says_database_schema_and_parameters(url: str, schema: str, facts: dict[str, str]) -> None:
    address = address_of(url)

    assert address.schema == schema
    assert facts.items() <= address.parameters.items()


@pytest.mark.parametrize(
    "url",
    (
        "postgresql://ann@host", "postgresql:///", "postgresql:///db?service=x", "postgresql:///db?schema=",
        "postgresql:///db?colour=red", "postgresql:///db?schema=a%00", "postgresql:///db?schema=100%25",
    ),
)  # fmt: skip
def test_a_url_that_names_no_database_is_answered_with_one_that_does(url: str) -> None:
    with pytest.raises(StoreError, match="Write postgresql://user@host/database"):
        open_store(url)


def test_no_message_and_no_representation_shows_a_password(tmp_path: Path) -> None:
    with pytest.raises(StoreError) as trouble:
        open_store(f"postgresql://ann:open-sesame@/support?host={tmp_path}", wait=1)

    assert "cannot be reached" in str(trouble.value)
    assert "\n" not in str(trouble.value)
    assert "open-sesame" not in str(trouble.value) + repr(address_of("postgresql://ann:open-sesame@h/s"))


def test_a_schema_of_any_name_is_a_schema(postgres_server: Server) -> None:
    from s2ss_core.testing.postgres import dropped

    for schema in ('it\'s "odd" {}', "Ünïcode", "select"):
        with open_store(postgres_server.url(schema=schema)) as store:
            assert record(store, "d-1", visit(1))[0].position == 1
            assert store.streams() == ("d-1",)
        dropped(postgres_server, schema)


def test_a_database_that_is_not_there_is_named(postgres_server: Server) -> None:
    with pytest.raises(StoreError, match='database "nowhere" does not exist'):
        open_store(postgres_server.url("nowhere"))


def test_opening_a_store_leaves_everybodys_logging_as_it_was(postgres_url: str) -> None:
    levels = """
import logging, psycopg, psycopg_pool
print(logging.getLogger("psycopg").level, logging.getLogger("psycopg.pool").level)
"""
    opened = f"from s2ss_core.store import open_store; open_store({postgres_url!r}).close()"

    before, after = (
        subprocess.run(
            [sys.executable, "-c", first + levels], capture_output=True, text=True, check=True
        ).stdout
        for first in ("", opened)
    )

    assert after == before
    assert str(logging.ERROR) not in after.split()


def test_without_the_extra_one_is_told_what_to_install() -> None:
    program = """
import sys
sys.modules["psycopg"] = None
from s2ss_core.errors import MissingExtra
from s2ss_core.store import open_store
open_store("memory:").close()
try:
    open_store("postgresql:///support")
except MissingExtra as missing:
    print(missing)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert "pip install 's2ss-core[postgres]'" in done.stdout
