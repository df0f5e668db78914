"""Views as plain data and as canonical bytes. The same view always gives the same bytes."""

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from typing import Any

import attrs

from s2ss_core.projections.engine.figure import Figure
from s2ss_core.rules import Broken
from s2ss_core.values import Withheld, decimal_text

WITHHELD = "withheld"


def as_data(view: Any) -> Any:
    """A view as JSON values: dicts, lists, str, int, bool and None.

    Money becomes integer pence, days become text such as `"0.5"`, dates and times become ISO 8601 text, datetimes
    in UTC. A figure becomes `{"value": …, "positions": […]}`. Withheld private text becomes `"withheld"`. A rule that is
    not met becomes its code, its sentence, the facts, what clears it and its source. Raises TypeError for a value that a view cannot hold.
    """
    kind: type = type(view)
    if kind is Figure:
        return {"value": as_data(view.value), "positions": list(view.positions)}
    if isinstance(view, Broken):
        return _broken(view)
    if (names := fields_of(kind)) is not None:
        return {name: as_data(getattr(view, name)) for name in names}
    if view is None or isinstance(view, bool):
        return view
    if isinstance(view, int | Decimal | str):
        return _scalar(view)
    if isinstance(view, dt.datetime):
        return view.astimezone(dt.UTC).isoformat()
    if isinstance(view, dt.date | dt.time):
        return view.isoformat()
    if isinstance(view, Withheld):
        return WITHHELD
    if isinstance(view, tuple):
        return [as_data(part) for part in view]
    if isinstance(view, Mapping):
        return {str(name): as_data(part) for name, part in view.items()}
    raise TypeError(f"a view cannot hold a value of type {type(view).__name__}")


def _broken(broken: Broken) -> dict[str, Any]:
    return {
        "code": broken.rule.code,
        "rule": broken.rule.sentence,
        "facts": dict(broken.facts),
        "clears": broken.clears,
        "source": str(broken.rule.source),
    }


def canonical_bytes(view: Any) -> bytes:
    """A view as canonical JSON (RFC 8785) in UTF-8."""
    return _bytes_of(as_data(view))


def digest(view: Any) -> str:
    """The SHA-256 of a view's canonical bytes, in hexadecimal."""
    return digest_of_data(as_data(view))


def digest_of_data(data: Any) -> str:
    """The digest of a view that is given as JSON values, such as those of `as_data`."""
    return hashlib.sha256(_bytes_of(data)).hexdigest()


def _bytes_of(data: Any) -> bytes:
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode("utf-8", "backslashreplace")


@cache
def fields_of(kind: type[Any]) -> tuple[str, ...] | None:
    """The names of the fields of a part of a view; None if it is a single value."""
    if kind is Withheld or not attrs.has(kind):
        return None
    return tuple(field.name for field in attrs.fields(kind))


def _scalar(value: int | Decimal | str) -> int | str:
    if isinstance(value, int):
        return int(value)
    return str.__str__(value) if isinstance(value, str) else decimal_text(value)
