"""The kit, run over our own back ends."""

from collections.abc import Mapping
from pathlib import Path
from typing import ClassVar

import pytest

from s2ss_core.testing.conformance import StoreConformance

GONE = "it is gone with the process"


class TestMemory(StoreConformance):
    where = "memory:"
    cannot: ClassVar[Mapping[str, str]] = {"lasting": GONE, "processes": GONE, "writers' lock": GONE}


class TestSQLite(StoreConformance):
    @pytest.fixture(autouse=True)
    def _file(self, tmp_path: Path) -> None:
        self.where = f"sqlite:///{tmp_path}/support.db"


@pytest.mark.postgres
class TestPostgres(StoreConformance):
    @pytest.fixture(autouse=True)
    def _schema(self, postgres_url: str) -> None:
        self.where = postgres_url
