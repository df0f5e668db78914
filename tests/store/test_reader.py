"""The reader in docs/explanation/stored-format.md needs nothing but Python, and reads what the library reads."""

import subprocess
import sys
from pathlib import Path

import pytest

from s2ss_core.application import Brokerage
from s2ss_core.cli.demo import example, play_example
from s2ss_core.events import stored_name
from tests.golden.file import ROOT
from tests.store.given import raw
from tests.test_pages import FENCE

PAGE = ROOT / "docs" / "explanation" / "stored-format.md"
READER = next(block for _, block in FENCE.findall(PAGE.read_text("utf-8")) if "def read(path)" in block)


def read(file: Path) -> subprocess.CompletedProcess[str]:
    """Run the reader in a Python that has its standard library alone."""
    program = f"{READER}\nimport sys\nread(sys.argv[1])\n"
    return subprocess.run(
        [sys.executable, "-I", "-S", "-c", program, str(file)], capture_output=True, text=True, check=False
    )


@pytest.fixture
def demo(file: Path) -> Path:
    with Brokerage.open(f"sqlite:///{file}") as brokerage:
        play_example(brokerage, example())
    return file


def test_the_reader_prints_place_stream_name_and_day_of_every_entry(demo: Path) -> None:
    with Brokerage.open(f"sqlite:///{demo}") as brokerage:
        lines = [
            f"{entry.position} {entry.stream} {stored_name(type(entry.event)).name} {entry.event.on}"
            for entry in brokerage.history()
        ]

    found = read(demo)

    assert found.stdout.splitlines() == lines
    assert len(lines) > 100
    assert (found.returncode, found.stderr) == (0, "")


def test_the_reader_is_short() -> None:
    assert len(READER.splitlines()) <= 30


def test_the_reader_refuses_a_database_of_another_program(file: Path) -> None:
    with raw(file) as connection:
        connection.execute("CREATE TABLE other (a)")

    assert read(file).stderr == f"{file} is not a store of s2ss_core\n"
