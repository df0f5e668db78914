"""Encodes views as stored documents and decodes them to exactly the same views."""

import hashlib
import typing
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from typing import Any, TypeVar

import attrs
import msgspec

from s2ss_core.errors import BadInput
from s2ss_core.projections.engine.projection import Projection
from s2ss_core.store.codec import decoder_for, to_json, understand
from s2ss_core.values import Private, Withheld

V = TypeVar("V")

TO_BE_FOLDED = b""
"""The document of a view that does not survive encoding and decoding. Such a view is folded when it is read."""


def encode_document(projection: Projection[Any, V], view: V) -> bytes:
    """The bytes of a view, without private text; `TO_BE_FOLDED` if they do not decode to the same view."""
    try:
        content = to_json(view)
        return content if decoder_of(projection).decode(content) == view else TO_BE_FOLDED
    except (msgspec.MsgspecError, TypeError, ValueError):
        return TO_BE_FOLDED


def decode_document(projection: Projection[Any, V], content: bytes) -> V | None:
    """The view in a document; None if it cannot be decoded and must be folded."""
    try:
        view: V = decoder_of(projection).decode(content)
    except (msgspec.MsgspecError, TypeError, ValueError):
        return None
    return view


@cache
def format_of(projection: Projection[Any, Any]) -> str:
    """The format of a projection's documents: the library's version and a digest of the view's classes and fields."""
    shape = hashlib.sha256("\n".join(_shape(_view_class(projection), set())).encode()).hexdigest()
    return f"{_version()} {shape[:16]}"


def _version() -> str:
    try:
        return version("s2ss-core")
    except PackageNotFoundError:
        return "0"


@cache
def decoder_of(projection: Projection[Any, Any]) -> msgspec.json.Decoder[Any]:
    """The decoder for a projection's documents. Raises `BadInput` if its `view` has no return annotation."""
    return decoder_for(_view_class(projection), _understood)


def _view_class(projection: Projection[Any, Any]) -> Any:
    """The return annotation of the projection's `view`. Raises `BadInput` if there is none."""
    try:
        return typing.get_type_hints(projection.view)["return"]
    except (KeyError, TypeError):
        raise BadInput(
            f"the view function of {projection.name} has no return annotation: annotate it with the view's class"
        ) from None


def _understood(expected: Any, value: Any) -> Any:
    if expected is not Private:
        return understand(expected, value)
    return Withheld(**value) if isinstance(value, dict) else value


def _shape(hint: Any, known: set[Any]) -> list[str]:
    """One line for each class in a view, with its fields."""
    origin = typing.get_origin(hint) or hint
    lines = [line for part in typing.get_args(hint) for line in _shape(part, known)]
    if isinstance(origin, type) and attrs.has(origin) and origin not in known:
        known.add(origin)
        fields = typing.get_type_hints(origin)
        lines.append(f"{origin.__qualname__} {[(name, str(fields[name])) for name in sorted(fields)]}")
        lines += [line for name in sorted(fields) for line in _shape(fields[name], known)]
    return lines
