"""A host may open and close the store's files while it writes, as whoever copies its folder does: nothing is lost.

`S2SS_COPYING_ROUNDS` says how often each of the processes records and copies, with eight processes if it is given.
"""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from s2ss_core.store import open_store
from s2ss_core.store.sqlite import close_guard
from tests.store.given import record, visit
from tests.store.programs import finish, start

ANOTHER = """
with open_store(url, wait=0.3) as store:
    try:
        record(store, "{name}", visit(1))
        print("recorded")
    except StoreError as error:
        print(error)
"""
ROUNDS, PROCESSES = (
    int(os.environ.get("S2SS_COPYING_ROUNDS", "12")),
    8 if "S2SS_COPYING_ROUNDS" in os.environ else 4,
)
COPYING = """
import shutil
from pathlib import Path
file, acknowledged = Path(url.removeprefix("sqlite:///")), 0
with open_store(url, wait=30) as store:
    for number in range(1, {rounds} + 1):
        try:
            record(store, "{name}", visit(number), after=acknowledged)
            acknowledged += 1
        except StoreError:
            pass
        for name in (file, f"{{file}}-shm", f"{{file}}-wal", f"{{file}}-queue"):
            try:
                open(name, "rb").close()
            except FileNotFoundError:
                pass
        try:
            shutil.copytree(file.parent, f"{{file.parent}}-copy-{name}", dirs_exist_ok=True)
        except shutil.Error:  # another process has deleted its log meanwhile
            pass
print(acknowledged)
"""


def copied(file: Path) -> None:
    shutil.copytree(file.parent, file.parent.with_name("copy"))


def opened(suffix: str) -> Callable[[Path], None]:
    return lambda file: Path(f"{file}{suffix}").open("rb").close()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "store").mkdir()
    return tmp_path / "store" / "support.db"


@pytest.mark.parametrize(
    "touch", (copied, opened(""), opened("-shm"), opened("-wal"), opened("-queue")),
    ids=("the folder is copied", "the database", "shared memory", "the log", "the queue"),
)  # fmt: skip
def test_nobody_else_writes_while_files_are_opened_and_closed_under_the_lock(
    file: Path, url: str, touch: Callable[[Path], None]
) -> None:
    with open_store(url) as store:
        record(store, "mine", visit(1))
        with store.writing():
            record(store, "mine", visit(2), after=1)
            touch(file)
            said = finish(start(ANOTHER.format(name="other"), url))
        record(store, "mine", visit(3), after=2)

        assert "Another program has been writing" in said
        assert "Nothing was recorded" in said
    with open_store(url) as store:
        assert [entry.version for entry in store.history()] == [1, 2, 3]


def test_nobody_empties_the_log_of_a_process_that_copied_its_folder(file: Path, url: str) -> None:
    """Who closes the database last deletes the log, and this process looks as if it had gone."""
    with open_store(url) as store:
        record(store, "mine", visit(1))
        copied(file)

        assert finish(start(ANOTHER.format(name="other"), url)) == "recorded\n"
        record(store, "mine", visit(2), after=1)

        finish(start(ANOTHER.format(name="third"), url))
        assert [entry.stream for entry in store.history()] == ["mine", "other", "mine", "third"]
    with open_store(url) as store:
        assert [entry.stream for entry in store.history()] == ["mine", "other", "mine", "third"]


def test_the_last_store_to_close_leaves_one_file(file: Path, url: str) -> None:
    with open_store(url) as first, open_store(url) as second:
        record(first, "d-1", visit(1))
        second.close()
        record(first, "d-1", visit(2), after=1)

    assert [path.name for path in file.parent.iterdir()] == [file.name]


def test_a_store_that_is_collected_while_another_is_opened_stops_nobody(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Garbage is collected in the midst of anything, and a store that nobody closed closes itself then."""
    forgotten = [open_store(f"sqlite:///{tmp_path}/forgotten.db"), open_store(url)]
    taken = close_guard._taken

    def collected(hold: object, until: float) -> bool:
        for store in forgotten:
            store.close()
        return taken(hold, until)  # type: ignore[arg-type]

    monkeypatch.setattr(close_guard, "_taken", collected)
    with open_store(f"sqlite:///{tmp_path}/another.db") as store:
        record(store, "d-1", visit(1))
    with open_store(url) as store:
        assert record(store, "d-1", visit(1))[0].position == 1


def test_nothing_that_was_acknowledged_is_lost_among_processes_that_open_and_close_every_file(
    url: str,
) -> None:
    open_store(url).close()
    names = "abcdefgh"[:PROCESSES]
    writers = [start(COPYING.format(name=name, rounds=ROUNDS), url) for name in names]
    acknowledged = [int(finish(writer, within=60 + 10 * ROUNDS)) for writer in writers]

    with open_store(url) as store:
        assert [len(store.read(name)) for name in names] == acknowledged
