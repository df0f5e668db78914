"""The mistakes in a file of rows as one paragraph that names file, row, field and the expected form."""

from collections.abc import Iterator
from difflib import get_close_matches
from typing import get_args

import attrs
from cattrs import ClassValidationError, ForbiddenExtraKeysError, IterableValidationError

from s2ss_core.errors import BadInput

MOST_TOLD = 5


def refusal(origin: str, found: list[str]) -> BadInput:
    """One paragraph with the first few mistakes."""
    more = f"; and {len(found) - MOST_TOLD} more" if len(found) > MOST_TOLD else ""
    return BadInput(f"{origin}: {'; '.join(found[:MOST_TOLD])}{more}. Nothing was recorded.")


def mistakes(error: BaseException, at: str = "") -> Iterator[str]:
    """The mistakes in a value, one text each: the field's dotted path (lists count from 1) and the expected form."""
    match error:
        case ClassValidationError():
            inside, here = error.group_exceptions()
            for mistake in here:
                yield from mistakes(mistake, at)
            for mistake, note in inside:
                place = f"{at}.{note.name}" if at else note.name
                yield from (
                    [_missing(error.cl, note.name, place)]
                    if _is_missing(mistake)
                    else mistakes(mistake, place)
                )
        case IterableValidationError():
            for mistake, item in error.group_exceptions()[0]:
                number = int(item.index) + 1
                yield from mistakes(mistake, f"{at}.{number}" if at else f"{number}")
        case ForbiddenExtraKeysError():
            known = [field.name for field in attrs.fields(error.cl)]
            for key in sorted(error.extra_fields):
                yield f"unknown field {f'{at}.{key}' if at else key}{did_you_mean(key, known)}"
        case _:
            yield f"{at}: {error}" if at else str(error)


def _missing(cls: type, name: str, place: str) -> str:
    may_be_nothing = type(None) in get_args(attrs.fields_dict(cls)[name].type)
    return f"{place} is missing{'; write none if there is none' if may_be_nothing else ''}"


def _is_missing(mistake: BaseException) -> bool:
    return isinstance(mistake, KeyError)


def did_you_mean(word: str, known: list[str]) -> str:
    """The nearest of some words, or all of them, as the end of a sentence."""
    near = get_close_matches(word, known, n=1)
    return f"; did you mean {near[0]!r}?" if near else f"; expected one of: {', '.join(sorted(known))}"
