"""Tests of your own back end: with one fixture, pytest collects all conformance tests."""

from pathlib import Path

import pytest

from s2ss_core.store import open_store
from s2ss_core.testing.conformance import BackEnd
from s2ss_core.testing.samples import record, visit


@pytest.fixture
def conforming_store(tmp_path: Path) -> BackEnd:
    settings = {
        "PERSISTENCE_MODULE": "examples.own_back_end.line_file",
        "LINE_FILE": str(tmp_path / "history.lines"),
        "S2SS_SIDE_DATABASE": f"sqlite:///{tmp_path}/side.db",  # private texts, the directory and the lock
    }
    return BackEnd(
        settings, cannot={"transactions": "each append is a line of its own"}, examples=3, rounds=1
    )


def test_an_incomplete_last_line_does_not_count_as_an_append(
    conforming_store: BackEnd, tmp_path: Path
) -> None:
    with open_store(conforming_store.where) as store:
        record(store, "d-1", visit(1))
        with (tmp_path / "history.lines").open("ab") as file:
            file.write(b'[["half of')

        assert store.newest() == 1
        assert record(store, "d-1", visit(2), after=1)[0].position == 2
        assert len((tmp_path / "history.lines").read_bytes().splitlines()) == 2
