"""Converts parsed text into a programme. It coerces nothing and names the place of every mistake."""

import types
from collections.abc import Callable
from datetime import date
from typing import Any, Literal, get_args, get_origin

import attrs
from cattrs import Converter
from cattrs.gen import make_dict_structure_fn

from s2ss_core.errors import BadInput
from s2ss_core.programmes.mistakes import did_you_mean, shown
from s2ss_core.values import LARGEST_INTEGER, Days, Money


def converter(*, money: Callable[[Any, type], Money], day: Callable[[Any, type], date]) -> Converter:
    """A converter that accepts exact types only. `money` and `day` read what files and the canonical form spell differently."""
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


def _origin(of: Any) -> Any:
    return get_origin(of)  # typeshed types it for ParamSpec alone if the argument is unknown


def _table(cls: Any, strict: Converter) -> Callable[[Any, type], Any]:
    make = make_dict_structure_fn(cls, strict)

    def structure(value: Any, _: type) -> Any:
        if type(value) is not dict:
            raise BadInput(f"expected a table of keys, not {shown(value)}")
        return make(value, cls)

    return structure


def _list(cls: Any, strict: Converter) -> Callable[[Any, type], Any]:
    (member, _ellipsis) = get_args(cls)

    def structure(value: Any, _: type) -> tuple[Any, ...]:
        if type(value) is not list:
            raise BadInput(f"expected a list, not {shown(value)}")
        members: Any = types.GenericAlias(list, (member,))
        return tuple(strict.structure(value, members))

    return structure


def _word(cls: Any) -> Callable[[Any, type], Any]:
    words = [str(word) for word in get_args(cls)]

    def structure(value: Any, _: type) -> str:
        if type(value) is not str:
            raise BadInput(f"expected one of the words {', '.join(words)}, not {shown(value)}")
        if value not in words:
            raise BadInput(f"{value!r} is not a known word{did_you_mean(value, words)}")
        return value

    return structure


def _text(value: Any, _: type) -> str:
    if type(value) is not str or not value.strip():
        raise BadInput(f"expected text, not {shown(value)}")
    return value


def _integer(value: Any, _: type) -> int:
    if type(value) is not int:
        raise BadInput(f"expected a whole number, not {shown(value)}")
    if abs(value) > LARGEST_INTEGER:
        raise BadInput("expected a whole number within ±(2^53−1)")
    return value


def _truth(value: Any, _: type) -> bool:
    if type(value) is not bool:
        raise BadInput(f"expected true or false, not {shown(value)}")
    return value


def _days(value: Any, _: type) -> Days:
    if type(value) is not str:
        raise BadInput(f"expected a number of days as text, such as '0.5', not {shown(value)}")
    return Days(value)
