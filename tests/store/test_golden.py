"""The stored format, guarded: names, versions, fields and bytes that were once written are read for ever.

After a change that is meant, write the files anew and look at the difference before keeping it:
`S2SS_WRITE_GOLDEN=1 python -m pytest tests/store/test_golden.py`
"""

import json
import os
from pathlib import Path
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin

import attrs
import pytest

from s2ss_core.events import registered
from s2ss_core.store import recorded_of, state_of
from tests.store.samples import sample_history

GOLDEN = Path(__file__).resolve().parent.parent / "golden"
NAMES, HISTORY = GOLDEN / "names.json", GOLDEN / "history-v1.jsonl"


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


@pytest.fixture(scope="module", autouse=True)
def _written_anew_if_asked() -> None:
    if os.environ.get("S2SS_WRITE_GOLDEN") == "1":
        NAMES.write_text(json.dumps(names_today(), indent=1, ensure_ascii=False) + "\n", "utf-8")
        HISTORY.write_bytes(b"".join(state_of(recorded) + b"\n" for recorded in sample_history()))


def test_every_stored_name_and_field_is_as_it_was_written_down() -> None:
    assert names_today() == json.loads(NAMES.read_text("utf-8"))


def test_a_name_in_two_classes_does_not_hide_a_change() -> None:
    classes = {inner for _, cls in registered() for inner in within(cls).values()}

    assert len(classes) == len({cls.__name__ for cls in classes})


def test_every_entry_that_was_once_written_loads_and_is_written_again_as_the_same_bytes() -> None:
    states = HISTORY.read_bytes().splitlines()

    for position, state in enumerate(states, start=1):
        assert state_of(recorded_of(state, position=position)) == state


def test_todays_events_are_written_as_they_were() -> None:
    assert [state_of(recorded) for recorded in sample_history()] == HISTORY.read_bytes().splitlines()
