"""The places in which an entry names a person, each with its role."""

import re
from collections.abc import Collection, Iterator
from functools import cache
from typing import Any

import attrs

from s2ss_core.events import FactFound, registered
from s2ss_core.events.id_fields import named_ids
from s2ss_core.events.person_fields import PERSON_FIELDS
from s2ss_core.ids import key_of
from s2ss_core.projections.engine.serialization import fields_of
from s2ss_core.store import Recorded
from s2ss_core.values import Cause, Person

PART = re.compile(r"(\w+)(?:\[(\d+)\])?")
RECORDER = "recorded_by"


@attrs.frozen(kw_only=True)
class Mention:
    """One place in an entry that names a person.

    `field` is the path of the field, such as `authors[0].person`; `recorded_by` is that of the entry itself. `role` is the
    role beside the name, if the entry gives one, and `named_as` the id as it is written there.
    """

    field: str
    role: str | None
    named_as: str


def mentions_of(entry: Recorded, keys: Collection[str]) -> Iterator[Mention]:
    """Every place in an entry that names the person with one of these keys, in the order of its fields."""
    for path, name in named_ids(entry.event):
        if _is_person(path) and key_of(name) in keys:
            yield Mention(field=path, role=_role(entry.event, path), named_as=name)
    yield from _in_other_fields(entry.event, "", keys)
    for name, value in (entry.context or {}).items():
        if key_of(value) in keys:
            yield Mention(field=f"context.{name}", role=None, named_as=value)
    if key_of(entry.recorded_by) in keys:
        yield Mention(field=RECORDER, role=None, named_as=entry.recorded_by)


def _is_person(path: str) -> bool:
    return PART.findall(path)[-1][0] in PERSON_FIELDS


def _role(event: Any, path: str) -> str | None:
    """The role of the `Person` in whom the path ends, if it ends in one."""
    *way, last = PART.findall(path)
    holder = event
    for name, index in way:
        holder = getattr(holder, name)
        holder = holder[int(index)] if index else holder
    if isinstance(holder, Person):
        return holder.role if last[0] == "person" else f"{holder.role}, for whom another stands in"
    return None


def _in_other_fields(value: Any, path: str, keys: Collection[str]) -> Iterator[Mention]:
    """Where the natural id of an entry, or a fact that broke a rule, has the id of the person in it."""
    match value:
        case Cause(name=space, id=parts) if space in _spaces_with_people():
            named = (part for part in parts if key_of(part) in keys)
            yield from (Mention(field=f"{path}.id", role=None, named_as=part) for part in named)
        case FactFound(value=text) if any(_has(text, key) for key in keys):
            yield Mention(field=f"{path}.value", role=None, named_as=text)
        case tuple():
            for index, part in enumerate(value):
                yield from _in_other_fields(part, f"{path}[{index}]", keys)
        case _:
            for name in _fields(value):
                inner = f"{path}.{name}" if path else name
                yield from _in_other_fields(getattr(value, name), inner, keys)


def _fields(value: Any) -> tuple[str, ...]:
    kind: Any = type(value)
    return fields_of(kind) or ()


@cache
def _spaces_with_people() -> frozenset[str]:
    """The id spaces in which the natural id of an entry may have a person in it."""
    return frozenset(
        stored.key_space
        for stored, _ in registered()
        if {"because", "of", *PERSON_FIELDS} & {part.rpartition(".")[2] for part in stored.natural_key}
    )


def _has(text: str, key: str) -> bool:
    """Whether a text has an id in it, between other words."""
    words = " ".join(map(key_of, text.split()))
    return key == key_of(text) or bool(re.search(rf"(?<![\w-]){re.escape(key)}(?![\w-])", words))
