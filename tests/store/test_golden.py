"""The stored format, guarded: names, versions, fields and bytes that were once written are read for ever.

There is a history of every state the format was in: `history-v1.jsonl` as it was before any event had changed, and one
more for each change of an event since. Only the newest may be written anew: `make golden`.
"""

import json
from pathlib import Path
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin

import attrs
import pytest

from s2ss_core.events import event_class, registered, stored_name
from s2ss_core.store import recorded_of, state_of
from s2ss_core.store.upcasts import UPCASTS
from tests.golden.file import GOLDEN, GoldenFile
from tests.store.samples import sample_history

HISTORIES = [GOLDEN / f"history-v{number}.jsonl" for number in (1, 2)]


def spelled(annotation: Any) -> str:
    """A type as its source has it, aliases written out."""
    arguments = get_args(annotation)
    match get_origin(annotation):
        case origin if origin is Literal:
            return " | ".join(map(repr, arguments))
        case origin if origin in {Union, UnionType}:
            return " | ".join(map(spelled, arguments))
        case origin if origin is tuple:
            return f"tuple[{spelled(arguments[0])}, ...]"
        case _:
            return "None" if annotation is type(None) else str(annotation.__name__)


def within(cls: type[Any]) -> dict[str, type[Any]]:
    """The classes that a class's fields hold, at any depth, by name."""
    found: dict[str, type[Any]] = {}
    waiting = [field.type for field in attrs.fields(cls)]
    while waiting:
        annotation: Any = waiting.pop()
        waiting += get_args(annotation)
        if isinstance(annotation, type) and attrs.has(annotation):
            found[annotation.__name__] = annotation
            waiting += [field.type for field in attrs.fields(annotation)]
    return found


def fields(cls: type[Any]) -> dict[str, str]:
    return {field.name: spelled(field.type) for field in attrs.fields(cls)}


def names_today() -> dict[str, Any]:
    classes = {name: inner for _, cls in registered() for name, inner in within(cls).items()}
    return {
        "events": {
            f"{stored.name}@{stored.version}": {
                "told_once_by": list(stored.told_once_by),
                "among": stored.among,
                "fields": fields(cls),
            }
            for stored, cls in registered()
        },
        "classes": {name: fields(cls) for name, cls in sorted(classes.items())},
    }


def names_to_keep() -> str:
    names = names_today()
    names["events"] = dict(sorted({**retired(), **names["events"]}.items()))
    return json.dumps(names, indent=1, ensure_ascii=False) + "\n"


def retired() -> dict[str, Any]:
    """The names and versions written down that a newer version has taken the place of."""
    kept = json.loads(NAMES.kept())["events"]
    return {name: event for name, event in kept.items() if stored(name) in UPCASTS}


NAMES = GoldenFile(GOLDEN / "names.json", names_to_keep)
NEWEST = GoldenFile(
    HISTORIES[-1], lambda: "".join(state_of(recorded).decode() + "\n" for recorded in sample_history())
)
GOLDEN_FILES = (NAMES, NEWEST)


def stored(name: str) -> tuple[str, int]:
    kind, _, version = name.partition("@")
    return kind, int(version)


def entries(history: Path) -> list[bytes]:
    return history.read_bytes().splitlines()


def test_every_stored_name_and_field_is_as_it_was_written_down() -> None:
    names = names_today()

    assert names | {"events": {**retired(), **names["events"]}} == json.loads(NAMES.kept()), NAMES.advice


def test_every_version_that_is_read_no_more_as_itself_was_written_down_and_is_not_registered() -> None:
    assert {stored(name) for name in retired()} == set(UPCASTS)
    assert not [name for name in retired() if event_class(*stored(name))]


def test_a_name_in_two_classes_does_not_hide_a_change() -> None:
    classes = {inner for _, cls in registered() for inner in within(cls).values()}

    assert len(classes) == len({cls.__name__ for cls in classes})


@pytest.mark.parametrize("history", HISTORIES, ids=lambda history: history.name)
def test_every_entry_that_was_once_written_loads_and_is_written_again_as_the_same_bytes(
    history: Path,
) -> None:
    states = entries(history)
    for position, state in enumerate(states, start=1):
        recorded = recorded_of(state, position=position)
        entry = json.loads(state)
        if (entry["name"], entry["v"]) in UPCASTS:
            assert stored_name(type(recorded.event)).version > entry["v"]
            assert recorded.stream == entry["stream"]
        else:
            assert state_of(recorded) == state
    assert len(states) > 100


def test_a_concern_of_version_1_is_read_as_one_of_version_2_that_says_no_role() -> None:
    first, second = (
        [
            recorded_of(state, position=position)
            for position, state in enumerate(entries(history), start=1)
            if b'"name":"deployment.concern-raised"' in state
        ]
        for history in HISTORIES
    )

    assert [entry.event.role for entry in first] == [None, None]
    assert [entry.event.role for entry in second] == ["headteacher", None]
    assert [attrs.evolve(entry.event, role=None) for entry in second] == [entry.event for entry in first]
    assert [attrs.evolve(entry, event=None) for entry in second] == [
        attrs.evolve(entry, event=None) for entry in first
    ]


def test_histories_differ_only_where_an_event_changed() -> None:
    first, second = map(entries, HISTORIES)

    assert {json.loads(new)["name"] for old, new in zip(first, second, strict=True) if old != new} == {
        "deployment.concern-raised"
    }


def test_todays_events_are_written_as_they_were() -> None:
    assert [state_of(recorded) for recorded in sample_history()] == entries(HISTORIES[-1])
