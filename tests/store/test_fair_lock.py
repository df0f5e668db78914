"""Writing processes queue for a file in the order they came, and nobody waits for the dead."""

import os
import signal
import time
from pathlib import Path

import pytest

from s2ss_core.errors import StoreError
from s2ss_core.store import open_store
from s2ss_core.store.sqlite import byte_locks
from s2ss_core.store.sqlite.fair_lock import FairLock
from tests.store.given import record, visit
from tests.store.programs import finish, start

WRITE = """
with open_store(url) as store:
    print("ready", flush=True)
    record(store, "{name}", visit(1))
"""
JOIN = """
from s2ss_core.store.sqlite.fair_lock import FairLock
import time
FairLock(url.removeprefix("sqlite:///")).join(until=time.monotonic() + 5)
print("joined", flush=True)
"""


@pytest.fixture(params=(True, False), ids=("byte locks", "flock"))
def byte_locked(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """The queue with locks on bytes, and with those of other systems."""
    if not request.param:
        monkeypatch.setattr(byte_locks, "BYTE_LOCKS", False)


def test_processes_write_in_the_order_they_came(url: str) -> None:
    names = ("first", "second", "third", "fourth")
    with open_store(url) as store:
        with store.writing():
            waiting = []
            for name in names:
                waiting.append(start(WRITE.format(name=name), url))
                assert waiting[-1].stdout
                assert waiting[-1].stdout.readline() == "ready\n"
                time.sleep(0.1)  # to be in the queue, of which it tells nobody
        for process in waiting:
            finish(process)

        assert [recorded.stream for recorded in store.history()] == list(names)


def test_nobody_waits_for_a_process_that_was_killed_in_the_queue(file: Path, url: str) -> None:
    open_store(url).close()
    ahead = start(JOIN + "time.sleep(60)", url)
    assert ahead.stdout
    assert ahead.stdout.readline() == "joined\n"
    behind = FairLock(str(file))
    with pytest.raises(StoreError, match=r"Another program has been writing .* Nothing was recorded"):
        behind.join(until=time.monotonic() + 0.2)
    behind.leave()

    os.kill(ahead.pid, signal.SIGKILL)
    ahead.communicate()

    behind.join(until=time.monotonic() + 20)
    behind.leave()
    with open_store(url) as store:
        assert record(store, "d-1", visit(1))[0].position == 1


@pytest.mark.usefixtures("byte_locked")
def test_two_queues_of_one_process_exclude_one_another(file: Path) -> None:
    first, second = FairLock(str(file)), FairLock(str(file))
    first.join(until=time.monotonic())

    with pytest.raises(StoreError, match="Another program has been writing"):
        second.join(until=time.monotonic() + 0.02)
    second.leave()
    first.leave()

    second.join(until=time.monotonic())
    second.leave()


def test_a_path_through_a_link_has_the_same_queue(file: Path, tmp_path: Path) -> None:
    file.touch()
    link = tmp_path / "link.db"
    link.symlink_to(file)
    first, second = FairLock(str(file)), FairLock(str(link))
    first.join(until=time.monotonic())

    with pytest.raises(StoreError, match="Another program has been writing"):
        second.join(until=time.monotonic())
    first.leave()
    second.leave()


def link_elsewhere(queue: Path) -> None:
    queue.symlink_to(queue.parent / "elsewhere")


@pytest.mark.parametrize("plant", (Path.mkdir, link_elsewhere))
def test_without_a_queue_nobody_writes(file: Path, url: str, plant: object) -> None:
    assert callable(plant)
    open_store(url).close()
    plant(Path(f"{file}-queue"))

    with open_store(url) as store:
        with pytest.raises(StoreError, match=r"-queue cannot be used as a lock: .* remove it"):
            record(store, "d-1", visit(1))
        assert store.newest() == 0

    assert not (file.parent / "elsewhere").exists()


def test_a_queue_that_is_removed_while_it_is_joined_is_joined_anew(
    file: Path, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its name leads to another file by then, in which others queue."""
    opened = FairLock._opened
    removed: list[Path] = []

    def removed_once(queue: FairLock) -> int:
        descriptor = opened(queue)
        if not removed:
            Path(queue.path).unlink()
            removed.append(file)
        return descriptor

    monkeypatch.setattr(FairLock, "_opened", removed_once)
    first = FairLock(str(file))
    first.join(until=time.monotonic() + 1)

    with pytest.raises(StoreError, match="Another program has been writing"):
        FairLock(str(file)).join(until=time.monotonic())
    first.leave()
    assert removed


def test_a_child_that_is_forked_while_its_parent_writes_holds_nothing(file: Path, url: str) -> None:
    """The lock goes when the parent dies, although its child lives and has a copy of every descriptor."""
    open_store(url).close()
    parent = start(
        JOIN.replace("FairLock(url", "lock = FairLock(url").replace(").join", "); lock.join")
        + "if os.fork() == 0:\n    print('child', flush=True)\n    time.sleep(30)\n    os._exit(0)\n"
        + "time.sleep(30)",
        url,
    )
    assert parent.stdout
    assert parent.stdout.readline() == "joined\n"
    assert parent.stdout.readline() == "child\n"

    os.kill(parent.pid, signal.SIGKILL)

    behind = FairLock(str(file))
    behind.join(until=time.monotonic() + 5)
    behind.leave()
    parent.stdout.close()
    parent.wait()


def test_the_file_of_the_queue_stays_while_somebody_stands_in_it(file: Path, url: str) -> None:
    queue = Path(f"{file}-queue")
    program = """
    import time
    with open_store(url) as store, store.writing():
        print("writing", flush=True)
        time.sleep(60)
    """
    open_store(url).close()
    writing = start(program, url)
    assert writing.stdout
    assert writing.stdout.readline() == "writing\n"

    open_store(url).close()
    assert queue.exists()

    os.kill(writing.pid, signal.SIGKILL)
    writing.communicate()
    open_store(url).close()
    assert not queue.exists()


def test_one_who_is_interrupted_while_waiting_leaves_the_queue(
    file: Path, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_store(url) as store:
        join = FairLock.join

        def interrupted(queue: FairLock, *, until: float) -> None:
            join(queue, until=until)
            raise KeyboardInterrupt

        with monkeypatch.context() as patched:
            patched.setattr(FairLock, "join", interrupted)
            with pytest.raises(KeyboardInterrupt):
                record(store, "d-1", visit(1))

        assert finish(start(JOIN, url)) == "joined\n"
        assert record(store, "d-1", visit(1))[0].position == 1
    assert file.exists()
