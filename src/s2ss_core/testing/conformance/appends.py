"""Tests of appends: everything or nothing, in order, and each version of a stream once."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from s2ss_core.errors import BadInput, Conflict, S2ssError
from s2ss_core.store import Append, Store, state_of
from s2ss_core.store.envelope import stream_id
from s2ss_core.store.recorder import StoredEntry
from s2ss_core.testing.conformance.capabilities import Conforming, in_order, needs
from s2ss_core.testing.samples import NOON, record, visit, worked


class Appends(Conforming):
    """Appending to one stream and to several."""

    def test_what_was_appended_to_two_streams_is_read_from_each_and_from_history_in_order(
        self, store: Store
    ) -> None:
        appended = store.append(
            [Append("d-1", 0, [visit(1), visit(2)]), Append("sl-014", 0, [worked(1)])],
            at=NOON,
            by="u-7",
            context={"request": "r-1"},
        )

        assert [(r.stream, r.version) for r in appended] == [("d-1", 1), ("d-1", 2), ("sl-014", 1)]
        assert in_order([r.position for r in appended])
        assert store.read("d-1") == appended[:2]
        assert store.read("sl-014") == appended[2:]
        assert tuple(store.history()) == appended
        assert [r.event for r in appended] == [visit(1), visit(2), worked(1)]
        assert {r.recorded_by for r in appended} == {"u-7"}
        assert [dict(r.context) for r in appended] == [{"request": "r-1"}] * 3

    def test_each_event_has_an_id_of_its_own(self, store: Store) -> None:
        ids = {recorded.event_id for recorded in record(store, "d-1", visit(1), visit(1))}

        assert len(ids) == 2
        assert all(len(bytes.fromhex(event_id)) == 16 for event_id in ids)

    def test_a_moment_of_any_time_zone_is_kept_in_utc(self, store: Store) -> None:
        summer = datetime(2024, 7, 1, 9, 30, tzinfo=timezone(timedelta(hours=1)))

        store.append([Append("d-1", 0, [visit(1)])], at=summer, by="u-7")

        assert store.read("d-1")[0].recorded_at == datetime(2024, 7, 1, 8, 30, tzinfo=UTC)
        assert b'"at":"2024-07-01T08:30:00.000000Z"' in next(store.entries())[1]

    def test_the_stored_bytes_are_the_canonical_form_of_the_events(self, store: Store) -> None:
        record(store, "d-1", *map(visit, range(3)))

        assert dict(store.entries()) == {r.position: state_of(r) for r in store.history(texts=False)}

    def test_the_back_end_itself_keeps_a_version_once_whoever_inserts_it(self, store: Store) -> None:
        """Our lock and our checks are those of one machine; another one does not see them."""
        record(store, "d-1", visit(1), visit(2))
        before, row = list(store.entries()), store.rows()[1]
        entry = StoredEntry(stream_id("d-1"), 2, row.topic, row.state, stream="d-1")

        with pytest.raises(S2ssError):
            store.insert_past_checks([entry])

        assert list(store.entries()) == before
        assert [recorded.event for recorded in store.read("d-1")] == [visit(1), visit(2)]

    def test_a_stale_append_is_a_conflict_that_names_the_stream_and_writes_nothing(
        self, store: Store
    ) -> None:
        record(store, "sl-014", worked(1))
        newest = store.newest()

        with pytest.raises(Conflict, match=r"Write conflict in .*sl-014: it is at version 1, not 0"):
            store.append([Append("d-1", 0, [visit(1)]), Append("sl-014", 0, [worked(2)])], at=NOON, by="u-7")

        assert store.read("d-1") == ()
        assert store.newest() == newest

    def test_an_append_ahead_of_the_stream_is_a_conflict(self, store: Store) -> None:
        with pytest.raises(Conflict, match="d-1: it is at version 0, not 4"):
            record(store, "d-1", visit(1), after=4)
        record(store, "d-1", visit(1))
        with pytest.raises(Conflict, match="d-1: it is at version 1, not 2"):
            record(store, "d-1", visit(1), after=2)

        assert len(list(store.history())) == 1

    def test_two_appends_to_one_stream_follow_one_another(self, store: Store) -> None:
        both = store.append([Append("d-1", 0, [visit(1)]), Append("d-1", 1, [visit(2)])], at=NOON, by="u-7")

        assert [recorded.version for recorded in both] == [1, 2]
        with pytest.raises(Conflict):
            store.append([Append("d-1", 2, [visit(3)]), Append("d-1", 2, [visit(4)])], at=NOON, by="u-7")
        assert len(store.read("d-1")) == 2

    def test_an_object_that_is_not_an_event_is_refused_and_nothing_is_written(self, store: Store) -> None:
        with pytest.raises(BadInput):
            store.append([Append("d-1", 0, [visit(1), object()])], at=NOON, by="u-7")
        with pytest.raises(BadInput):
            store.append([Append("d-\0", 0, [visit(1)])], at=NOON, by="u-7")

        assert store.newest() == 0

    def test_an_append_without_events_writes_nothing(self, store: Store) -> None:
        assert store.append([], at=NOON, by="u-7") == ()
        assert record(store, "d-1") == ()
        assert store.newest() == 0

    @needs("dense positions")
    def test_positions_have_no_gaps_even_after_appends_that_failed(self, store: Store) -> None:
        record(store, "d-1", visit(1))
        with pytest.raises(Conflict):
            store.append([Append("d-2", 0, [visit(1)]), Append("d-1", 0, [visit(1)])], at=NOON, by="u-7")
        record(store, "d-1", visit(2), after=1)

        assert [recorded.position for recorded in store.history()] == [1, 2]
