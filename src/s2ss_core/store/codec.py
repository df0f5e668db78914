"""How values are written in JSON and read back. Strict in both directions."""

import re
import threading
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple, TypeVar

import msgspec

from s2ss_core.values import AcademicYear, Days, Money, Term, Urn

DIGEST = re.compile(r"sha256:[0-9a-f]{64}", re.ASCII)

V = TypeVar("V")
Understand = Callable[[Any, Any], Any]


def spell(value: object) -> object:
    """The JSON form of a value that msgspec does not know. Raises TypeError if it has none."""
    if isinstance(value, Money):
        return int(value)
    if isinstance(value, Days):
        return Decimal.__str__(value)
    if isinstance(value, str):
        return str.__str__(value)
    raise TypeError(f"{type(value).__name__} has no stored form")


class Native(NamedTuple):
    """How JSON holds values of one type: as numbers or texts of a `kind`. `value` gives the value of one.

    It raises ValueError unless that is the value's only correct form. Values are immutable and few are distinct, so each
    is checked once and shared.
    """

    kind: type
    value: Callable[[Any], Any]


def _text_of(cls: Callable[[str], V]) -> Native:
    @lru_cache(maxsize=4096)
    def value(text: str) -> V:
        understood = cls(text)
        if str(understood) != text:
            raise ValueError(f"{text!r} is spelled {str(understood)!r}")
        return understood

    return Native(str, value)


NATIVE: Mapping[Any, Native] = {
    Money: Native(int, lru_cache(maxsize=4096)(Money)),
    Days: _text_of(Days),
    Term: _text_of(Term),
    Urn: _text_of(Urn),
    AcademicYear: _text_of(AcademicYear),
}


def understand(expected: Any, value: Any) -> Any:
    """The value of a JSON form. Raises TypeError or ValueError unless it is the only correct form."""
    native = NATIVE.get(expected)
    if native is None or type(value) is not native.kind:
        raise TypeError(f"{type(value).__name__} is not how {expected.__name__} is stored")
    return native.value(value)


building = threading.RLock()


def decoder_for(kind: Any, understand: Understand = understand) -> msgspec.json.Decoder[Any]:
    """A decoder for a class, built while no other thread builds one.

    While msgspec 0.22 analyses a class, other threads see its unfinished work; a thread that decodes with it crashes
    the process. So all decoders of the library are built here, most of them before they are needed.
    """
    with building:
        return msgspec.json.Decoder(kind, dec_hook=understand)


def converted(data: Any, kind: Any) -> Any:
    """Decoded JSON as an instance of a class; under the same lock, because msgspec analyses the class here too."""
    with building:
        return msgspec.convert(data, kind, dec_hook=understand)


_encoder = msgspec.json.Encoder(order="sorted", enc_hook=spell, decimal_format="string")

to_json = _encoder.encode
from_json = decoder_for(Any).decode


def is_canonical(state: bytes) -> bool:
    """Whether JSON gives the same bytes when it is read and written again: sorted keys, no spaces, no repeated keys."""
    return to_json(from_json(state)) == state
