"""A field that is none and defaults to none is left out of the bytes, so a later version may bring one more."""

import json
import re
from datetime import date
from typing import Any

import attrs
import pytest

from s2ss_core.errors import CorruptEntry, UnknownEvent
from s2ss_core.events import registered
from s2ss_core.store import SetAside, Store, recorded_of, state_of
from s2ss_core.values import Private
from tests.store.given import SPRING_DAY, record, visit
from tests.store.own_events import library_with
from tests.store.samples import sample


@attrs.frozen(kw_only=True)
class Room:
    name: str


@attrs.frozen(kw_only=True)
class RoomOnAFloor:
    name: str
    floor: int | None = None


FIRST = {"visit": str, "on": date, "room": Room, "others": tuple[Room, ...]}
FLOORS = FIRST | {"room": RoomOnAFloor, "others": tuple[RoomOnAFloor, ...]}
TOLD = {"visit": "visit-1", "on": SPRING_DAY, "room": Room(name="hall"), "others": (Room(name="gym"),)}
FLOORS_TOLD = TOLD | {"room": RoomOnAFloor(name="hall"), "others": (RoomOnAFloor(name="gym"),)}

# What a later version of the library has: the fields, those that default to none, an event, and the event it was before.
LATER: dict[str, tuple[Any, Any, Any, Any]] = {
    "weather": (FIRST, {"weather": str | None}, TOLD | {"weather": "snow"}, TOLD),
    "advice": (FIRST, {"advice": Private | None}, TOLD | {"advice": "the lead was ill"}, TOLD),
    "instead": (FIRST, {"instead": Room | None}, TOLD | {"instead": Room(name="library")}, TOLD),
    "room.floor": (FLOORS, {}, FLOORS_TOLD | {"room": RoomOnAFloor(name="hall", floor=2)}, FLOORS_TOLD),
    "others[0].floor": (FLOORS, {}, FLOORS_TOLD | {"others": (RoomOnAFloor(name="gym", floor=1),)}, FLOORS_TOLD),
}  # fmt: skip
EVERY_LATER = pytest.mark.parametrize("field", LATER)


def state_in(store: Store) -> bytes:
    ((_, state),) = store.entries()
    return state


@pytest.mark.parametrize("cls", [cls for _, cls in registered()], ids=lambda cls: cls.__name__)
def test_an_event_is_stored_without_the_fields_that_are_none_by_default(store: Store, cls: type[Any]) -> None:
    event = sample(cls, full=False)
    stored = {field.name for field in attrs.fields(cls) if field.default is not None}

    record(store, "d-1", event)

    assert json.loads(state_in(store))["data"].keys() == stored
    assert store.read("d-1")[0].event == event


def test_none_stands_as_null_where_the_field_must_be_given(store: Store) -> None:
    with library_with({"visit": str, "on": date, "until": date | None}) as postponed:
        record(store, "d-1", postponed(visit="visit-1", on=SPRING_DAY, until=None))

        assert json.loads(state_in(store))["data"] == {"on": "2024-03-28", "until": None, "visit": "visit-1"}
        assert store.read("d-1")[0].event.until is None


@EVERY_LATER
def test_bytes_from_before_a_field_are_read_with_it_as_none_and_written_again_identically(
    store: Store, field: str
) -> None:
    fields, optional, _, before = LATER[field]
    with library_with(FIRST) as postponed:
        record(store, "d-1", postponed(**TOLD))
    old = state_in(store)

    with library_with(fields, none=optional) as postponed:
        assert store.read("d-1")[0].event == postponed(**before)
        assert state_of(recorded_of(old, position=1)) == old

        record(store, "d-2", postponed(**before))
        assert dict(store.entries())[2].partition(b'"id"')[0] == old.partition(b'"id"')[0]


@EVERY_LATER
def test_bytes_with_a_field_that_the_library_does_not_know_are_refused_by_its_name(
    store: Store, field: str
) -> None:
    fields, optional, told, _ = LATER[field]
    refusal = re.escape(f"does not know: {field}. A newer version may have written it")
    with library_with(fields, none=optional) as postponed:
        record(store, "d-1", postponed(**told))
        assert store.read("d-1")[0].event == postponed(**told)

    with library_with(FIRST):
        with pytest.raises(UnknownEvent, match=f"position 1 .*{refusal}"):
            store.read("d-1")
        with pytest.raises(UnknownEvent, match=f"position 1 .*{refusal}"):
            recorded_of(state_in(store), position=1)
        assert [type(entry) for entry in store.page(after=0, limit=9)] == [SetAside]


def test_a_field_that_stands_as_null_is_not_canonical(store: Store) -> None:
    record(store, "d-1", visit(1))
    state = state_in(store).replace(b'"leader"', b'"focus":null,"leader"')

    with pytest.raises(CorruptEntry, match=r"canonical form of a deployment\.visit-logged"):
        recorded_of(state, position=1)
