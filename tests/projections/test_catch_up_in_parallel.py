"""Several processes at once, and one that is killed."""

import signal
import subprocess
from functools import partial
from pathlib import Path
from threading import Event, Timer

import pytest

from s2ss_core.projections import Materialised
from s2ss_core.store import Store, open_store
from tests.projections.equivalence import differing, put, wrongly_kept
from tests.projections.worked_example import worked_example
from tests.store.programs import finish, start, stopping

ENTRIES = worked_example().entries
CATCH_UP = """
import time
from s2ss_core.projections import Materialised
print("begun", flush=True)
with open_store(url, clock_is_right=True) as store:
    materialised = Materialised(store)
    def slowly(progress):
        print(progress.position, flush=True)
        time.sleep({pause})
    materialised.catch_up(page=3, watch=slowly)
"""


@pytest.fixture
def url(tmp_path: Path) -> str:
    where = f"sqlite:///{tmp_path}/support.db"
    with open_store(where, clock_is_right=True) as store:
        put(store, ENTRIES)
    return where


def positions(store: Store) -> set[int]:
    return {checkpoint.position for checkpoint in store.documents.checkpoints()}


def kill_after(process: subprocess.Popen[str], position: int) -> None:
    """Kill it, without any warning, once it says that it has come so far."""
    assert process.stdout
    for line in process.stdout:
        if line.strip().isdigit() and int(line) >= position:
            break
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert process.returncode == -signal.SIGKILL


@pytest.mark.parametrize("position", (1, 20, 41, 80))
def test_after_a_process_is_killed_another_continues_its_documents(url: str, position: int) -> None:
    kill_after(start(CATCH_UP.format(pause=0.01), url), position)

    with open_store(url, clock_is_right=True) as store:
        assert max(positions(store)) < len(ENTRIES)
        assert len(positions(store)) == 1
        assert differing(store, Materialised(store)) == []
        Materialised(store).catch_up()
        assert positions(store) == {len(ENTRIES)}
        assert wrongly_kept(store) == []


def test_processes_that_catch_up_at_once_do_no_harm(url: str) -> None:
    for process in [start(CATCH_UP.format(pause=0.001), url) for _ in range(2)]:
        finish(process)

    with open_store(url, clock_is_right=True) as store:
        assert positions(store) == {len(ENTRIES)}
        assert wrongly_kept(store) == []


def test_documents_are_kept_up_while_another_process_writes(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/support.db"
    program = """
    from tests.projections.equivalence import put
    from tests.projections.worked_example import worked_example
    with open_store(url, clock_is_right=True) as store:
        for entry in worked_example().entries:
            put(store, [entry])
    """
    with open_store(url, clock_is_right=True) as store:
        stop, materialised = Event(), Materialised(store)
        seen: list[int] = []
        writer = start(program, url)
        with stopping(stop, partial(materialised.keep_up, stop=stop, page=10), partial(finish, writer)):
            for entry in materialised.follow(stop=stop):
                seen.append(entry.position)
                if len(seen) == len(ENTRIES):
                    break
            for _ in store.changes(stop=stop):
                if positions(store) == {len(ENTRIES)}:
                    break

        assert seen == list(range(1, len(ENTRIES) + 1))
        assert wrongly_kept(store) == []


def test_keeping_up_with_nothing_to_do_writes_nothing(url: str) -> None:
    with open_store(url, clock_is_right=True) as store:
        materialised = Materialised(store)
        materialised.catch_up()
        stop = Event()
        changes = store.changes(stop=stop)
        next(changes)
        with open_store(url, clock_is_right=True) as other:
            Materialised(other).catch_up()
            later = Timer(0.2, stop.set)
            later.start()
            came = list(changes)
            later.join()

    assert came == []
