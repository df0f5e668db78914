"""Canonical JSON: sorted keys, no blanks, no key twice, whole numbers only, in UTF-8."""

import json
from typing import Any, NoReturn

DEEPEST = 60


class NotCanonical(ValueError):
    """The bytes are not JSON of this form."""


def parsed(content: bytes) -> Any:
    """The value of JSON. Raises NotCanonical for anything else, and for a key twice or a number that is not whole."""
    try:
        return json.loads(
            content.decode(), object_pairs_hook=_object, parse_float=_refused, parse_constant=_refused
        )
    except (ValueError, RecursionError) as error:
        raise NotCanonical(str(error)) from None


def canonical(value: Any) -> bytes:
    """The one form of a value. Raises NotCanonical if it has none."""
    try:
        return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    except (ValueError, RecursionError) as error:
        raise NotCanonical(str(error)) from None


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice")
    return found


def _refused(text: str) -> NoReturn:
    raise ValueError(f"{text} is no whole number")
