"""How values are written in JSON and read back. Strict in both directions."""

import re
import threading
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any

import msgspec

from s2ss_core.values import AcademicYear, Days, Money, Private, Term, Urn, Withheld

DIGEST = re.compile(r"sha256:[0-9a-f]{64}", re.ASCII)
WORDS = frozenset({Days, Term, Urn, AcademicYear})

Understand = Callable[[Any, Any], Any]


class _Disclosed(threading.local):
    """The texts that replace digests while this thread decodes one entry; None leaves digests as they are."""

    texts: Mapping[str, str] | None = None


disclosed = _Disclosed()


def spell(value: object) -> object:
    """The JSON form of a value that msgspec does not know. Raises TypeError if it has none."""
    if isinstance(value, Money):
        return int(value)
    if isinstance(value, Days):
        return Decimal.__str__(value)
    if isinstance(value, str):
        return str.__str__(value)
    raise TypeError(f"{type(value).__name__} has no stored form")


def understand(expected: Any, value: Any) -> Any:
    """The value of a JSON form. Raises TypeError or ValueError unless it is the only correct form."""
    if expected is Private:
        return _private(value)
    if expected is Money and type(value) is int:
        return Money(value)
    if type(value) is str:
        return _from_text(expected, value)
    raise TypeError(f"{type(value).__name__} is not how {expected.__name__} is stored")


@lru_cache(maxsize=16_384)
def _from_text(expected: type[Days | Term | Urn | AcademicYear], text: str) -> object:
    """Values are immutable and few are distinct, so each is checked once and shared."""
    if expected not in WORDS:
        raise TypeError(f"text is not how {expected.__name__} is stored")
    understood = expected(text)
    if str(understood) != text:
        raise ValueError(f"{text!r} is spelled {str(understood)!r}")
    return understood


def _private(digest: Any) -> str | Withheld:
    texts = disclosed.texts
    if texts and digest in texts:
        return texts[digest]
    if not isinstance(digest, str) or not DIGEST.fullmatch(digest):
        raise ValueError("private text is not stored as a digest")
    return digest if texts is None else Withheld(digest)


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


def reshaped(value: Any, kind: type[msgspec.Struct]) -> Any:
    """The attributes of an object in a class of msgspec's own, for which a decoder was built before: so, without a lock."""
    return msgspec.convert(value, kind, from_attributes=True)


_encoder = msgspec.json.Encoder(order="sorted", enc_hook=spell, decimal_format="string")

to_json = _encoder.encode
from_json = decoder_for(Any).decode


def is_canonical(state: bytes) -> bool:
    """Whether JSON gives the same bytes when it is read and written again: sorted keys, no spaces, no repeated keys."""
    return to_json(from_json(state)) == state
