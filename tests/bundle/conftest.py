from pathlib import Path

import pytest

from tests.bundle.given import Kept, keep


@pytest.fixture(scope="session")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    """For reading only: a test that changes the store plays its own."""
    return keep(tmp_path_factory.mktemp("kept"))


@pytest.fixture
def own(tmp_path: Path) -> Kept:
    return keep(tmp_path)
