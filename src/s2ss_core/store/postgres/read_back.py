"""Compare the rows that the database kept with the rows it was given, before the commit."""

from collections.abc import Iterable, Sequence
from typing import Any

from s2ss_core.errors import StoreError


def check_read_back(given: Iterable[Sequence[object]], kept: Iterable[Sequence[Any]], name: str) -> None:
    """Raise StoreError unless the database kept exactly the given rows, in the same order."""
    if [tuple(row) for row in given] != [tuple(row) for row in kept]:
        raise StoreError(
            f"{name[:1].upper()}{name[1:]} did not keep the rows unchanged, so nothing was recorded. "
            "A trigger, a rule or a setting there changes rows: ask its administrator."
        )
