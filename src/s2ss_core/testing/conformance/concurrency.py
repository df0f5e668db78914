"""Tests of concurrent use: several threads, stores and processes, and a reader that follows writers."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from s2ss_core.errors import Conflict
from s2ss_core.store import Append, Store
from s2ss_core.testing.conformance.capabilities import Conforming, in_order, needs
from s2ss_core.testing.conformance.threads import race
from s2ss_core.testing.samples import NOON, concern, record, visit, worked

WRITERS, APPENDS = 4, 10
RACERS, RACES = 8, ("d-1", "d-2", "d-3", "d-4")


class Concurrency(Conforming):
    """The concurrent family: several threads and processes use one store."""

    def test_threads_that_read_and_append_under_the_lock_never_conflict(self, store: Store) -> None:
        def count_up(_: int) -> None:
            for _ in range(APPENDS):
                with store.writing():
                    known = store.read("d-1")
                    record(store, "d-1", visit(len(known)), after=len(known))

        with ThreadPoolExecutor(WRITERS) as pool:
            list(pool.map(count_up, range(WRITERS)))

        assert [r.event.visit for r in store.read("d-1")] == [f"visit-{n}" for n in range(WRITERS * APPENDS)]

    def test_without_the_lock_exactly_one_of_several_threads_appends_a_version(self, store: Store) -> None:
        ready = threading.Barrier(RACERS)

        def race_for(stream: str, number: int) -> list[str]:
            ready.wait(timeout=60)
            try:
                return [recorded.stream for recorded in record(store, stream, visit(number))]
            except Conflict:
                return []
            except BaseException:
                ready.abort()
                raise

        def race_on(number: int) -> list[str]:
            return [won for stream in RACES for won in race_for(stream, number)]

        with ThreadPoolExecutor(RACERS) as pool:
            won = [stream for won in pool.map(race_on, range(RACERS)) for stream in won]

        assert sorted(won) == list(RACES)
        assert [len(store.read(stream)) for stream in RACES] == [1] * len(RACES)

    def test_a_reader_that_follows_sees_every_append_whole_once_and_in_order(self, store: Store) -> None:
        done = threading.Event()

        def write(number: int) -> None:
            for version in range(0, 2 * APPENDS, 2):
                two = [visit(version), visit(version + 1)]
                store.append([Append(f"d-{number}", version, two)], at=NOON, by=f"u-{number}")

        def follow() -> list[tuple[int, str, int]]:
            read: list[tuple[int, str, int]] = []
            last = False
            while True:
                newer = [
                    (r.position, r.stream, r.version) for r in store.history(after=read[-1][0] if read else 0)
                ]
                assert len(newer) % 2 == 0
                read += newer
                if last:
                    return read
                last = done.is_set()

        with ThreadPoolExecutor(WRITERS + 1) as pool:
            following = pool.submit(follow)
            try:
                list(pool.map(write, range(WRITERS)))
            finally:
                done.set()

        read = following.result(timeout=60)
        assert read == [(r.position, r.stream, r.version) for r in store.history()]
        assert in_order([position for position, _, _ in read])
        assert len(read) == 2 * WRITERS * APPENDS
        for number in range(WRITERS):
            assert [r.version for r in store.read(f"d-{number}")] == list(range(1, 2 * APPENDS + 1))

    def test_a_slow_reader_does_not_hold_up_a_writer(self, store: Store) -> None:
        record(store, "d-1", *map(visit, range(4)))
        reader = store.history(page=2)
        next(reader)

        writer = threading.Thread(target=record, args=(store, "sl-014", worked(1)))
        writer.start()
        writer.join(timeout=20)

        assert not writer.is_alive()
        assert len(list(reader)) == 4

    @needs("lasting")
    def test_the_history_is_still_there_when_the_store_is_opened_again(self) -> None:
        with self.open() as store:
            recorded = record(store, "d-1", visit(1), visit(2))

        with self.open() as store:
            assert tuple(store.history()) == store.read("d-1") == recorded
            assert store.streams() == ("d-1",)

    @needs("lasting")
    def test_private_texts_and_directory_are_still_there_when_the_store_is_opened_again(self) -> None:
        if {"private texts", "directory"} & set(self.cannot):
            pytest.skip("it keeps neither private texts nor a directory")
        with self.open() as store:
            record(store, "d-1", concern("hush"))
            store.directory.enter("sl-014", name="Amina Shah")

        with self.open() as store:
            assert store.read("d-1")[0].event == concern("hush")
            assert store.directory.known() == ("sl-014",)

    @needs("processes")
    def test_a_second_open_store_reads_at_once_what_the_first_has_written(self, store: Store) -> None:
        with self.open() as other:
            recorded = record(store, "d-1", visit(1))
            assert other.read("d-1") == recorded
            more = record(other, "d-1", visit(2), after=1)

            assert tuple(store.history()) == recorded + more
            assert store.newest() == more[0].position

    @needs("processes")
    def test_processes_that_append_each_to_its_own_stream_lose_no_events(self, store: Store) -> None:
        program = """
        with open_store(where) as store:
            when_all_are_ready()
            for version in range(20):
                record(store, f"d-{os.getpid()}", visit(version), after=version)
        """
        race(program, self.where)

        assert [len(store.read(stream)) for stream in store.streams()] == [20, 20]
        assert in_order([recorded.position for recorded in store.history()])

    @needs("processes", "writers' lock")
    def test_processes_that_read_and_append_under_the_lock_never_conflict(self, store: Store) -> None:
        program = """
        with open_store(where) as store:
            when_all_are_ready()
            for _ in range(20):
                with store.writing():
                    known = store.read("d-1", texts=False)
                    record(store, "d-1", visit(len(known)), after=len(known))
        """
        race(program, self.where)

        assert [r.event.visit for r in store.read("d-1")] == [f"visit-{n}" for n in range(40)]
