"""eventsourcing underneath: its own readers work on our recorders, and its types stay inside."""

import inspect

import pytest
from eventsourcing.application import LocalNotificationLog
from eventsourcing.persistence import StoredEvent

import s2ss_core.store
from s2ss_core.store import Store, open_store
from s2ss_core.store.envelope import stream_id
from tests.store.given import record, visit, worked


def test_its_notifications_are_our_history(store: Store) -> None:
    record(store, "d-1", *map(visit, range(5)))
    record(store, "sl-014", worked(1))

    notifications = store._entries.select_notifications(None, 10)
    middle = store._entries.select_notifications(2, 3, inclusive_of_start=False)
    worked_only = store._entries.select_notifications(1, 2, topics=["leader-year.days-worked@1"])

    assert [notification.id for notification in notifications] == [1, 2, 3, 4, 5, 6]
    assert [(n.originator_id, n.originator_version) for n in notifications[-2:]] == [
        (stream_id("d-1"), 5),
        (stream_id("sl-014"), 1),
    ]
    assert [notification.state for notification in notifications] == [state for _, state in store.entries()]
    assert [notification.id for notification in middle] == [3, 4, 5]
    assert [notification.id for notification in worked_only] == [6]
    assert [n.id for n in store._entries.select_notifications(2, 10, stop=4)] == [2, 3, 4]
    assert [item.id for item in LocalNotificationLog(store._entries)["1,10"].items] == [1, 2, 3, 4, 5, 6]


@pytest.mark.parametrize(
    ("bounds", "versions"),
    (
        ({}, [1, 2, 3, 4, 5]),
        ({"gt": 2}, [3, 4, 5]),
        ({"lte": 2}, [1, 2]),
        ({"gt": 1, "lte": 4, "desc": True}, [4, 3, 2]),
        ({"desc": True, "limit": 1}, [5]),
        ({"limit": 2}, [1, 2]),
        ({"gt": 5}, []),
    ),
)
def test_its_selection_of_a_stream_keeps_to_the_bounds(
    store: Store, bounds: dict[str, int], versions: list[int]
) -> None:
    record(store, "sl-014", worked(1))
    record(store, "d-1", *map(visit, range(5)))

    found = store._entries.select_events(stream_id("d-1"), **bounds)  # type: ignore[arg-type]

    assert [event.originator_version for event in found] == versions
    assert all(isinstance(event, StoredEvent) for event in found)


def test_none_of_its_types_is_public() -> None:
    for name in s2ss_core.store.__all__:
        public = getattr(s2ss_core.store, name)
        members = [public, *vars(public).values()] if inspect.isclass(public) else [public]
        for member in members:
            found = inspect.unwrap(member) if callable(member) else member
            assert not getattr(found, "__module__", "").startswith("eventsourcing")
            annotations = getattr(found, "__annotations__", {})
            assert not [hint for hint in annotations.values() if "eventsourcing" in str(hint)]


def test_a_stream_has_the_same_id_for_ever() -> None:
    assert str(stream_id("deployment-d-001")) == "1cc0e488-a41d-57bd-ba2c-e8552770ea53"


def test_the_store_has_no_attribute_of_its_types() -> None:
    with open_store("memory:") as store:
        names = [name for name in dir(store) if not name.startswith("_")]

        assert [n for n in names if type(getattr(store, n)).__module__.startswith("eventsourcing")] == []
