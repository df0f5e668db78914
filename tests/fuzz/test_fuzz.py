"""Everything that reads what people wrote or sent, fed with changed real inputs: accepted and valid, or refused in words.

The suite feeds a few; `make fuzz` feeds S2SS_INPUTS of them, a million, new ones by S2SS_SEED. What is told of a
failure is the reader and the seed of the input, which give the same input again.
"""

import os
import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Protocol

import pytest

from tests.fuzz.command_lines import CommandLines
from tests.fuzz.programme_files import ProgrammeFiles
from tests.fuzz.row_files import RowFiles
from tests.fuzz.stored_rows import StoredRows

ASKED_FOR = int(os.environ.get("S2SS_INPUTS", "0"))
INPUTS = ASKED_FOR or 600
FIRST = os.environ.get("S2SS_SEED", "0")


class Reader(Protocol):
    """Makes an input by chance, has it read, and says what became of it."""

    def read(self, chosen: random.Random) -> str: ...


READERS: dict[str, tuple[Callable[[Path], Any], float]] = {
    "programme files": (lambda _: ProgrammeFiles(), 0.1),
    "rows to record": (RowFiles, 0.2),
    "command lines": (CommandLines, 0.01),
    "stored rows": (StoredRows, 0.69),
}


@pytest.mark.parametrize("name", READERS)
def test_every_input_is_valid_or_refused_with_a_clear_error(name: str, tmp_path: Path) -> None:
    make, share = READERS[name]
    reader: Reader = make(tmp_path)
    begun = time.monotonic()

    came = Counter(fed(reader, name, max(10, int(INPUTS * share))))

    assert came["accepted"]
    assert came.total() > came["accepted"]
    if ASKED_FOR:
        print(f"\n{name}: {came.total()} inputs in {time.monotonic() - begun:.0f} s: {dict(came)}")  # noqa: T201 -- asked for


def fed(reader: Reader, name: str, count: int) -> Iterator[str]:
    for number in range(count):
        seed = f"{FIRST} {name} {number}"
        try:
            yield reader.read(random.Random(seed))
        except Exception as error:
            error.add_note(f"the input made by the seed {seed!r}")
            raise
