"""What pytest loads wherever s2ss_core is installed: a fixture called `conforming_store` enrols a back end.

It lies beside the library and imports nothing of it until there is such a fixture: pytest starts as quickly as without
it, and coverage, which starts later, misses none of the library's lines.
"""

from typing import Any

import pytest

FIXTURE = "conforming_store"
COLLECTED = "TestConformingStore"


def pytest_pycollect_makeitem(collector: Any, name: str) -> pytest.Class | None:
    """Where a module has the fixture, collect the conformance kit beside it. See `s2ss_core.testing.conformance`."""
    if name != FIXTURE or not isinstance(collector, pytest.Module):
        return None
    from s2ss_core.testing.conformance import enrolled  # noqa: PLC0415  only where it is used

    setattr(collector.obj, COLLECTED, enrolled())
    made: pytest.Class = pytest.Class.from_parent(collector, name=COLLECTED)
    return made
