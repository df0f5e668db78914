"""An event that changed is read in its present form, and its stored bytes stay as they were."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from s2ss_core.errors import CorruptEntry, UnknownEvent
from s2ss_core.store import Store, recorded_of
from s2ss_core.store.recorder import Row
from s2ss_core.values import Private
from tests.store.given import SPRING_DAY, record
from tests.store.own_events import library_with

# Version 1 names whoever postponed the visit as `who`, and does not say where they were.
FIRST = {"visit": str, "on": date, "who": str, "reason": Private}
SECOND = {"visit": str, "on": date, "by": str, "reason": Private, "by_telephone": bool}


def second(data: dict[str, Any]) -> dict[str, Any]:
    """Version 2 of the data of version 1."""
    kept = {key: value for key, value in data.items() if key != "who"}
    return kept | {"by": data["who"], "by_telephone": False}


@pytest.fixture
def old(store: Store) -> Row:
    """The row of a visit postponed, as a library that had only version 1 stored it."""
    with library_with(FIRST) as postponed:
        record(store, "d-1", postponed(visit="visit-1", on=SPRING_DAY, who="u-7", reason="hush"))
    (row,) = store._entries.page(after=0, upto=None, limit=1, texts=True)
    return row


@pytest.fixture
def postponed(old: Row) -> Iterator[Any]:
    """The event in version 2, which the library has after the row of version 1 was stored."""
    with library_with(SECOND, version=2, upcasts={1: second}) as event:
        yield event


def test_an_old_version_is_read_as_the_present_one_with_its_private_text(
    store: Store, old: Row, postponed: Any
) -> None:
    sealed = store.read("d-1", texts=False)[0].event

    assert store.read("d-1")[0].event == postponed(
        visit="visit-1", on=SPRING_DAY, by="u-7", reason="hush", by_telephone=False
    )
    assert recorded_of(old.state, position=1).event == sealed
    assert sealed.reason.digest.encode() in old.state


def test_a_store_written_before_an_event_changed_is_read_and_written_without_being_changed(
    store: Store, old: Row, postponed: Any
) -> None:
    new = postponed(visit="visit-2", on=SPRING_DAY, by="u-8", reason="snow", by_telephone=True)

    record(store, "d-1", new, after=1)

    assert [recorded.event.by for recorded in store.read("d-1")] == ["u-7", "u-8"]
    (_, first), (_, next_one) = store.entries()
    assert first == old.state
    assert b'"v":2' in next_one


def test_three_versions_are_upcast_one_after_another(store: Store, old: Row) -> None:
    third = {"visit": str, "on": date, "by": str, "reason": Private, "how": str}

    def upcast(data: dict[str, Any]) -> dict[str, Any]:
        kept = {key: value for key, value in data.items() if key != "by_telephone"}
        return kept | {"how": "telephone" if data["by_telephone"] else "letter"}

    with library_with(third, version=3, upcasts={1: second, 2: upcast}):
        (recorded,) = store.read("d-1")

    assert (recorded.event.by, recorded.event.how) == ("u-7", "letter")


@pytest.mark.usefixtures("postponed")
def test_an_old_version_without_what_it_should_hold_is_corrupt(old: Row) -> None:
    with pytest.raises(CorruptEntry, match="position 1"):
        recorded_of(old.state.replace(b"who", b"whom"), position=1)


def test_an_upcast_that_leaves_a_key_behind_is_found(store: Store, old: Row) -> None:
    with (
        library_with(SECOND, version=2, upcasts={1: lambda data: second(data) | {"who": data["who"]}}),
        pytest.raises(CorruptEntry, match=r"position 1 .*unknown field `who`"),
    ):
        store.read("d-1")


def test_without_an_upcast_an_old_version_is_unknown(store: Store, old: Row) -> None:
    with (
        library_with(SECOND, version=2),
        pytest.raises(UnknownEvent, match=r"deployment\.visit-postponed.* version 1"),
    ):
        store.read("d-1")


def test_the_event_of_these_tests_is_unknown_outside_them(store: Store, old: Row) -> None:
    with pytest.raises(UnknownEvent, match=r"deployment\.visit-postponed"):
        store.read("d-1")
