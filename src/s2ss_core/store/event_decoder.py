"""Decode an entry to its event in one pass, and refuse every field that the event does not have."""

import re
from typing import Any

import msgspec

from s2ss_core.store.codec import converted, decoder_for, from_json
from s2ss_core.store.envelope import Envelope
from s2ss_core.store.twin import Text, twin_of


class UnknownField(ValueError):
    """Raised for an entry with a field that its event does not have; the text is the field's name."""


class EventDecoder:
    """Decodes entries whose event is of one class."""

    def __init__(self, cls: Any) -> None:
        twin = twin_of(cls)
        self._cls = cls
        self._decode = decoder_for(Envelope[twin.struct]).decode  # type: ignore[name-defined]
        self._event = twin.event

    def decode(self, state: bytes, text: Text) -> tuple[Envelope[Any], Any]:
        """The envelope and the event of stored bytes. Raises UnknownField, and what msgspec raises."""
        try:
            entry = self._decode(state)
            return entry, self._event(entry.data, text)
        except msgspec.ValidationError as error:
            unknown = _unknown_field(error)
            if unknown is None:
                raise
            raise UnknownField(unknown) from None
        except ValueError:
            # The error of the slow way says which field it is.
            converted(from_json(state), Envelope[self._cls])  # type: ignore[name-defined]
            raise


def _unknown_field(error: msgspec.ValidationError) -> str | None:
    """The name of the field of the event that is unknown, with the field it is inside of; None for any other error."""
    found = re.search(r"unknown field `(.*?)` - at `\$\.data(?:\.(.*))?`", str(error), re.DOTALL)
    if found is None:
        return None
    name, inside = found.groups()
    return f"{inside}.{name}" if inside else name
