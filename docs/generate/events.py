"""The page of the events."""

import inspect
from collections.abc import Iterator

import attrs

from docs.generate.entries import entry
from docs.generate.public import names_of, public
from docs.generate.text import fields_of, nested, prose
from s2ss_core.events import registered


def events() -> Iterator[str]:
    """Every event with its stored name and fields, the values in them, and the other names of the room."""
    yield "# Events\n\nWhat happened, in order of stored name. A *private text* is stored as a salted digest, and the text lies in a"
    yield "column that can be erased. The library fills a *derived* field in. Import these names from `s2ss_core.events`.\n"
    for stored, cls in registered():
        yield f"## `{cls.__name__}`\n\n{prose(cls)}\n"
        yield f"Stored as `{stored.name}`, version {stored.version}. Natural id: {', '.join(stored.natural_key)}.\n"
        yield from fields_of(cls)
    yield from _parts()
    yield "## Other names\n"
    for room, name, value in public():
        if room == "s2ss_core.events" and not (_is_part(value) and value.__name__ == name):
            yield from entry(name, value)


def _parts() -> Iterator[str]:
    yield "## Parts of events\n"
    values = names_of("s2ss_core.values")
    known = {cls for _, cls in registered()}
    listed = {value for room, _, value in public() if room == "s2ss_core.events" and _is_part(value)}
    for cls in sorted((listed | set(nested(*known))) - known, key=lambda cls: cls.__name__):
        if cls.__name__ not in values:
            yield f"### `{cls.__name__}`\n\n{prose(cls)}\n"
            yield from fields_of(cls)


def _is_part(value: object) -> bool:
    return inspect.isclass(value) and attrs.has(value)
