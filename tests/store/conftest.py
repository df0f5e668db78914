from collections.abc import Iterator
from pathlib import Path

import pytest

from s2ss_core.store import Store, open_store
from s2ss_core.testing.postgres import postgres_server, postgres_url

__all__ = ["postgres_server", "postgres_url"]  # fixtures


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "support.db"


@pytest.fixture
def url(file: Path) -> str:
    return f"sqlite:///{file}"


@pytest.fixture(params=("memory", "sqlite"))
def store(request: pytest.FixtureRequest, url: str) -> Iterator[Store]:
    """An empty store, once in memory and once in a file."""
    with open_store("memory:" if request.param == "memory" else url) as opened:
        yield opened
