"""One byte of an entry changes in the file, as a bad disk or a hand in a hex editor changes it: every change is noticed.

`S2SS_SINGLE_BYTES` says how many changes to try, with seeds from 1.
"""

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from s2ss_core.application import Brokerage
from s2ss_core.cli.demo import example, play_example
from s2ss_core.errors import CorruptEntry
from s2ss_core.store import Store, open_store
from s2ss_core.store.integrity_check import check_integrity
from tests.store.given import raw

MANY = int(os.environ.get("S2SS_SINGLE_BYTES", "40"))


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration in one file, without a log beside it."""
    folder = tmp_path_factory.mktemp("played")
    with Brokerage.open(f"sqlite:///{folder}/demo.db") as brokerage:
        play_example(brokerage, example())
    with raw(folder / "demo.db") as connection:
        connection.execute("VACUUM INTO ?", (f"{folder}/whole.db",))
    return folder / "whole.db"


@pytest.fixture(scope="module")
def states(played: Path) -> dict[int, tuple[int, int]]:
    """Where the stored bytes of each entry begin in the file, and how many there are; long ones lie in several pages."""
    content = played.read_bytes()
    with open_store(f"sqlite:///{played}", create=False) as store:
        found = {position: (content.find(state), len(state)) for position, state in store.entries()}
    return {position: place for position, place in found.items() if place[0] >= 0}


def damaged(file: Path, places: dict[int, tuple[int, int]], seed: int) -> int:
    """Change one byte of one entry, and return its position."""
    chosen = Random(seed)
    position = chosen.choice(sorted(places))
    begin, length = places[position]
    with file.open("r+b") as content:
        at = begin + chosen.randrange(length)
        content.seek(at)
        before = content.read(1)[0]
        content.seek(at)
        content.write(bytes([before ^ chosen.randrange(1, 256)]))
    return position


def named_by_a_read(store: Store) -> Iterator[int]:
    """The positions that reading on, past each error, names."""
    for position in range(1, store.newest() + 1):
        try:
            list(store.history(after=position - 1, upto=position))
        except CorruptEntry as error:
            yield from map(int, re.findall(r"position (\d+) ", str(error)))


def test_every_change_of_a_byte_is_noticed_by_a_read_and_named_by_doctor(
    played: Path, states: dict[int, tuple[int, int]], tmp_path: Path
) -> None:
    assert len(states) > 70
    for seed in range(1, MANY + 1):
        file = tmp_path / "damaged.db"
        shutil.copyfile(played, file)

        position = damaged(file, states, seed)

        with open_store(f"sqlite:///{file}", create=False) as store:
            with pytest.raises(CorruptEntry, match=f"position {position} "):
                list(store.history(texts=False))
            assert list(named_by_a_read(store)) == [position], f"seed {seed}"
            assert position in {flaw.position for flaw in check_integrity(store).flaws}, f"seed {seed}"
