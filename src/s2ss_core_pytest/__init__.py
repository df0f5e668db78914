"""The pytest plugin of s2ss_core: in a module with a fixture called `conforming_store`, it collects the conformance kit.

It is a package of its own and imports the library only if there is such a fixture. So pytest starts as quickly as
without it, and coverage, which starts after plugins, sees every line of the library.
"""

from typing import Any

import pytest

FIXTURE = "conforming_store"
COLLECTED = "TestConformingStore"


def pytest_pycollect_makeitem(collector: Any, name: str) -> pytest.Class | None:
    """Collect the conformance kit in a module that has the fixture. See `s2ss_core.testing.conformance`."""
    if name != FIXTURE or not isinstance(collector, pytest.Module):
        return None
    from s2ss_core.testing.conformance import enrolled  # noqa: PLC0415  only if it is needed

    setattr(collector.obj, COLLECTED, enrolled())
    made: pytest.Class = pytest.Class.from_parent(collector, name=COLLECTED)
    return made
