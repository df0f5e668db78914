"""Changed proofs, notes and bundles: none is accepted, and nothing comes of any but a report or a plain refusal.

The suite changes a few; S2SS_INPUTS asks for more, new ones by S2SS_SEED. What is said of one that was accepted is its
seed, which makes it again.
"""

import os
import random
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.bundle.given import Kept
from tests.verify.mutants import Bundles, Notes, Proofs

INPUTS = int(os.environ.get("S2SS_INPUTS", "0"))
SECONDS = float(os.environ.get("S2SS_SECONDS", "0"))
FIRST = os.environ.get("S2SS_SEED", "0")


@pytest.fixture
def bundle(kept: Kept, tmp_path: Path) -> Path:
    return kept.bundle(texts=True).rename(tmp_path / "a.bundle")


READERS: dict[str, tuple[Callable[[Path, Kept], Any], int]] = {
    "proofs": (lambda bundle, kept: Proofs(), 300),
    "notes": (lambda bundle, kept: Notes(), 200),
    "bundles": (lambda bundle, kept: Bundles(bundle, kept.key), 60),
}


@pytest.mark.parametrize("name", READERS)
def test_nothing_that_was_changed_is_accepted(name: str, bundle: Path, kept: Kept) -> None:
    make, few = READERS[name]
    reader, begun, number = make(bundle, kept), time.monotonic(), 0
    accepted: list[str] = []

    while number < max(INPUTS, few) or time.monotonic() - begun < SECONDS:
        seed = f"{FIRST} {name} {number}"
        if found := reader.read(random.Random(seed)):
            accepted.append(f"{seed}: {found}")
        number += 1

    if INPUTS or SECONDS:
        print(f"\n{name}: {number:,} changed, {len(accepted)} accepted, {time.monotonic() - begun:.0f} s")  # noqa: T201 -- asked for
    assert accepted == []
