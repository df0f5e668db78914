"""The canonical form of a programme: the text that is stored at its first use. A deployment records its digest."""

import hashlib
import json
from datetime import date
from functools import lru_cache
from typing import Any

import attrs

from s2ss_core.errors import BadInput
from s2ss_core.programmes.converter import converter
from s2ss_core.programmes.mistakes import mistakes, refusal
from s2ss_core.programmes.programme import Programme
from s2ss_core.values import Days, Money


@lru_cache(maxsize=32)
def canonical(programme: Programme) -> str:
    """Canonical JSON in ASCII, keys sorted: money as pence, days as text, dates ISO 8601.

    Fields with their default value are left out, so that a field that the library adds later does not change the
    digest of an older programme. For the same reason a default never changes.
    """
    return json.dumps(_plain(programme), sort_keys=True, separators=(",", ":"), ensure_ascii=True)


def digest(programme: Programme) -> str:
    """`sha256:` and the hexadecimal SHA-256 of the canonical form."""
    return f"sha256:{hashlib.sha256(canonical(programme).encode('ascii')).hexdigest()}"


@lru_cache(maxsize=32)
def from_canonical(text: str) -> Programme:
    """The programme of a canonical form. Raises `BadInput` for any other text.

    It does not check again that the parts agree: a stored programme stays readable when checks are added.
    """
    try:
        programme: Programme = _stored.structure(json.loads(text), Programme)
    except Exception as error:  # json and cattrs raise many kinds
        raise refusal("this is not a stored programme", list(mistakes(error))) from error
    if canonical(programme) != text:
        raise BadInput(f"{programme.name} {programme.version} is not stored in its canonical form")
    return programme


def _plain(value: Any) -> Any:
    match value:
        case Days():
            return str(value)
        case Money():
            return int(value)
        case date():
            return value.isoformat()
        case tuple():
            return [_plain(item) for item in value]
        case bool() | int() | str():
            return value
        case _:
            return {
                field.name: _plain(getattr(value, field.name))
                for field in attrs.fields(type(value))
                if getattr(value, field.name) != field.default
            }


def _money(value: Any, _: type) -> Money:
    if type(value) is not int:
        raise BadInput("expected whole pence")
    return Money(value)


def _day(value: Any, _: type) -> date:
    if type(value) is not str:
        raise BadInput("expected a date as text, such as '2023-09-01'")
    return date.fromisoformat(value)


_stored = converter(money=_money, day=_day)
