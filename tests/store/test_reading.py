import threading

import pytest

from s2ss_core.errors import BadInput, StoreError
from s2ss_core.store import Store, open_store
from s2ss_core.values import Withheld
from tests.store.given import concern, tell, visit, worked


def test_an_empty_store_has_nothing(store: Store) -> None:
    assert store.read("d-1") == ()
    assert list(store.history()) == []
    assert list(store.entries()) == []
    assert store.newest() == 0
    assert store.streams() == ()


@pytest.mark.parametrize("page", (1, 2, 3, 5, 6, 100))
def test_history_is_the_same_whatever_the_page(store: Store, page: int) -> None:
    told = tell(store, "d-1", *map(visit, range(5)))

    assert tuple(store.history(page=page)) == told


def test_history_begins_after_one_position_and_ends_with_another(store: Store) -> None:
    told = tell(store, "d-1", *map(visit, range(5)))

    assert tuple(store.history(after=2)) == told[2:]
    assert tuple(store.history(upto=3)) == told[:3]
    assert tuple(store.history(after=1, upto=4, page=2)) == told[1:4]
    assert tuple(store.history(after=4, upto=2)) == ()
    assert tuple(store.history(after=99)) == ()


@pytest.mark.parametrize("after", (-1, -3, -99))
def test_before_the_first_position_is_the_beginning(store: Store, after: int) -> None:
    told = tell(store, "d-1", *map(visit, range(3)))

    assert tuple(store.history(after=after)) == told
    assert len(list(store.entries(after=after))) == 3


def test_a_page_holds_at_least_one_entry(store: Store) -> None:
    with pytest.raises(BadInput, match="page of 0"):
        next(store.history(page=0))


def test_what_can_be_no_stream_is_refused(store: Store) -> None:
    with pytest.raises(BadInput, match="names no stream"):
        store.read("\ud800")


def test_entries_are_the_stored_bytes_from_a_position_on(store: Store) -> None:
    tell(store, "d-1", *map(visit, range(3)))

    entries = list(store.entries())

    assert [position for position, _ in entries] == [1, 2, 3]
    assert all(type(state) is bytes and state.startswith(b'{"at":') for _, state in entries)
    assert list(store.entries(after=2)) == entries[2:]


def test_a_stream_is_read_after_a_version(store: Store) -> None:
    tell(store, "sl-014", worked(1))
    told = tell(store, "d-1", *map(visit, range(4)))

    assert store.read("d-1", after=0) == told
    assert store.read("d-1", after=3) == told[3:]
    assert store.read("d-1", after=4) == ()


def test_entries_go_on_past_a_page(store: Store) -> None:
    tell(store, "d-1", *map(visit, range(1_203)))

    assert [position for position, _ in store.entries(after=1)] == list(range(2, 1_204))


def test_streams_are_listed_by_prefix_in_order(store: Store) -> None:
    for stream in (
        "deployment-b",
        "grant-1",
        "deployment-a",
        "deployment",
        "Deployment-c",
        "deployment-%",
        "é-1",
    ):
        tell(store, stream, visit(1), visit(2))

    assert store.streams("deployment-") == ("deployment-%", "deployment-a", "deployment-b")
    assert store.streams("deployment-b-") == ()
    assert store.streams("é") == ("é-1",)
    assert store.streams() == tuple(sorted(store.streams()))
    assert len(store.streams()) == 7


def test_without_texts_every_private_text_is_withheld(store: Store) -> None:
    tell(store, "d-1", concern("behaviour"))

    for recorded in (*store.read("d-1", texts=False), *store.history(texts=False)):
        assert isinstance(recorded.event.about, Withheld)
    assert store.read("d-1")[0].event.about == "behaviour"


def test_a_slow_reader_does_not_hold_up_a_writer(store: Store) -> None:
    tell(store, "d-1", *map(visit, range(4)))
    reader = store.history(page=2)
    next(reader)

    writer = threading.Thread(target=tell, args=(store, "sl-014", worked(1)))
    writer.start()
    writer.join(timeout=5)

    assert not writer.is_alive()
    assert [recorded.position for recorded in reader] == [2, 3, 4, 5]


def test_another_opening_of_the_same_file_reads_what_was_written(url: str) -> None:
    with open_store(url) as first, open_store(url) as second:
        told = tell(first, "d-1", concern("behaviour"))

        assert second.read("d-1") == told
        assert second.newest() == 1


def test_what_was_written_is_there_when_the_file_is_opened_again(url: str) -> None:
    with open_store(url) as store:
        told = tell(store, "d-1", concern("behaviour"), visit(1))

    with open_store(url) as store:
        assert tuple(store.history()) == told


def test_a_closed_store_says_so(url: str) -> None:
    store = open_store(url)
    store.close()
    store.close()

    with pytest.raises(StoreError, match="was closed"):
        store.read("d-1")
    with pytest.raises(StoreError, match="was closed"):
        tell(store, "d-1", visit(1))
