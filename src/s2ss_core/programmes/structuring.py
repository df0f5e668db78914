"""How text becomes a programme: strictly, nothing is coerced, and every mistake is named by its place."""

import tomllib
import types
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from typing import Any, Literal, get_args, get_origin

import attrs
from cattrs import ClassValidationError, Converter, ForbiddenExtraKeysError, IterableValidationError
from cattrs.gen import make_dict_structure_fn

from s2ss_core.errors import BadInput
from s2ss_core.values import LARGEST_INTEGER, Days, Money

MOST_MISTAKES_TOLD = 5


def toml_of(text: str) -> dict[str, Any]:
    """What TOML text holds, numbers with a point as `Decimal`. Raises `BadInput`, saying what is wrong with it."""
    try:
        return tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        raise BadInput(str(error)) from error
    except RecursionError as error:
        raise BadInput("it is nested too deeply") from error
    except (ValueError, ArithmeticError) as error:
        raise BadInput("a number in it is beyond all bounds") from error


def refusal(origin: str, found: Sequence[str]) -> BadInput:
    """One paragraph that names where the text came from and its first mistakes."""
    more = len(found) - MOST_MISTAKES_TOLD
    tail = f"; and {more} more" if more > 0 else ""
    return BadInput(f"{origin}: {'; '.join(found[:MOST_MISTAKES_TOLD])}{tail}")


def converter(*, money: Callable[[Any, type], Money], day: Callable[[Any, type], date]) -> Converter:
    """A converter that accepts exact types only; `money` and `day` read what the two spellings differ in."""
    strict = Converter(forbid_extra_keys=True, detailed_validation=True)
    strict.register_structure_hook(Money, money)
    strict.register_structure_hook(date, day)
    strict.register_structure_hook(Days, _days)
    strict.register_structure_hook(str, _text)
    strict.register_structure_hook(int, _integer)
    strict.register_structure_hook(bool, _truth)
    strict.register_structure_hook_factory(lambda t: _origin(t) is Literal, _word)
    strict.register_structure_hook_factory(lambda t: _origin(t) is tuple, lambda t: _list(t, strict))
    strict.register_structure_hook_factory(lambda t: attrs.has(_origin(t) or t), lambda t: _table(t, strict))
    return strict


def mistakes(error: BaseException, at: str = "") -> Iterator[str]:
    """What is wrong, one text a mistake: a dotted key path (lists count from 0) and what is expected."""
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
                yield f"{place} is no key of a programme{_did_you_mean(key, known)}"
        case _:
            yield f"{at or 'the file'}: {error}"


def _origin(of: Any) -> Any:
    return get_origin(of)  # typed for ParamSpec alone where its argument is not known


def _did_you_mean(word: str, known: list[str]) -> str:
    near = get_close_matches(word, known)
    return f"; did you mean {near[0]!r}?" if near else f"; expected one of: {', '.join(sorted(known))}"


def _table(cls: Any, strict: Converter) -> Callable[[Any, type], Any]:
    make = make_dict_structure_fn(cls, strict)

    def structure(value: Any, _: type) -> Any:
        if type(value) is not dict:
            raise BadInput(f"expected a table of keys, not {_shown(value)}")
        return make(value, cls)

    return structure


def _list(cls: Any, strict: Converter) -> Callable[[Any, type], Any]:
    (member, _ellipsis) = get_args(cls)

    def structure(value: Any, _: type) -> tuple[Any, ...]:
        if type(value) is not list:
            raise BadInput(f"expected a list, not {_shown(value)}")
        members: Any = types.GenericAlias(list, (member,))
        return tuple(strict.structure(value, members))

    return structure


def _word(cls: Any) -> Callable[[Any, type], Any]:
    words = [str(word) for word in get_args(cls)]

    def structure(value: Any, _: type) -> str:
        if type(value) is not str:
            raise BadInput(f"expected one of the words {', '.join(words)}, not {_shown(value)}")
        if value not in words:
            raise BadInput(f"{value!r} is no word known here{_did_you_mean(value, words)}")
        return value

    return structure


def _text(value: Any, _: type) -> str:
    if type(value) is not str or not value.strip():
        raise BadInput(f"expected text, not {_shown(value)}")
    return value


def _integer(value: Any, _: type) -> int:
    if type(value) is not int:
        raise BadInput(f"expected a whole number, not {_shown(value)}")
    if abs(value) > LARGEST_INTEGER:
        raise BadInput("expected a whole number within ±(2^53−1)")
    return value


def _truth(value: Any, _: type) -> bool:
    if type(value) is not bool:
        raise BadInput(f"expected true or false, not {_shown(value)}")
    return value


def _days(value: Any, _: type) -> Days:
    if type(value) is not str:
        raise BadInput(f"expected a number of days as text, such as '0.5', not {_shown(value)}")
    return Days(value)


def _shown(value: Any) -> str:
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
