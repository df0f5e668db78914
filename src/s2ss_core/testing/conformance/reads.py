"""Tests of reads: streams, history in pages, stored bytes and the names of streams."""

from contextlib import suppress
from datetime import timedelta

import attrs
import pytest

from s2ss_core.errors import BadInput, StoreError
from s2ss_core.store import Append, Store
from s2ss_core.testing.conformance.capabilities import Conforming, needs
from s2ss_core.testing.samples import NOON, SCHOOL, record, visit, worked


class Reads(Conforming):
    """Reading a store."""

    def test_an_empty_store_has_nothing(self, store: Store) -> None:
        assert store.read("d-1") == ()
        assert list(store.history()) == []
        assert list(store.entries()) == []
        assert store.newest() == 0
        assert store.streams() == ()

    @pytest.mark.parametrize("page", (1, 2, 5, 100))
    def test_history_is_the_same_whatever_the_page(self, store: Store, page: int) -> None:
        recorded = record(store, "d-1", *map(visit, range(5)))

        assert tuple(store.history(page=page)) == recorded

    def test_history_begins_after_one_position_and_ends_with_another(self, store: Store) -> None:
        written = record(store, "d-1", *map(visit, range(5)))
        at = [0, *(recorded.position for recorded in written)]

        assert tuple(store.history(after=at[2])) == written[2:]
        assert tuple(store.history(upto=at[3])) == written[:3]
        assert tuple(store.history(after=at[1], upto=at[4], page=2)) == written[1:4]
        assert tuple(store.history(after=at[4], upto=at[2])) == ()
        assert tuple(store.history(after=at[5] + 90)) == ()
        assert tuple(store.history(after=-3)) == written

    def test_a_page_holds_at_least_one_entry(self, store: Store) -> None:
        with pytest.raises(BadInput, match="page of 0"):
            next(store.history(page=0))

    def test_entries_are_the_stored_bytes_from_a_position_on(self, store: Store) -> None:
        written = record(store, "d-1", *map(visit, range(3)))

        entries = list(store.entries())

        assert [position for position, _ in entries] == [recorded.position for recorded in written]
        assert all(type(state) is bytes and state.startswith(b'{"at":') for _, state in entries)
        assert list(store.entries(after=written[1].position)) == entries[2:]
        assert list(store.entries(after=-1)) == entries

    def test_entries_go_on_past_a_page(self, store: Store) -> None:
        written = record(store, "d-1", *map(visit, range(1_203)))

        assert [position for position, _ in store.entries()] == [recorded.position for recorded in written]
        assert store.newest() == written[-1].position

    def test_what_was_known_at_a_time_is_up_to_the_highest_position_recorded_by_then(
        self, store: Store
    ) -> None:
        minute, day = timedelta(minutes=1), timedelta(days=1)
        far_ahead = timedelta(days=3_650)
        offsets = (0 * day, far_ahead, 2 * day, 2 * day + minute, 2 * day - minute, 9 * day)
        at = [
            store.append([Append(f"d-{number}", 0, [visit(1)])], at=NOON + offset, by="u-7")[0].position
            for number, offset in enumerate(offsets)
        ]

        known = {offset: store.known_at(NOON + offset) for offset in (*offsets, -minute, day, 8 * day)}

        assert known == {
            -minute: 0,
            0 * day: at[0],
            day: at[0],
            2 * day - minute: at[4],
            2 * day: at[4],
            2 * day + minute: at[4],
            8 * day: at[4],
            9 * day: at[5],
            far_ahead: at[5],
        }

    def test_a_time_without_a_time_zone_is_refused(self, store: Store) -> None:
        with pytest.raises(BadInput, match="time zone"):
            store.known_at(NOON.replace(tzinfo=None))

    def test_a_stream_is_read_after_a_version(self, store: Store) -> None:
        record(store, "sl-014", worked(1))
        recorded = record(store, "d-1", *map(visit, range(4)))

        assert store.read("d-1", after=0) == recorded
        assert store.read("d-1", after=3) == recorded[3:]
        assert store.read("d-1", after=4) == ()
        assert store.read("d-1", after=9) == ()

    def test_streams_are_listed_by_prefix_in_order(self, store: Store) -> None:
        names = (
            "deployment-b",
            "grant-1",
            "deployment-a",
            "deployment",
            "Deployment-c",
            "deployment-%",
            "é-1",
            "😀",
        )
        for name in names:
            record(store, name, visit(1), visit(2))

        assert store.streams("deployment-") == ("deployment-%", "deployment-a", "deployment-b")
        assert store.streams("deployment-b-") == ()
        assert store.streams("é") == ("é-1",)
        assert store.streams() == tuple(sorted(names))

    def test_leaders_years_are_found_by_the_home_school_that_they_name(self, store: Store) -> None:
        odd = attrs.evolve(SCHOOL, id='St "O\'Brien", é","kind":"')
        moved = attrs.evolve(SCHOOL, id="school-10")
        record(store, "leader-year:a:2023/24", worked(1), worked(2), worked(3, home_school=moved))
        record(store, "leader-year:b:2023/24", worked(4))
        record(store, "leader-year:c:2023/24", worked(5, home_school=odd))
        record(store, "deployment:d-1", visit(1), worked(6))

        assert store.years_at(SCHOOL.id) == ("leader-year:a:2023/24", "leader-year:b:2023/24")
        assert store.years_at("School 1") == store.years_at("school1") == ()
        assert store.years_at("SCHOOL-1") == store.years_at(SCHOOL.id)
        assert store.years_at(moved.id) == ("leader-year:a:2023/24",)
        assert store.years_at(odd.id) == ("leader-year:c:2023/24",)
        assert store.years_at("school") == store.years_at("") == ()

    @needs("transactions")
    def test_a_year_that_was_undone_is_at_no_school(self, store: Store) -> None:
        with suppress(KeyError), store.writing():
            record(store, "leader-year:a:2023/24", worked(1))
            raise KeyError
        record(store, "leader-year:b:2023/24", worked(1))

        assert store.years_at(SCHOOL.id) == ("leader-year:b:2023/24",)

    def test_a_name_that_a_stream_cannot_have_is_refused(self, store: Store) -> None:
        with pytest.raises(BadInput, match="is not a stream name"):
            store.read("\ud800")

    def test_a_closed_store_says_so(self) -> None:
        store = self.open()
        store.close()
        store.close()

        for use in (lambda: store.read("d-1"), lambda: record(store, "d-1", visit(1)), store.newest):
            with pytest.raises(StoreError, match="was closed"):
                use()
