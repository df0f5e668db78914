"""Writers wait for each other, readers for nobody, and what is written together is kept together."""

import sqlite3
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from s2ss_core.errors import BadInput, Conflict, StoreError
from s2ss_core.store import Append, Store, open_store
from tests.store.given import NOON, concern, raw, tell, visit, worked
from tests.store.programs import finish, start


def in_another_thread(task: Callable[[], object]) -> object:
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(task).result(timeout=20)


def test_what_is_written_under_the_lock_is_seen_inside_at_once_and_outside_when_it_ends(store: Store) -> None:
    with store.writing():
        tell(store, "d-1", visit(1))
        tell(store, "sl-014", worked(1))
        assert store.newest() == 2
        assert len(store.read("d-1")) == len(list(store.history(after=1))) == 1
        assert store.streams() == ("d-1", "sl-014")

        assert in_another_thread(store.newest) == 0
        assert in_another_thread(lambda: store.read("d-1")) == ()
        assert in_another_thread(store.streams) == ()
        assert in_another_thread(lambda: list(store.history())) == []

    assert in_another_thread(store.newest) == 2


def test_what_fails_under_the_lock_is_undone_whole(store: Store) -> None:
    tell(store, "d-1", concern("hush"))
    store.directory.enter("sl-014", name="Amina Shah")

    def write_and_fail() -> None:
        with store.writing():
            tell(store, "d-1", visit(1), after=1)
            tell(store, "d-2", visit(1))
            store.erase(1)
            store.directory.forget("sl-014")
            store.directory.enter("sl-015", name="Ben Okoro")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        write_and_fail()

    assert store.newest() == 1
    assert store.streams() == ("d-1",)
    assert store.read("d-1")[0].event.about == "hush"
    assert store.directory.known() == ("sl-014",)
    assert tell(store, "d-2", visit(1))[0].position == 2


def test_an_append_that_is_refused_under_the_lock_undoes_only_itself(store: Store) -> None:
    with store.writing():
        tell(store, "d-1", visit(1))
        with pytest.raises(Conflict):
            store.append([Append("d-2", 0, [visit(1)]), Append("d-1", 0, [visit(1)])], at=NOON, by="u-7")
        with pytest.raises(BadInput):
            tell(store, "d-3", object())
        tell(store, "d-1", visit(2), after=1)

    assert store.streams() == ("d-1",)
    assert store.newest() == 2


def test_the_lock_may_be_taken_again_by_the_thread_that_has_it(store: Store) -> None:
    def write_and_fail() -> None:
        with store.writing():
            tell(store, "d-2", visit(1))
            raise RuntimeError

    with store.writing():
        tell(store, "d-1", visit(1))
        with pytest.raises(RuntimeError):
            write_and_fail()
        with store.writing():
            tell(store, "d-3", visit(1))

    assert [recorded.stream for recorded in store.history()] == ["d-1", "d-3"]


def test_whoever_reads_and_appends_under_the_lock_never_loses(store: Store) -> None:
    def count_up(_: int) -> None:
        for _ in range(10):
            with store.writing():
                known = store.read("d-1")
                tell(store, "d-1", visit(len(known)), after=len(known))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(count_up, range(8)))

    assert [recorded.event.visit for recorded in store.read("d-1")] == [f"visit-{n}" for n in range(80)]


def test_without_the_lock_exactly_one_of_those_who_race_for_a_version_wins(store: Store) -> None:
    def race(number: int) -> int:
        try:
            tell(store, "d-1", visit(number))
        except Conflict:
            return 0
        return 1

    with ThreadPoolExecutor(8) as pool:
        won = sum(pool.map(race, range(40)))

    assert won == len(store.read("d-1")) == 1


def test_threads_that_share_a_store_write_all_they_have_and_readers_see_whole_appends(store: Store) -> None:
    done = threading.Event()

    def write(number: int) -> None:
        for version in range(0, 20, 2):
            store.append(
                [Append(f"d-{number}", version, [visit(version), visit(version + 1)])],
                at=NOON,
                by=f"u-{number}",
            )

    def watch() -> list[int]:
        lengths = []
        while not done.is_set():
            lengths.append(sum(1 for _ in store.history(page=7)))
        return lengths

    with ThreadPoolExecutor(7) as pool:
        watching = pool.submit(watch)
        list(pool.map(write, range(6)))
        done.set()

    assert all(length % 2 == 0 for length in watching.result())
    assert [recorded.position for recorded in store.history()] == list(range(1, 121))
    for number in range(6):
        assert [recorded.version for recorded in store.read(f"d-{number}")] == list(range(1, 21))


@pytest.mark.parametrize("kind", ("memory", "sqlite"))
def test_a_writer_waits_for_another_thread_only_so_long(kind: str, url: str) -> None:
    with open_store("memory:" if kind == "memory" else url, wait=0.1) as store, store.writing():

        def wait() -> str:
            with pytest.raises(StoreError) as refusal:
                tell(store, "d-1", visit(1))
            return str(refusal.value)

        assert "Another thread has been writing for 0.1 seconds" in str(in_another_thread(wait))


def test_a_writer_waits_for_another_program_only_so_long(file: Path, url: str) -> None:
    with open_store(url, wait=0.1) as store, raw(file) as other:
        other.execute("BEGIN IMMEDIATE")

        with pytest.raises(StoreError, match="Another program has been writing"):
            tell(store, "d-1", visit(1))
        assert store.newest() == 0

        other.execute("ROLLBACK")
        tell(store, "d-1", visit(1))


def test_a_writer_that_waits_long_enough_gets_its_turn(file: Path, url: str) -> None:
    with open_store(url, wait=10) as store:
        other = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
        other.execute("BEGIN IMMEDIATE")
        threading.Timer(0.3, other.execute, ["ROLLBACK"]).start()

        assert tell(store, "d-1", visit(1))[0].position == 1
        other.close()


def test_processes_that_append_to_one_file_lose_nothing(url: str) -> None:
    program = """
    with open_store(url) as store:
        for _ in range(40):
            with store.writing():
                known = store.read("d-1", texts=False)
                tell(store, "d-1", visit(len(known)), after=len(known))
    """
    for process in [start(program, url) for _ in range(3)]:
        finish(process)

    with open_store(url) as store:
        assert [recorded.event.visit for recorded in store.read("d-1")] == [f"visit-{n}" for n in range(120)]
        assert [recorded.position for recorded in store.history()] == list(range(1, 121))


def test_a_forked_child_may_use_the_store_it_inherited(url: str) -> None:
    program = """
    store = open_store(url)
    tell(store, "d-1", visit(1))
    child = os.fork()
    tell(store, "child" if child == 0 else "parent", visit(1))
    if child == 0:
        os._exit(0)
    os.waitpid(child, 0)
    print(store.newest(), *store.streams())
    """
    assert finish(start(program, url)) == "3 child d-1 parent\n"


def test_a_process_that_dies_while_it_writes_leaves_nothing_half_done(url: str) -> None:
    program = """
    store = open_store(url)
    tell(store, "d-1", visit(1))
    with store.writing():
        tell(store, "d-1", visit(2), after=1)
        os._exit(0)
    """
    finish(start(program, url))

    with open_store(url) as store:
        assert store.newest() == 1
        assert tell(store, "d-1", visit(2), after=1)[0].position == 2


def test_processes_that_open_a_new_file_at_once_lay_it_out_once(url: str) -> None:
    program = """
    with open_store(url) as store:
        tell(store, f"d-{os.getpid()}", visit(1))
    """
    for process in [start(program, url) for _ in range(6)]:
        finish(process)

    with open_store(url) as store:
        assert store.newest() == len(store.streams()) == 6
