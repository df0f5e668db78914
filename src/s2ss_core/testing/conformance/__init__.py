"""What every store must do, as test classes: subclass `StoreConformance`, say where the store is, and run pytest.

    class TestMyStore(StoreConformance):
        @pytest.fixture(autouse=True)
        def _mine(self, tmp_path):
            self.where = f"sqlite:///{tmp_path}/mine.db"

Or give one fixture its name, and the plugin that is installed with the library collects all tests of the kit there:

    @pytest.fixture
    def conforming_store(tmp_path):
        return BackEnd(f"sqlite:///{tmp_path}/mine.db", cannot={"dense positions": "its sequence leaves numbers out"})

`where` is a URL or a mapping of settings, of an empty store that is this test's own. What a back end cannot do, it
says by name, with the reason, in `cannot`; the tests that need it are skipped and say so. The tests come in families,
and a class may have only some of them: `class TestMyTail(Subscriptions)`.
"""

from types import MappingProxyType
from typing import Any

import attrs
import pytest

for _name in (
    "appends", "subscriptions", "crash_safety", "machine", "model", "reads", "concurrency", "stateful", "private_data", "threads", "write_lock",
):  # fmt: skip
    pytest.register_assert_rewrite(f"{__name__}.{_name}")  # so that a failure says what it compared

from s2ss_core.testing.conformance.appends import Appends  # noqa: E402  rewritten only once registered
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
    """The example family: what a store does for one who asks, example by example."""


FAMILIES = MappingProxyType(
    {
        "example": Example,
        "stateful": Stateful,
        "concurrent": Concurrency,
        "crash": CrashSafety,
        "tail": Subscriptions,
    }
)


class StoreConformance(Example, Stateful, Concurrency, CrashSafety, Subscriptions, Conforming):
    """All of it."""


def enrolled() -> type[StoreConformance]:
    """All of it, over the back end that a fixture called `conforming_store` gives: where it is, or a `BackEnd`."""

    def call(self: StoreConformance, request: pytest.FixtureRequest, conforming_store: Any) -> None:
        back_end = conforming_store if isinstance(conforming_store, BackEnd) else BackEnd(conforming_store)
        vars(self).update(attrs.asdict(back_end, recurse=False))
        self.skip_what_it_cannot(request)

    asked = pytest.fixture(autouse=True, name="_what_it_needs")(call)
    return type("StoreConformance", (StoreConformance,), {"_what_it_needs": asked})
