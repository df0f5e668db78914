"""How values are spelled in JSON, and what is read back into them. Strict both ways."""

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
    """What the thread may put in place of a digest while it decodes one entry; None leaves digests as text."""

    texts: Mapping[str, str] | None = None


disclosed = _Disclosed()


def spell(value: object) -> object:
    """The JSON spelling of a value msgspec does not know. Raises TypeError for what has none."""
    if isinstance(value, Money):
        return int(value)
    if isinstance(value, Days):
        return Decimal.__str__(value)
    if isinstance(value, str):
        return str.__str__(value)
    raise TypeError(f"{type(value).__name__} has no stored form")


def understand(expected: Any, value: Any) -> Any:
    """The value a JSON spelling stands for. Raises TypeError or ValueError unless it is the one spelling."""
    if expected is Private:
        return _private(value)
    if expected is Money and type(value) is int:
        return Money(value)
    if type(value) is str:
        return _from_text(expected, value)
    raise TypeError(f"{type(value).__name__} is not how {expected.__name__} is stored")


@lru_cache(maxsize=16_384)
def _from_text(expected: type[Days | Term | Urn | AcademicYear], text: str) -> object:
    """Values never change and few are distinct, so that each is checked once and shared."""
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


_building = threading.RLock()


def decoder_for(kind: Any, understand: Understand = understand) -> msgspec.json.Decoder[Any]:
    """A decoder for a class, built while no other thread builds one.

    While msgspec finds out about a class it shows what it has so far to other threads, and whoever decodes with that
    crashes the process (0.22). So the library's decoders are all built here, and most of them beforehand.
    """
    with _building:
        return msgspec.json.Decoder(kind, dec_hook=understand)


def converted(data: Any, kind: Any) -> Any:
    """What decoded JSON makes of a class, under the same lock: msgspec finds out about the class here, too."""
    with _building:
        return msgspec.convert(data, kind, dec_hook=understand)


_encoder = msgspec.json.Encoder(order="sorted", enc_hook=spell, decimal_format="string")

to_json = _encoder.encode
from_json = decoder_for(Any).decode


def is_canonical(state: bytes) -> bool:
    """Whether JSON read and written again gives the same bytes: sorted keys, no spaces, nothing twice."""
    return to_json(from_json(state)) == state
