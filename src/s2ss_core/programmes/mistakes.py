"""The mistakes in the text of a programme, each with its place."""

import re
import tomllib
from collections.abc import Iterator, Sequence
from decimal import Decimal
from difflib import get_close_matches
from typing import Any

import attrs
from cattrs import ClassValidationError, ForbiddenExtraKeysError, IterableValidationError

from s2ss_core.errors import BadInput

MOST_MISTAKES_SHOWN = 5
MOST_PARTS = 100  # of a dotted key
KEY_ENDS = re.compile(r"[={,\[\]]")


def toml_of(text: str) -> dict[str, Any]:
    """The content of TOML text, decimal numbers as `Decimal`. Raises `BadInput` if it is not TOML."""
    if any(_is_too_deep(key) for line in text.splitlines() for key in KEY_ENDS.split(line)):
        raise BadInput(f"a key in it has more than {MOST_PARTS} parts")
    try:
        return tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        raise BadInput(str(error)) from error
    except RecursionError as error:
        raise BadInput("it is nested too deeply") from error
    except (ValueError, ArithmeticError) as error:
        raise BadInput("a number in it is too large") from error


def _is_too_deep(text: str) -> bool:
    """Reading a key of many parts takes time that grows with the square of their number."""
    return text.count(".") > MOST_PARTS and all(part.strip() for part in text.split("."))


def refusal(origin: str, found: Sequence[str]) -> BadInput:
    """An error of one paragraph: where the text came from, and its first mistakes."""
    more = len(found) - MOST_MISTAKES_SHOWN
    tail = f"; and {more} more" if more > 0 else ""
    return BadInput(f"{origin}: {'; '.join(found[:MOST_MISTAKES_SHOWN])}{tail}")


def mistakes(error: BaseException, at: str = "") -> Iterator[str]:
    """One text for each mistake: a dotted key path (lists count from 0) and what is expected there."""
    match error:
        case ClassValidationError():
            inside, here = error.group_exceptions()
            for mistake in here:
                yield from mistakes(mistake, at)
            for mistake, note in inside:
                missing = isinstance(mistake, KeyError)
                place = f"{at}.{note.name}" if at else note.name
                yield from [f"{place} is missing"] if missing else mistakes(mistake, place)
        case IterableValidationError():
            for mistake, item in error.group_exceptions()[0]:
                yield from mistakes(mistake, f"{at}[{item.index}]")
        case ForbiddenExtraKeysError():
            known = [field.name for field in attrs.fields(error.cl)]
            for key in sorted(error.extra_fields):
                place = f"{at}.{key}" if at else key
                yield f"{place} is not a key of a programme{did_you_mean(key, known)}"
        case _:
            yield f"{at or 'the file'}: {error}"


def did_you_mean(word: str, known: list[str]) -> str:
    """A hint: the nearest known word, or all known words if none is near."""
    near = get_close_matches(word, known)
    return f"; did you mean {near[0]!r}?" if near else f"; expected one of: {', '.join(sorted(known))}"


def shown(value: Any) -> str:
    """A value as its author wrote it, or its kind."""
    match value:
        case bool():
            return str(value).lower()
        case None:
            return "nothing"
        case dict():
            return "a table"
        case list():
            return "a list"
        case str():
            return f"the text {value!r}"
        case _:
            return f"{value}"
