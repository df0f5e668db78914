from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from s2ss_core import Brokerage
from s2ss_core.testing.postgres import postgres_server, postgres_url
from tests.scenarios.facts import AFTERWARDS

__all__ = ["postgres_server", "postgres_url"]  # fixtures


@pytest.fixture(params=("memory", "sqlite", "postgres"))
def desk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Brokerage]:
    """An empty brokerage in memory, in a SQLite file and on PostgreSQL, on a day after everything that is recorded."""
    urls = {"memory": "memory:", "sqlite": f"sqlite:///{tmp_path / 'support.db'}"}
    url = urls.get(request.param) or request.getfixturevalue("postgres_url")
    with Brokerage.open(url, clock=lambda: datetime.combine(AFTERWARDS, datetime.min.time(), UTC)) as opened:
        yield opened.acting_as("u-7")
