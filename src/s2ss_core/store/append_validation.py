"""Turn appends into drafts: assign versions and ids, and check the envelope's fields."""

import unicodedata
from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Any
from uuid import uuid4

from s2ss_core.errors import BadInput
from s2ss_core.store.envelope import Draft, utc
from s2ss_core.store.recorded import NO_CONTEXT, Append, Recorded

# Unicode's categories of controls, formatting, lone surrogates, and separators of lines and paragraphs.
INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


def drafts_of(
    appends: Sequence[Append], *, at: datetime, by: str, context: Mapping[str, str] | None
) -> list[Draft]:
    """A draft of each event, in the order given. Raises BadInput for a wrong stream name, version, time or actor."""
    moment, kept = utc(at), _context(context)
    _check_word("by", by)
    _check_visible("by", by)
    return [
        Draft(
            Recorded(
                position=0,
                stream=append.stream,
                version=version,
                event_id=uuid4().hex,
                recorded_at=moment,
                recorded_by=by,
                context=kept,
                event=event,
            )
        )
        for append in appends
        for version, event in enumerate(_events_of(append), start=append.after + 1)
    ]


def _events_of(append: Append) -> Sequence[Any]:
    _check_word("stream", append.stream)
    if "\0" in append.stream:
        raise BadInput(
            f"{append.stream!r} is not a stream name: it contains a NUL, which not every back end can keep"
        )
    if type(append.after) is not int or append.after < 0:
        raise BadInput(
            f"after is {append.after!r}: give the version of the newest event known, or 0 for a new stream"
        )
    return append.events


def _context(context: Mapping[Any, Any] | None) -> Mapping[str, str]:
    if not context:
        return NO_CONTEXT
    for key, value in context.items():
        if not (isinstance(key, str) and key.isascii() and isinstance(value, str)):
            raise BadInput(f"context {key!r}: {value!r}: give texts by ASCII names")
        _check_visible("context", key)
        _check_visible(f"context {key}", value)
    return MappingProxyType(dict(context))


def _check_visible(name: str, text: str) -> None:
    for character in text:
        if unicodedata.category(character) in INVISIBLE:
            raise BadInput(
                f"{name} contains the character U+{ord(character):04X}, which cannot be seen: leave it out"
            )


def _check_word(name: str, word: Any) -> None:
    if not isinstance(word, str) or not word:
        raise BadInput(f"{name} is {word!r}: give a text that is not empty")
