"""The kit, run over our own back ends."""

from collections.abc import Mapping
from pathlib import Path
from typing import ClassVar

import pytest

from s2ss_core.testing.conformance import CrashSafety, Stateful, StoreConformance

GONE = "it is gone with the process"


class Ours(StoreConformance):
    """As much as the suite has time for; `make faults` plays more."""

    examples, steps, rounds = 4, 15, 1


class TestMemory(Ours):
    where = "memory:"
    cannot: ClassVar[Mapping[str, str]] = {"lasting": GONE, "processes": GONE, "writers' lock": GONE}


class TestSQLite(Ours):
    @pytest.fixture(autouse=True)
    def _file(self, tmp_path: Path) -> None:
        self.where = f"sqlite:///{tmp_path}/support.db"


@pytest.mark.postgres
class TestPostgres(Ours):
    @pytest.fixture(autouse=True)
    def _schema(self, postgres_url: str) -> None:
        self.where = postgres_url


class Longer(Stateful, CrashSafety):
    examples, steps, rounds = 40, 30, 20


@pytest.mark.slow
class TestSQLiteForLonger(Longer):
    @pytest.fixture(autouse=True)
    def _file(self, tmp_path: Path) -> None:
        self.where = f"sqlite:///{tmp_path}/support.db"


@pytest.mark.slow
@pytest.mark.postgres
class TestPostgresForLonger(Longer):
    @pytest.fixture(autouse=True)
    def _schema(self, postgres_url: str) -> None:
        self.where = postgres_url
