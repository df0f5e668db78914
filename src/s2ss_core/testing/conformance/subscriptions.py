"""Tests of a follower that reads the history while others write it."""

import threading
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor

import pytest

from s2ss_core.store import Append, Recorded, Store
from s2ss_core.testing.conformance.capabilities import Conforming, needs
from s2ss_core.testing.conformance.threads import finish, start
from s2ss_core.testing.samples import NOON, record, visit

WRITERS, APPENDS = 4, 10
PATIENCE = 30.0  # seconds until a follower must have read everything
A_MOMENT = 0.3  # seconds in which a faulty store would show an entry too early
END = "the-end"


class Subscriptions(Conforming):
    """The tail family: a follower sees every committed entry once and in order."""

    def test_a_follower_sees_every_entry_once_and_in_order_while_others_write(self, store: Store) -> None:
        def write(number: int) -> None:
            for version in range(0, 2 * APPENDS, 2):
                two = [visit(version), visit(version + 1)]
                store.append([Append(f"d-{number}", version, two)], at=NOON, by=f"u-{number}")

        with ThreadPoolExecutor(WRITERS + 1) as pool:
            following = pool.submit(followed, store)
            list(pool.map(write, range(WRITERS)))
            seen = ended(store, following)

        assert seen == places(store.history())
        assert len(seen) == 2 * WRITERS * APPENDS + 1

    def test_a_follower_goes_on_where_it_left_off(self, store: Store) -> None:
        recorded = record(store, "d-1", *map(visit, range(4)))
        record(store, END, visit(0))

        assert followed(store, after=recorded[1].position) == places(
            store.history(after=recorded[1].position)
        )

    def test_an_append_that_began_early_and_was_committed_late_is_not_skipped(self, store: Store) -> None:
        begun, go_on, seen_other = threading.Event(), threading.Event(), threading.Event()

        def write_slowly() -> None:
            with store.writing():
                record(store, "slow", visit(1))
                begun.set()
                go_on.wait(PATIENCE)

        def write_meanwhile() -> None:
            begun.wait(PATIENCE)
            record(store, "quick", visit(1))

        def watch(entry: Recorded) -> None:
            if entry.stream == "quick":
                seen_other.set()

        with ThreadPoolExecutor(3) as pool:
            following = pool.submit(followed, store, watch=watch)
            writing = [pool.submit(write_slowly), pool.submit(write_meanwhile)]
            begun.wait(PATIENCE)
            seen_other.wait(A_MOMENT)
            go_on.set()
            for writer in writing:
                writer.result(PATIENCE)
            seen = ended(store, following)

        assert {stream for _, stream, _ in seen} == {"slow", "quick", END}
        assert seen == places(store.history())

    @needs("transactions")
    def test_a_follower_never_sees_what_was_rolled_back(self, store: Store) -> None:
        def write_and_fail() -> None:
            with store.writing():
                record(store, "d-2", visit(1))
                raise RuntimeError

        with ThreadPoolExecutor(1) as pool:
            following = pool.submit(followed, store)
            for version in range(APPENDS):
                record(store, "d-1", visit(version), after=version)
                with pytest.raises(RuntimeError):
                    write_and_fail()
            seen = ended(store, following)

        assert [stream for _, stream, _ in seen] == ["d-1"] * APPENDS + [END]

    def test_a_follower_ends_when_stop_is_set(self, store: Store) -> None:
        stop = threading.Event()

        with ThreadPoolExecutor(1) as pool:
            following = pool.submit(lambda: list(store.follow(stop=stop)))
            stop.set()

            assert following.result(PATIENCE) == []

    @needs("processes")
    def test_a_follower_sees_what_another_process_writes(self, store: Store) -> None:
        program = """
        with open_store(where) as store:
            for version in range(20):
                record(store, "d-1", visit(version), after=version)
        """
        with ThreadPoolExecutor(1) as pool:
            following = pool.submit(followed, store)
            finish(start(program, self.where))
            seen = ended(store, following)

        assert [version for _, stream, version in seen if stream == "d-1"] == list(range(1, 21))


Place = tuple[int, str, int]


def places(entries: Iterable[Recorded]) -> list[Place]:
    """Position, stream and version of each entry."""
    return [(entry.position, entry.stream, entry.version) for entry in entries]


def followed(
    store: Store, *, after: int = 0, watch: Callable[[Recorded], object] = lambda _: None
) -> list[Place]:
    """What a follower sees until the entry in the stream `END`, or until `PATIENCE` is over."""
    stop, read = threading.Event(), list[Recorded]()
    timer = threading.Timer(PATIENCE, stop.set)
    timer.start()
    for entry in store.follow(after=after, stop=stop):
        read.append(entry)
        watch(entry)
        if entry.stream == END:
            stop.set()
    timer.cancel()
    return places(read)


def ended(store: Store, following: Future[list[Place]]) -> list[Place]:
    """End the history, and return what a follower has seen."""
    record(store, END, visit(0))
    return following.result(2 * PATIENCE)
