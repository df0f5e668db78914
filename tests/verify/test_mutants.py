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


def bundles(kept: Kept, folder: Path) -> Bundles:
    """A large bundle and three small ones, which are verified in less time."""
    ids = ("dep-2023-014", "dep-2024-031", "dep-2024-031", "dep-2024-032")
    made = [
        kept.bundle(texts=True, deployment=deployment).rename(folder / f"{number}.bundle")
        for number, deployment in enumerate(ids)
    ]
    return Bundles(made, kept.key)


READERS: dict[str, tuple[Callable[[Kept, Path], Any], int]] = {
    "proofs": (lambda kept, folder: Proofs(), 300),
    "notes": (lambda kept, folder: Notes(), 200),
    "bundles": (bundles, 60),
}


@pytest.mark.parametrize("name", READERS)
def test_nothing_that_was_changed_is_accepted(name: str, kept: Kept, tmp_path: Path) -> None:
    make, few = READERS[name]
    reader, begun, number = make(kept, tmp_path), time.monotonic(), 0
    accepted: list[str] = []

    while number < max(INPUTS, few) or time.monotonic() - begun < SECONDS:
        seed = f"{FIRST} {name} {number}"
        if found := reader.read(random.Random(seed)):
            accepted.append(f"{seed}: {found}")
        number += 1

    if INPUTS or SECONDS:
        print(f"\n{name}: {number:,} changed, {len(accepted)} accepted, {time.monotonic() - begun:.0f} s")  # noqa: T201 -- asked for
    assert accepted == []
