"""An event that changed is read in its present form, and its stored bytes stay as they were."""

from collections.abc import Iterator
from typing import Any

import pytest

from s2ss_core.errors import CorruptEntry, UnknownEvent
from s2ss_core.store import Store, decoder, recorded_of
from s2ss_core.store.envelope import stream_id
from s2ss_core.store.leaf import leaf_of
from s2ss_core.store.recorder import Row, StoredEntry
from s2ss_core.store.upcasts import UPCASTS
from tests.store.given import concern, record

# A concern as a version 0 might have had it: somebody is `who`, and nobody was told whom it was raised with.
OLD = b'"data":{"about":%b,"concern":"concern-1","on":"2024-03-28","who":"u-7"}'


def raised_with_headteacher(data: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in data.items() if key != "who"} | {
        "by": data["who"],
        "raised_with": "headteacher",
    }


@pytest.fixture
def an_upcast() -> Iterator[None]:
    UPCASTS["deployment.concern-raised", 0] = raised_with_headteacher
    yield
    del UPCASTS["deployment.concern-raised", 0]
    del decoder._decoders["deployment.concern-raised@0"]


def old_row(store: Store) -> Row:
    record(store, "d-1", concern("hush"))
    (row,) = store._entries.page(after=0, upto=None, limit=1, texts=True)
    new = store.read("d-1", texts=False)[0].event
    before, _, rest = row.state.partition(b'"data":')
    after = rest.partition(b"},")[2]
    state = before + OLD % f'"{new.about.digest}"'.encode() + b"," + after.replace(b'"v":2', b'"v":0')
    return row._replace(topic="deployment.concern-raised@0", state=state, leaf=leaf_of(state))


@pytest.mark.usefixtures("an_upcast")
def test_an_old_version_is_read_as_the_present_one_with_its_private_text(store: Store) -> None:
    row = old_row(store)

    assert decoder.read(row).event == concern("hush")
    assert recorded_of(row.state, position=1).event == store.read("d-1", texts=False)[0].event


@pytest.mark.usefixtures("an_upcast")
def test_an_old_version_without_what_it_should_hold_is_corrupt(store: Store) -> None:
    row = old_row(store)

    state = row.state.replace(b"who", b"whom")

    with pytest.raises(CorruptEntry, match="position 1 cannot be read: its data is not of version 0"):
        decoder.read(row._replace(state=state, leaf=leaf_of(state)))


def test_without_an_upcast_an_old_version_is_unknown(store: Store) -> None:
    with pytest.raises(UnknownEvent, match=r"deployment\.concern-raised.* version 0"):
        decoder.read(old_row(store))


def test_a_store_written_before_an_event_changed_is_read_without_being_changed(store: Store) -> None:
    record(store, "d-1", concern("hush"))
    new = next(store.entries())[1]
    old = new.replace(b'"v":2', b'"v":1').replace(b'"version":1', b'"version":2')
    entry = StoredEntry(stream_id("d-1"), 2, "deployment.concern-raised@1", old, stream="d-1")
    store._entries.insert_events([entry])

    first, retold = store.read("d-1", texts=False)

    assert retold.event == first.event
    assert [state for _, state in store.entries()] == [new, old]
    assert record(store, "d-1", concern("more"), after=2)[0].version == 3
