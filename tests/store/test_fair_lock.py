"""Writing processes queue for a file in the order they came, and nobody waits for the dead."""

import os
import signal
import time
from pathlib import Path

import pytest

from s2ss_core.store import open_store
from s2ss_core.store.sqlite.fair_lock import FairLock
from tests.store.given import record, visit
from tests.store.programs import finish, start

WRITE = """
with open_store(url) as store:
    print("ready", flush=True)
    record(store, "{name}", visit(1))
"""


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
    program = """
    from s2ss_core.store.sqlite.fair_lock import FairLock
    import time
    FairLock(url.removeprefix("sqlite:///")).join(until=time.monotonic())
    print("joined", flush=True)
    time.sleep(60)
    """
    open_store(url).close()
    ahead = start(program, url)
    assert ahead.stdout
    assert ahead.stdout.readline() == "joined\n"
    behind = FairLock(str(file))
    begun = time.monotonic()
    behind.join(until=begun + 0.2)
    assert time.monotonic() >= begun + 0.2  # for somebody was there first
    behind.leave()

    os.kill(ahead.pid, signal.SIGKILL)
    ahead.communicate()

    behind.join(until=(give_up := time.monotonic() + 20))
    assert time.monotonic() < give_up
    behind.leave()
    with open_store(url) as store:
        assert record(store, "d-1", visit(1))[0].position == 1


def test_where_there_can_be_no_queue_writers_go_without(file: Path, url: str) -> None:
    Path(f"{file}-queue").mkdir()

    with open_store(url) as store:
        assert record(store, "d-1", visit(1))[0].position == 1


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

        behind = f"""
        from s2ss_core.store.sqlite.fair_lock import FairLock
        import time
        until = time.monotonic() + 5
        FairLock({str(file)!r}).join(until=until)
        print(time.monotonic() < until)
        """
        assert finish(start(behind, url)) == "True\n"
        assert record(store, "d-1", visit(1))[0].position == 1
