"""Private text: a salted digest in the entry, the text itself beside it where it can be erased.

A row has one random salt of 128 bits. Each field has its own, derived from that and its path, so that
disclosing the salt and text of one field gives away no other.
"""

import hashlib
import hmac
import secrets
import types
import typing
from typing import Any

import attrs
import msgspec

from s2ss_core.errors import BadInput
from s2ss_core.store.codec import DIGEST, decoder_for, to_json
from s2ss_core.values import Private, Withheld

SALT_BYTES = 16
NO_TEXTS: dict[str, str] = {}


class Texts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What lies in the `texts` column: the row's salt in hexadecimal, and each text by the path of its field."""

    salt: str
    texts: dict[str, str]


_texts_decoder: msgspec.json.Decoder[Texts] = decoder_for(Texts)


def field_salt(row_salt: bytes, path: str) -> bytes:
    """The salt of one field, 16 bytes; `path` is its JSON Pointer within `data`, such as `/objectives/0/text`."""
    return hmac.digest(row_salt, path.encode(), "sha256")[:SALT_BYTES]


def digest_of(salt: bytes, text: str) -> str:
    """What is stored of a private text under its field's salt. Raises UnicodeEncodeError for lone surrogates."""
    return "sha256:" + hashlib.sha256(salt + text.encode()).hexdigest()


def texts_in(column: str | bytes | None) -> Texts | None:
    """The texts of a row, or None where they were erased or are unreadable: a missing text stops nobody."""
    try:
        return _texts_decoder.decode(column) if column is not None else None
    except (msgspec.MsgspecError, ValueError, TypeError):
        return None


def by_digest(column: str | bytes | None) -> dict[str, str]:
    """The texts of a row by the digest each has under its own salt; a text that was altered matches none."""
    found = texts_in(column)
    if found is None:
        return NO_TEXTS
    try:
        salt = bytes.fromhex(found.salt)
        return {digest_of(field_salt(salt, path), text): text for path, text in found.texts.items()}
    except ValueError:
        return NO_TEXTS


@attrs.frozen
class Place:
    """A field that is private text (`inside` is empty) or holds some deeper down; `many` if it is a tuple."""

    name: str
    many: bool
    cls: type | None
    inside: tuple["Place", ...]


_known: dict[Any, tuple[Place, ...]] = {}


def places(cls: Any) -> tuple[Place, ...]:
    """Where private text may stand in a class, worked out once from its annotations."""
    found = _known.get(cls)
    if found is None:
        candidates = (_place(field.name, field.type) for field in attrs.fields(cls))
        found = _known[cls] = tuple(place for place in candidates if place)
    return found


def _place(name: str, annotation: Any) -> Place | None:
    if isinstance(annotation, types.UnionType) or typing.get_origin(annotation) is typing.Union:
        found = [place for part in typing.get_args(annotation) if (place := _place(name, part))]
        return found[0] if found else None
    if typing.get_origin(annotation) is tuple:
        inner = _place(name, typing.get_args(annotation)[0])
        return attrs.evolve(inner, many=True) if inner else None
    if annotation is Private:
        return Place(name, many=False, cls=None, inside=())
    if isinstance(annotation, type) and attrs.has(annotation) and annotation is not Withheld:
        inside = places(annotation)
        return Place(name, many=False, cls=annotation, inside=inside) if inside else None
    return None


class Sealer:
    """Puts digests in the place of private text and keeps the texts, for one row."""

    def __init__(self) -> None:
        self._salt = secrets.token_bytes(SALT_BYTES)
        self._texts: dict[str, str] = {}

    def seal(self, event: Any) -> Any:
        """The event with a digest wherever it holds private text. Raises BadInput naming a field that cannot."""
        return self._seal(event, places(type(event)), "")

    @property
    def texts(self) -> str | None:
        """The `texts` column for this row: JSON, or None if there is no text to keep."""
        if not self._texts:
            return None
        return to_json(Texts(salt=self._salt.hex(), texts=self._texts)).decode()

    def _seal(self, value: Any, inside: tuple[Place, ...], path: str) -> Any:
        changes = {
            place.name: self._at(place, held, f"{path}/{place.name}")
            for place in inside
            if (held := getattr(value, place.name)) is not None and held != ()
        }
        return attrs.evolve(value, **changes) if changes else value

    def _at(self, place: Place, held: Any, path: str) -> Any:
        if not place.many:
            return self._one(place, held, path)
        if not isinstance(held, tuple):
            raise BadInput(f"{path}: {type(held).__name__} is not a tuple")
        return tuple(self._one(place, value, f"{path}/{index}") for index, value in enumerate(held))

    def _one(self, place: Place, held: Any, path: str) -> Any:
        if place.cls is None:
            return self._digest(held, path)
        if not isinstance(held, place.cls):
            raise BadInput(f"{path}: {type(held).__name__} is not {place.cls.__name__}")
        return self._seal(held, place.inside, path)

    def _digest(self, held: object, path: str) -> str:
        if isinstance(held, Withheld) and DIGEST.fullmatch(held.digest):
            return held.digest
        if not isinstance(held, str):
            raise BadInput(f"{path}: {held!r} is neither text nor the digest of one")
        try:
            digest = digest_of(field_salt(self._salt, path), held)
        except UnicodeEncodeError:
            raise BadInput(f"{path}: the text holds half a character (a lone surrogate)") from None
        self._texts[path] = str.__str__(held)
        return digest
