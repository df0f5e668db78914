"""What every store must do, as test classes: subclass `StoreConformance`, say where the store is, and run pytest.

    class TestMyStore(StoreConformance):
        @pytest.fixture(autouse=True)
        def _mine(self, tmp_path):
            self.where = f"sqlite:///{tmp_path}/mine.db"

`where` is a URL or a mapping of settings, of an empty store that is this test's own. What a back end cannot do, it
says by name, with the reason, in `cannot`; the tests that need it are skipped and say so.
"""

import pytest

for _name in ("appending", "reading", "sharing", "telling_apart", "threads", "writing"):
    pytest.register_assert_rewrite(f"{__name__}.{_name}")  # so that a failure says what it compared

from s2ss_core.testing.conformance.appending import Appending  # noqa: E402  rewritten only once registered
from s2ss_core.testing.conformance.capabilities import CAPABILITIES, Conforming, needs  # noqa: E402
from s2ss_core.testing.conformance.reading import Reading  # noqa: E402
from s2ss_core.testing.conformance.sharing import Sharing  # noqa: E402
from s2ss_core.testing.conformance.telling_apart import PrivateTexts, WhoIsWho  # noqa: E402
from s2ss_core.testing.conformance.writing import Writing  # noqa: E402

__all__ = ["CAPABILITIES", "StoreConformance", "needs"]


class StoreConformance(Appending, Reading, PrivateTexts, WhoIsWho, Writing, Sharing, Conforming):
    """All of it."""
