"""What was written is read back before the commit: nothing is recorded unless it is what was given."""

from collections.abc import Iterable, Sequence
from typing import Any

from s2ss_core.errors import StoreError


def check_read_back(given: Iterable[Sequence[object]], kept: Iterable[Sequence[Any]], name: str) -> None:
    """Raise StoreError unless the rows that the database kept, in the same order, are those it was given."""
    if [tuple(row) for row in given] != [tuple(row) for row in kept]:
        raise StoreError(
            f"{name[:1].upper()}{name[1:]} did not keep what it was given, so nothing was recorded: "
            "a trigger, a rule or a setting there changes rows. Ask whoever keeps it."
        )
