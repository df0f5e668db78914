"""Tests of the write lock and its transaction."""

import pytest

from s2ss_core.errors import BadInput, Conflict
from s2ss_core.store import Append, Store
from s2ss_core.testing.conformance.capabilities import Conforming, needs
from s2ss_core.testing.conformance.threads import in_another_thread
from s2ss_core.testing.samples import NOON, concern, record, visit, worked


class WriteLocking(Conforming):
    """The write lock, which is also one transaction."""

    def test_the_thread_with_the_lock_reads_what_it_wrote(self, store: Store) -> None:
        with store.writing():
            record(store, "d-1", visit(1))
            assert len(store.read("d-1")) == len(list(store.history())) == 1
            assert store.streams() == ("d-1",)

        assert len(store.read("d-1")) == 1

    @needs("transactions")
    def test_writes_under_the_lock_are_seen_outside_only_after_it_ends(self, store: Store) -> None:
        with store.writing():
            record(store, "d-1", visit(1))
            record(store, "sl-014", worked(1))
            assert store.newest() == 2

            assert in_another_thread(store.newest) == 0
            assert in_another_thread(lambda: store.read("d-1")) == ()
            assert in_another_thread(store.streams) == ()
            assert in_another_thread(lambda: list(store.history())) == []

        assert in_another_thread(store.newest) == 2

    @needs("transactions")
    def test_an_exception_under_the_lock_rolls_back_everything(self, store: Store) -> None:
        record(store, "d-1", concern("hush"))
        store.directory.enter("sl-014", name="Amina Shah")

        def write_and_fail() -> None:
            with store.writing():
                record(store, "d-1", visit(1), after=1)
                record(store, "d-2", visit(1))
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
        assert record(store, "d-2", visit(1))[0].position == 2

    @needs("transactions")
    def test_a_refused_append_under_the_lock_does_not_undo_the_others(self, store: Store) -> None:
        with store.writing():
            record(store, "d-1", visit(1))
            with pytest.raises(Conflict):
                store.append([Append("d-2", 0, [visit(1)]), Append("d-1", 0, [visit(1)])], at=NOON, by="u-7")
            with pytest.raises(BadInput):
                record(store, "d-3", object())
            record(store, "d-1", visit(2), after=1)

        assert store.streams() == ("d-1",)
        assert store.newest() == 2

    @needs("transactions")
    def test_the_thread_with_the_lock_may_take_it_again(self, store: Store) -> None:
        def write_and_fail() -> None:
            with store.writing():
                record(store, "d-2", visit(1))
                raise RuntimeError

        with store.writing():
            record(store, "d-1", visit(1))
            with pytest.raises(RuntimeError):
                write_and_fail()
            with store.writing():
                record(store, "d-3", visit(1))

        assert [recorded.stream for recorded in store.history()] == ["d-1", "d-3"]
