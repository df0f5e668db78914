"""Whatever an event holds, it is read back as it was told, and written again as the same bytes."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from s2ss_core.events import registered, stored_name
from s2ss_core.store import Recorded, Store, open_store, recorded_of, state_of
from s2ss_core.store.codec import from_json, is_canonical
from s2ss_core.testing.strategies import events_of
from tests.store.given import record

EVENTS = [cls for _, cls in registered()]
INSTANCES: dict[type[Any], st.SearchStrategy[Any]] = {
    cls: events_of(cls, as_stored=True) for cls in EVENTS
}  # made once: making them takes longer than drawing


@pytest.fixture(scope="module")
def stores(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, Store]]:
    file: Path = tmp_path_factory.mktemp("store") / "support.db"
    with open_store("memory:") as memory, open_store(f"sqlite:///{file}") as sqlite:
        yield memory, sqlite


@pytest.mark.parametrize("cls", EVENTS, ids=lambda cls: stored_name(cls).name)
@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
@given(data=st.data())
def test_every_event_reads_back_the_same_on_every_back_end(
    stores: tuple[Store, Store], cls: type[Any], data: st.DataObject
) -> None:
    event = data.draw(INSTANCES[cls])
    stream = f"d-{stores[0].newest()}"

    written = [record(store, stream, event)[0] for store in stores]
    read = [store.read(stream)[0] for store in stores]
    sealed = [store.read(stream, texts=False)[0] for store in stores]
    states = [dict(store.entries(after=store.newest() - 1))[store.newest()] for store in stores]

    assert read == written
    assert [recorded.event for recorded in read] == [event, event]
    assert [state_of(recorded) for recorded in sealed] == states
    assert [
        recorded_of(state, position=recorded.position) for state, recorded in zip(states, sealed, strict=True)
    ] == (sealed)
    assert all(map(is_canonical, states))


@pytest.mark.parametrize("cls", EVENTS, ids=lambda cls: stored_name(cls).name)
@settings(
    max_examples=3, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
@given(data=st.data())
def test_memory_and_sqlite_store_the_same_bytes(
    stores: tuple[Store, Store], cls: type[Any], data: st.DataObject
) -> None:
    memory, sqlite = stores
    stream = f"d-{memory.newest()}"
    record(memory, stream, data.draw(INSTANCES[cls]))
    in_memory = memory.read(stream, texts=False)[0]  # without texts, so that no salt is drawn again

    record(sqlite, stream, in_memory.event)
    in_file = sqlite.read(stream)[0]

    assert attrs.evolve(in_file, event_id=in_memory.event_id, position=in_memory.position) == in_memory
    state = dict(sqlite.entries(after=sqlite.newest() - 1))[sqlite.newest()]
    assert state.replace(in_file.event_id.encode(), in_memory.event_id.encode()) == state_of(in_memory)


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(st.characters(exclude_categories=["Cs"])),
                    lambda inner: st.lists(inner) | st.dictionaries(st.text("ab", max_size=3), inner)))  # fmt: skip
def test_canonical_json_is_what_pythons_own_encoder_makes_of_it(value: object) -> None:
    import json

    ours = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()

    assert is_canonical(ours)
    assert from_json(ours) == value


def test_history_of_many_kinds_of_event_reads_back(store: Store) -> None:
    from tests.store.samples import sample

    events = [sample(cls, full=full) for cls in EVENTS for full in (True, False)]

    written: tuple[Recorded, ...] = record(store, "d-1", *events)

    assert tuple(store.history()) == written
    assert [recorded.event for recorded in store.history()] == events
