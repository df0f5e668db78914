"""The stored format, guarded: names, versions, fields and bytes that were once written are read for ever.

`samples.jsonl` holds every event in every version that was ever stored, in full and sparse: a new event or version
adds its two lines and changes no other.
"""

import json
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin

import attrs

from s2ss_core.events import event_class, registered, stored_name
from s2ss_core.ids import DocumentNumber, Id, RecordId
from s2ss_core.store import recorded_of, state_of
from s2ss_core.store.upcasts import UPCASTS
from tests.golden.file import GOLDEN, GoldenFile
from tests.store.samples import sample_history

CHANGED = (
    "stored otherwise than it was, or no longer. Where a store may hold it: give the event its next version, and"
    " store/upcasts.py the function that reads the one before. Then: make golden"
)


IDS = {Id: "Id", RecordId: "RecordId", DocumentNumber: "DocumentNumber"}


def spelled(annotation: Any) -> str:
    """A type as its source has it, aliases written out."""
    if annotation in IDS:
        return IDS[annotation]
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
                "told_once_by": list(stored.natural_key),
                "among": stored.key_space,
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
SAMPLES = GoldenFile(GOLDEN / "samples.jsonl", lambda: "".join(f"{line}\n" for line in samples_to_keep()))
GOLDEN_FILES = (NAMES, SAMPLES)


def samples_to_keep() -> list[str]:
    """The samples of today's events and, as they were written, those of versions that are read no more as themselves."""
    retired = [line for line in lines_of(SAMPLES.kept()) if identity(line)[:2] in UPCASTS]
    return sorted([*retired, *(state_of(recorded).decode() for recorded in sample_history())], key=identity)


def lines_of(text: str) -> list[str]:
    return text.split("\n")[:-1]


def identity(state: str | bytes) -> tuple[str, int, int]:
    """The name and version of the event in a sample, and which of the two samples of it this is."""
    entry = json.loads(state)
    return entry["name"], entry["v"], entry["version"]


def stored(name: str) -> tuple[str, int]:
    kind, _, version = name.partition("@")
    return kind, int(version)


def test_every_stored_name_and_field_is_as_it_was_written_down() -> None:
    names = names_today()

    assert names | {"events": {**retired(), **names["events"]}} == json.loads(NAMES.kept()), NAMES.advice


def test_every_version_that_is_read_no_more_as_itself_was_written_down_and_is_not_registered() -> None:
    assert {stored(name) for name in retired()} == set(UPCASTS)
    assert not [name for name in retired() if event_class(*stored(name))]


def test_a_name_in_two_classes_does_not_hide_a_change() -> None:
    classes = {inner for _, cls in registered() for inner in within(cls).values()}

    assert len(classes) == len({cls.__name__ for cls in classes})


def test_every_entry_that_was_once_written_loads_and_is_written_again_as_the_same_bytes() -> None:
    states = SAMPLES.path.read_bytes().splitlines()
    for position, state in enumerate(states, start=1):
        recorded = recorded_of(state, position=position)
        entry = json.loads(state)
        if (entry["name"], entry["v"]) in UPCASTS:
            assert stored_name(type(recorded.event)).version > entry["v"]
            assert recorded.stream == entry["stream"]
        else:
            assert state_of(recorded) == state
    assert len(states) > 100


def test_an_event_that_was_once_stored_is_stored_as_it_was() -> None:
    kept = {identity(line): line for line in lines_of(SAMPLES.kept())}
    today = {identity(line): line for line in samples_to_keep()}

    changed = {"@".join(map(str, sample[:2])) for sample in kept if today.get(sample) != kept[sample]}

    assert not changed, CHANGED
    assert SAMPLES.kept() == SAMPLES.make(), SAMPLES.advice
