"""A stored row is data: whatever it says, nothing is imported and the reader is told where it stands."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from s2ss_core.errors import CorruptEntry, StoreError, UnknownEvent
from s2ss_core.store import SetAside, Store, open_store, recorded_of
from s2ss_core.store.decoder import read
from s2ss_core.store.envelope import stream_id
from s2ss_core.store.integrity_check import check_integrity
from s2ss_core.store.recorder import StoredEntry
from tests.store.given import raw, record, visit, worked

TOPIC = "deployment.visit-logged@1"


def plant(store: Store, state: bytes, *, topic: str = TOPIC, version: int = 2, stream: str = "d-1") -> None:
    """Put a row into the store past all that guards it."""
    store._entries.insert_events([StoredEntry(stream_id("d-1"), version, topic, state, stream=stream)])


def entry_of(store: Store, **changes: Any) -> dict[str, Any]:
    """A good entry for version 2 of the stream d-1, with changes."""
    record(store, "d-1", visit(1))
    entry: dict[str, Any] = json.loads(next(store.entries())[1])
    return entry | {"version": 2} | changes


def canonical(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def test_a_good_entry_that_was_planted_is_read(store: Store) -> None:
    plant(store, canonical(entry_of(store)))

    assert [recorded.event for recorded in store.read("d-1")] == [visit(1), visit(1)]


def test_a_database_full_of_hostile_names_imports_nothing_and_says_of_each_where_it_stands(
    store: Store,
) -> None:
    good = entry_of(store)
    names = [
        name.format(module=module)
        for module in sorted(sys.stdlib_module_names)
        for name in ("{module}", "{module}:main", "{module}.main#run", "../{module}", "{module}@1@1")
    ]
    for version, name in enumerate(names, start=2):
        state = canonical(good | {"name": name, "version": version})
        plant(store, state, topic=f"{name}@1", version=version)
    before = set(sys.modules)

    page = store.page(after=1, limit=len(names))

    assert len(page) == len(names) > 1_000
    assert {type(entry) for entry in page} == {SetAside}
    assert [entry.position for entry in page] == list(range(2, len(names) + 2))
    for position in (2, len(names) + 1):
        with pytest.raises(UnknownEvent, match=f"position {position} "):
            next(store.history(after=position - 1))
    with pytest.raises(UnknownEvent, match="position 2 "):
        store.read("d-1")
    assert set(sys.modules) == before


@pytest.mark.parametrize(
    "topic",
    ("antigravity@1", "s2ss_hostile:Event", "s2ss_hostile@1", "s2ss_hostile:Event@1", "", "@", "@1", "1"),
)
def test_a_hostile_name_is_unknown_and_imports_nothing(
    store: Store, topic: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "s2ss_hostile.py").write_text("raise SystemExit('imported')")
    monkeypatch.syspath_prepend(str(tmp_path))
    name = topic.rpartition("@")[0]
    plant(store, canonical(entry_of(store, name=name)), topic=topic)
    before = set(sys.modules)

    with pytest.raises(UnknownEvent, match="position 2"):
        store.read("d-1")
    with pytest.raises(UnknownEvent, match="position 2"):
        list(store.history())

    assert not {"antigravity", "s2ss_hostile"} & (set(sys.modules) - before)


@pytest.mark.parametrize("digits", ("2", "0", "-1", "01x", "9" * 5_000, "١", "1.0"))
def test_an_unknown_version_is_named_with_its_position(store: Store, digits: str) -> None:
    plant(store, canonical(entry_of(store)), topic=f"deployment.visit-logged@{digits}")

    with pytest.raises(UnknownEvent, match=r"position 2 .*deployment\.visit-logged"):
        store.read("d-1")


@pytest.mark.parametrize(
    ("name", "state"),
    (
        ("not JSON", b"\x00"),
        ("nothing", b""),
        ("not UTF-8", b'{"at":"\xff"}'),
        ("no object", b"[]"),
        ("no entry", b"{}"),
        ("deep", b"[" * 100_000),
    ),
)
def test_bytes_that_are_no_entry_are_corrupt(store: Store, name: str, state: bytes) -> None:
    record(store, "d-1", visit(1))
    plant(store, state)

    with pytest.raises(CorruptEntry, match="position 2"):
        store.read("d-1")
    with pytest.raises(CorruptEntry, match="position 2"):
        recorded_of(state, position=2)


SPELLINGS: tuple[Callable[[bytes], bytes], ...] = (
    lambda state: b" " + state,
    lambda state: state + b"\n",
    lambda state: state.replace(b'"by":"u-7"', b'"by": "u-7"'),
    lambda state: state.replace(b'"by":"u-7"', b'"by":"u\\u002d7"'),
    lambda state: state.replace(b'"by":"u-7"', b'"by":"u-8","by":"u-7"'),
    lambda state: state.replace(b'"v":1,"version":2', b'"version":2,"v":1'),
)


@pytest.mark.parametrize("change", SPELLINGS)
def test_another_spelling_of_the_same_entry_is_found_when_its_bytes_are_examined(
    store: Store, change: Callable[[bytes], bytes]
) -> None:
    state = canonical(entry_of(store))
    assert change(state) != state
    plant(store, change(state))

    assert [flaw.position for flaw in check_integrity(store).flaws] == [2]
    with pytest.raises(CorruptEntry, match="position 2 is not canonical JSON"):
        recorded_of(change(state), position=2)
    with pytest.raises(CorruptEntry, match="position 2 is not canonical JSON"):
        read(store.rows()[1]._replace(leaf=None))  # as a module without the column gives it


CHANGES: tuple[Callable[[bytes], bytes], ...] = (
    lambda state: state.replace(b'"version":2', b'"version":2.0'),
    lambda state: state.replace(b'"version":2', b'"version":2,"zeal":1'),
    lambda state: state.replace(b"000001Z", b"000001+00:00"),
    lambda state: state.replace(b".000001Z", b"Z"),
    lambda state: state.replace(b"2024-03-29T12", b"2024-03-29T25"),
    lambda state: state.replace(b"2024-03-29T12", b"2024-W13-5T12"),
    lambda state: state.replace(b'"data"', b'"context":{},"data"'),
    lambda state: state.replace(b'"data"', b'"context":{"a":1},"data"'),
    lambda state: state.replace(b'"quantity":"0.5"', b'"quantity":"0.50"'),
    lambda state: state.replace(b'"quantity":"0.5"', b'"quantity":0.5'),
    lambda state: state.replace(b'"on":"2024-03-28"', b'"on":"2024-03-28T00:00:00"'),
    lambda state: state.replace(b'"counterpart":null', b'"counterpart":null,"focus":"the text itself"'),
    lambda state: state.replace(b'"unit":"day"', b'"unit":"week"'),
)


@pytest.mark.parametrize("change", CHANGES)
def test_bytes_that_are_not_the_form_of_their_event_are_corrupt(
    store: Store, change: Callable[[bytes], bytes]
) -> None:
    state = canonical(entry_of(store))
    assert change(state) != state
    plant(store, change(state))

    with pytest.raises(CorruptEntry, match="position 2"):
        store.read("d-1")
    with pytest.raises(CorruptEntry, match="position 2"):
        list(store.history())
    with pytest.raises(CorruptEntry, match="position 2"):
        recorded_of(change(state), position=2)


@pytest.mark.parametrize(
    "changes",
    ({"version": 3}, {"stream": "d-2"}, {"name": "deployment.concern-raised"}, {"v": 2}),
)
def test_an_entry_that_contradicts_its_columns_is_corrupt(store: Store, changes: dict[str, Any]) -> None:
    plant(store, canonical(entry_of(store, **changes)))

    with pytest.raises(CorruptEntry, match="contradicts"):
        store.read("d-1")


def test_an_unknown_key_of_an_event_is_refused_and_a_missing_one_is_corrupt(store: Store) -> None:
    entry = entry_of(store)
    more = entry | {"data": entry["data"] | {"zeal": "great"}}
    fewer = entry | {"data": {key: value for key, value in entry["data"].items() if key != "school"}}

    with pytest.raises(UnknownEvent, match=r"position 2 .*zeal"):
        recorded_of(canonical(more), position=2)
    with pytest.raises(CorruptEntry, match=r"position 2 .*school"):
        recorded_of(canonical(fewer), position=2)


def test_a_row_that_is_unknown_leaves_the_others_readable(store: Store) -> None:
    recorded = record(store, "sl-014", worked(1))
    plant(store, b"{}", topic="unheard-of@1", version=1)

    assert store.read("sl-014") == recorded
    assert len(list(store.entries())) == 2


def test_columns_of_the_wrong_type_are_errors_of_the_store(file: Path, url: str) -> None:
    with open_store(url) as store:
        record(store, "d-1", visit(1))
        with raw(file) as connection:
            connection.execute("DROP TRIGGER history_is_not_changed")
            connection.execute("PRAGMA ignore_check_constraints = ON")
            connection.execute("UPDATE stored_events SET state = 7")

        with pytest.raises(StoreError, match="position 1"):
            store.read("d-1")
