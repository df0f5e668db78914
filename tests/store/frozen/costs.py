"""What a change of the stored events costs, held against the events as they were when the format was frozen."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

WORDS = re.compile(r"'[^']*'(?: \| '[^']*')*")
NEW_VERSION = "give the event a new version and an upcast from this one"

Shape: TypeAlias = Mapping[str, Any]


def costs(frozen: Shape, today: Shape, read_as_newer: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """What would have to be done for each change, a sentence each; nothing for one that costs nothing.

    New events, new optional fields and new words in a closed list cost nothing. `read_as_newer` are the events, each
    `name@version`, that an upcast turns into a newer version.
    """
    return (*_of_events(frozen["events"], today["events"], read_as_newer), *_of_classes(frozen, today))


def _of_events(frozen: Shape, today: Shape, read_as_newer: frozenset[str]) -> Iterator[str]:
    for name, event in frozen.items():
        if name in read_as_newer:
            continue
        if name not in today:
            yield f"{name} is stored and would not be read: keep it, or write an upcast from it"
            continue
        for said in ("told_once_by", "among"):
            if event[said] != today[name][said]:
                yield f"{name} would be told apart by {today[name][said]}, not {event[said]}: {NEW_VERSION}"
        yield from _of_fields(name, event["fields"], today[name]["fields"])


def _of_classes(frozen: Shape, today: Shape) -> Iterator[str]:
    for name, fields in frozen["classes"].items():
        if name in today["classes"]:
            yield from _of_fields(name, fields, today["classes"][name])


def _of_fields(name: str, frozen: Mapping[str, str], today: Mapping[str, str]) -> Iterator[str]:
    for field, kind in frozen.items():
        if field not in today:
            yield f"{name} lost {field}: {NEW_VERSION}"
        elif not _takes(today[field], kind):
            yield f"{name}.{field} was {kind} and is {today[field]}: {NEW_VERSION}"
    for field, kind in today.items():
        if field not in frozen and not kind.endswith("| None"):
            yield f"{name} requires {field}, which no stored entry has: let it be none, or {NEW_VERSION}"


def _takes(today: str, frozen: str) -> bool:
    """Whether every value that was stored as one kind is of the kind it has today: alike, or with words added."""
    lists = list(zip(WORDS.findall(frozen), WORDS.findall(today), strict=False))
    return WORDS.sub("words", frozen) == WORDS.sub("words", today) and all(
        set(before.split(" | ")) <= set(now.split(" | ")) for before, now in lists
    )
