"""The entries of a bundle: their form, their places in their streams, and reading them again by stream."""

import re
from array import array
from collections.abc import Iterator
from typing import Any

from s2ss_verify.canonical import NotCanonical, canonical, parsed
from s2ss_verify.container import Container
from s2ss_verify.report import Report

ENTRIES = "entries.jsonl"
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", re.ASCII)
ID = re.compile(r"[0-9a-f]{32}")
KEYS = {"at", "by", "data", "id", "name", "stream", "v", "version"}

Entry = dict[str, Any]


class History:
    """Where each stream's entries stand in a bundle. It keeps places, not entries."""

    def __init__(self, container: Container) -> None:
        self._container = container
        self._places: dict[str, array[int]] = {}
        self._positions: dict[str, array[int]] = {}
        self._versions: dict[str, int] = {}
        self.last = ""

    @property
    def streams(self) -> frozenset[str]:
        """The names of the streams."""
        return frozenset(self._places)

    def add(self, position: int, place: int, content: bytes, report: Report) -> None:
        """Check the form of the next entry, and keep its place."""
        entry = _entry(content)
        if entry is None:
            report.wrong("form", "the entry is not canonical, or has not the parts of an entry", position)
            return
        stream, version, known = entry["stream"], entry["version"], self._versions.get(entry["stream"])
        if version not in ({0, 1} if known is None else {known + 1}):
            report.wrong("order", f"{stream} goes from version {known or 0} to {version}", position)
        if stream not in self._places:
            self._places[stream], self._positions[stream] = array("Q"), array("Q")
        self._versions[stream] = version
        self._places[stream].append(place)
        self._positions[stream].append(position)
        self.last = max(self.last, entry["at"])

    def read(self, stream: str) -> Iterator[tuple[int, Entry]]:
        """The entries of a stream, with their positions."""
        for position, place in zip(
            self._positions.get(stream, ()), self._places.get(stream, ()), strict=True
        ):
            entry: Entry = parsed(self._container.line(ENTRIES, place))
            yield position, entry

    def places(self) -> Iterator[tuple[int, int]]:
        """The position of every entry and the place where its line begins, in no order."""
        for stream, positions in self._positions.items():
            yield from zip(positions, self._places[stream], strict=True)


def _entry(content: bytes) -> Entry | None:
    try:
        entry = parsed(content)
        if canonical(entry) != content or not isinstance(entry, dict):
            return None
    except NotCanonical:
        return None
    context = entry.get("context", {"": ""})
    whole = entry.keys() - {"context"} == KEYS and isinstance(entry["data"], dict)
    texts = whole and all(isinstance(entry[key], str) for key in ("at", "by", "id", "name", "stream"))
    numbers = whole and all(type(entry[key]) is int and entry[key] >= 0 for key in ("v", "version"))
    if not texts or not numbers or not isinstance(context, dict) or not context:
        return None
    if not all(isinstance(value, str) for value in context.values()):
        return None
    return entry if MOMENT.fullmatch(entry["at"]) and ID.fullmatch(entry["id"]) else None


def stream_of(kind: str, *parts: str) -> str:
    """The name of a stream: its kind and its parts between colons, with colons and percent signs in them escaped."""
    return ":".join((kind, *(part.replace("%", "%25").replace(":", "%3A") for part in parts)))


def key_in(stream: str) -> str:
    """The part of a stream's name behind its kind."""
    return stream.partition(":")[2].replace("%3A", ":").replace("%25", "%")
