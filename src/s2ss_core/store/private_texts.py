"""Private text: the entry holds a salted digest; the text itself is kept beside the entry, where it can be erased.

A row has one random salt of 128 bits. Each field has its own salt, derived from the row's salt and the field's path,
so the salt and text of one field disclose no other field.
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
from s2ss_core.store.twin import Text
from s2ss_core.values import Private, Withheld

SALT_BYTES = 16
NO_TEXTS: dict[str, str] = {}
NO_DIGEST = "private text is not stored as a digest"

_is_digest = DIGEST.fullmatch
_new: Any = object.__new__
_set_digest: Any = vars(Withheld)["digest"].__set__  # of its slot: most of what is read is withheld


class Texts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The content of the `texts` column: the row's salt in hexadecimal, and each text by the path of its field."""

    salt: str
    texts: dict[str, str]


_texts_decoder: msgspec.json.Decoder[Texts] = decoder_for(Texts)


def field_salt(row_salt: bytes, path: str) -> bytes:
    """The salt of one field, 16 bytes; `path` is its JSON Pointer within `data`, such as `/objectives/0/text`."""
    return hmac.digest(row_salt, path.encode(), "sha256")[:SALT_BYTES]


def digest_of(salt: bytes, text: str) -> str:
    """The digest of a private text under its field's salt. Raises UnicodeEncodeError for lone surrogates."""
    return "sha256:" + hashlib.sha256(salt + text.encode()).hexdigest()


def texts_in(column: str | bytes | None) -> Texts | None:
    """The texts of a row, or None if they were erased or are unreadable. A missing text is never an error."""
    try:
        return _texts_decoder.decode(column) if column is not None else None
    except (msgspec.MsgspecError, ValueError, TypeError):
        return None


def text_flaw(column: str | None, state: bytes) -> str | None:
    """What is wrong with the private texts of an entry, in words that repeat none of them; None if all is well."""
    if column is None:
        return None
    texts = texts_in(column)
    if texts is None:
        return (
            "Its private texts cannot be read: somebody changed them, or they are damaged. Restore a backup."
        )
    altered = len(texts.texts) - sum(digest.encode() in state for digest in by_digest(column))
    if not altered:
        return None
    return f"{altered} of its {len(texts.texts)} private texts are not those that were recorded. Restore a backup."


def by_digest(column: str | bytes | None) -> dict[str, str]:
    """The texts of a row by their digests. The digest of an altered text matches nothing in the entry."""
    found = texts_in(column)
    if found is None:
        return NO_TEXTS
    try:
        salt = bytes.fromhex(found.salt)
        return {digest_of(field_salt(salt, path), text): text for path, text in found.texts.items()}
    except ValueError:
        return NO_TEXTS


def withheld(digest: str) -> Withheld:
    """What stands for a private text that is not disclosed. Raises ValueError unless it is a digest."""
    if not _is_digest(digest):
        raise ValueError(NO_DIGEST)
    it: Withheld = _new(Withheld)
    _set_digest(it, digest)
    return it


def sealed(digest: str) -> str:
    """The digest itself, as the entry holds it. Raises ValueError unless it is one."""
    if not _is_digest(digest):
        raise ValueError(NO_DIGEST)
    return digest


def disclosing(column: str | bytes) -> Text:
    """Gives the texts of a row for their digests; a text that was erased or altered stays withheld."""
    texts = by_digest(column)
    return lambda digest: texts[digest] if digest in texts else withheld(digest)


@attrs.frozen
class Place:
    """A field that is private text (`inside` is empty) or contains some; `many` if it is a tuple."""

    name: str
    many: bool
    cls: type | None
    inside: tuple["Place", ...]


_known: dict[Any, tuple[Place, ...]] = {}


def places(cls: Any) -> tuple[Place, ...]:
    """The places in a class that may hold private text, found once from its annotations."""
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
    """Replaces private text by digests and keeps the texts, for one row."""

    def __init__(self) -> None:
        self._salt = secrets.token_bytes(SALT_BYTES)
        self._texts: dict[str, str] = {}

    def seal(self, event: Any) -> Any:
        """The event with a digest in place of each private text. Raises BadInput, naming the field that cannot be sealed."""
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
            raise BadInput(f"{path}: {type(held).__name__} is neither text nor the digest of a text")
        try:
            digest = digest_of(field_salt(self._salt, path), held)
        except UnicodeEncodeError:
            raise BadInput(f"{path}: the text contains a lone surrogate") from None
        self._texts[path] = str.__str__(held)
        return digest
