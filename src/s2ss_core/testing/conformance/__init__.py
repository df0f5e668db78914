"""Conformance tests for stores, as test classes: subclass `StoreConformance`, give the store's URL, and run pytest.

    class TestMyStore(StoreConformance):
        @pytest.fixture(autouse=True)
        def _mine(self, tmp_path):
            self.where = f"sqlite:///{tmp_path}/mine.db"

Or define a fixture called `conforming_store`. The pytest plugin of the library then collects all tests in that module:

    @pytest.fixture
    def conforming_store(tmp_path):
        return BackEnd(f"sqlite:///{tmp_path}/mine.db", cannot={"dense positions": "its sequence leaves gaps"})

`where` is a URL or a mapping of settings; each test needs an empty store of its own. If a back end lacks a capability,
name it in `cannot` with the reason: tests that need it are skipped and show the reason. The tests come in families, and
a class may use only some of them: `class TestMyTail(Subscriptions)`.
"""

from types import MappingProxyType
from typing import Any

import attrs
import pytest

for _name in (
    "appends", "subscriptions", "crash_safety", "machine", "model", "reads", "concurrency", "stateful", "private_data", "threads", "write_lock",
):  # fmt: skip
    pytest.register_assert_rewrite(
        f"{__name__}.{_name}"
    )  # so that a failed assert shows the values it compared

from s2ss_core.testing.conformance.appends import Appends  # noqa: E402  import after the registration above
from s2ss_core.testing.conformance.capabilities import CAPABILITIES, BackEnd, Conforming, needs  # noqa: E402
from s2ss_core.testing.conformance.concurrency import Concurrency  # noqa: E402
from s2ss_core.testing.conformance.crash_safety import CrashSafety  # noqa: E402
from s2ss_core.testing.conformance.private_data import PrivateTexts, WhoIsWho  # noqa: E402
from s2ss_core.testing.conformance.reads import Reads  # noqa: E402
from s2ss_core.testing.conformance.stateful import Stateful  # noqa: E402
from s2ss_core.testing.conformance.subscriptions import Subscriptions  # noqa: E402
from s2ss_core.testing.conformance.write_lock import WriteLocking  # noqa: E402

__all__ = [
    "CAPABILITIES",
    "FAMILIES",
    "BackEnd",
    "Concurrency",
    "CrashSafety",
    "Example",
    "Stateful",
    "StoreConformance",
    "Subscriptions",
    "enrolled",
    "needs",
]


class Example(Appends, Reads, PrivateTexts, WhoIsWho, WriteLocking):
    """The example family: appends, reads, private texts, the directory and the write lock, one case at a time."""


FAMILIES = MappingProxyType(
    {
        "example": Example,
        "stateful": Stateful,
        "concurrent": Concurrency,
        "crash": CrashSafety,
        "tail": Subscriptions,
    }
)
"""The families of tests by name."""


class StoreConformance(Example, Stateful, Concurrency, CrashSafety, Subscriptions, Conforming):
    """All families of conformance tests. Set `where` and, if the back end lacks a capability, `cannot`."""


def enrolled() -> type[StoreConformance]:
    """A test class with all families for the fixture `conforming_store`, which gives a URL, settings or a `BackEnd`.

    The pytest plugin calls it; you need it only to collect the tests yourself.
    """

    def call(self: StoreConformance, request: pytest.FixtureRequest, conforming_store: Any) -> None:
        back_end = conforming_store if isinstance(conforming_store, BackEnd) else BackEnd(conforming_store)
        vars(self).update(attrs.asdict(back_end, recurse=False))
        self.skip_what_it_cannot(request)

    fixture = pytest.fixture(autouse=True, name="_what_it_needs")(call)
    return type("StoreConformance", (StoreConformance,), {"_what_it_needs": fixture})
