import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import attrs
import pytest

from s2ss_core.application import Brokerage
from s2ss_core.cli import main
from s2ss_core.cli.demo import example, play_example
from s2ss_core.cli.options import url_of

ROWS_UNTIL_THE_REPORT = 34  # of the worked example: support runs, the spring's report is not written yet


@attrs.frozen
class Ran:
    """What a command did."""

    code: int
    out: str
    err: str

    def cannot(self) -> str:
        """The one plain paragraph it gave up with."""
        assert (self.code, self.out) == (2, "")
        assert "Traceback" not in self.err
        assert self.err.count("\n") == 1
        return self.err


@pytest.fixture(autouse=True)
def no_store_by_chance(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("S2SS_DB", raising=False)


@pytest.fixture
def s2ss(capsys: pytest.CaptureFixture[str]) -> Callable[..., Ran]:
    """Runs a command in this process."""

    def run(*tokens: object) -> Ran:
        capsys.readouterr()
        code = main([str(token) for token in tokens])
        return Ran(code, *capsys.readouterr())

    return run


@pytest.fixture
def program(tmp_path: Path) -> Callable[..., Ran]:
    """Runs a command as a program of its own, in a folder of its own."""

    def run(*tokens: object, **environment: str) -> Ran:
        done = subprocess.run(
            [sys.executable, "-m", "s2ss_core.cli", *map(str, tokens)],
            cwd=tmp_path,
            env={**os.environ, **environment},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        return Ran(done.returncode, done.stdout, done.stderr)

    return run


@pytest.fixture(scope="session")
def played(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store that holds the whole worked example: for reading."""
    db = tmp_path_factory.mktemp("played") / "played.db"
    with Brokerage.open(url_of(str(db))) as brokerage:
        play_example(brokerage, example())
    return db


@pytest.fixture(scope="session")
def spring(tmp_path_factory: pytest.TempPathFactory) -> Path:
    db = tmp_path_factory.mktemp("spring") / "spring.db"
    with Brokerage.open(url_of(str(db))) as brokerage:
        play_example(brokerage, example()[:ROWS_UNTIL_THE_REPORT])
    return db


@pytest.fixture
def running(spring: Path, tmp_path: Path) -> Path:
    """A store of one's own in which the support is running."""
    db = tmp_path / "running.db"
    shutil.copy(spring, db)
    return db


def entries(db: Path) -> list[tuple[int, bytes]]:
    """All that is stored."""
    with Brokerage.open(url_of(str(db)), create=False) as brokerage:
        return list(brokerage.store.entries())
