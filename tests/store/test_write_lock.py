"""Writers wait for each other, readers for nobody, and what is written together is kept together."""

import sqlite3
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from s2ss_core.errors import StoreError
from s2ss_core.store import open_store
from tests.store.given import raw, record, visit
from tests.store.programs import finish, start


def in_another_thread(task: Callable[[], object]) -> object:
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(task).result(timeout=20)


@pytest.mark.parametrize("kind", ("memory", "sqlite"))
def test_a_writer_waits_for_another_thread_only_so_long(kind: str, url: str) -> None:
    with open_store("memory:" if kind == "memory" else url, wait=0.1) as store, store.writing():

        def wait() -> str:
            with pytest.raises(StoreError) as refusal:
                record(store, "d-1", visit(1))
            return str(refusal.value)

        assert "Another thread has been writing for 0.1 seconds" in str(in_another_thread(wait))


def test_a_writer_waits_for_another_program_only_so_long(file: Path, url: str) -> None:
    with open_store(url, wait=0.1) as store, raw(file) as other:
        other.execute("BEGIN IMMEDIATE")

        with pytest.raises(StoreError, match="Another program has been writing"):
            record(store, "d-1", visit(1))
        assert store.newest() == 0

        other.execute("ROLLBACK")
        record(store, "d-1", visit(1))


def test_a_writer_that_waits_long_enough_gets_its_turn(file: Path, url: str) -> None:
    with open_store(url, wait=10) as store:
        other = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
        other.execute("BEGIN IMMEDIATE")
        threading.Timer(0.3, other.execute, ["ROLLBACK"]).start()

        assert record(store, "d-1", visit(1))[0].position == 1
        other.close()


def test_a_forked_child_may_use_the_store_it_inherited(url: str) -> None:
    program = """
    store = open_store(url)
    record(store, "d-1", visit(1))
    child = os.fork()
    record(store, "child" if child == 0 else "parent", visit(1))
    if child == 0:
        os._exit(0)
    os.waitpid(child, 0)
    print(store.newest(), *store.streams())
    """
    assert finish(start(program, url)) == "3 child d-1 parent\n"


def test_a_process_that_dies_while_it_writes_leaves_nothing_half_done(url: str) -> None:
    program = """
    store = open_store(url)
    record(store, "d-1", visit(1))
    with store.writing():
        record(store, "d-1", visit(2), after=1)
        os._exit(0)
    """
    finish(start(program, url))

    with open_store(url) as store:
        assert store.newest() == 1
        assert record(store, "d-1", visit(2), after=1)[0].position == 2


def test_processes_that_open_a_new_file_at_once_lay_it_out_once(url: str) -> None:
    program = """
    with open_store(url) as store:
        record(store, f"d-{os.getpid()}", visit(1))
    """
    for process in [start(program, url) for _ in range(6)]:
        finish(process)

    with open_store(url) as store:
        assert store.newest() == len(store.streams()) == 6
