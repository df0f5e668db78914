"""Whether an event somebody tells us has the form its class declares. Replay does not ask: history is what it is."""

import datetime as dt
from collections.abc import Callable, Hashable, Iterator
from functools import cache
from typing import Any, Literal, Union, cast, get_args, get_origin, get_type_hints

import attrs

from s2ss_core.errors import BadInput
from s2ss_core.events.recording import filled_in, stored_name
from s2ss_core.values import LARGEST_INTEGER, AcademicYear, Days, Money, Private, Term, Urn, Withheld

__all__ = ["check_form"]

LONGEST_WORD = 300
LONGEST_TEXT = 20_000
MOST_ITEMS = 1_000
EARLIEST, LATEST = dt.date(2000, 1, 1), dt.date(2199, 12, 31)

Faults = Iterator[str]
Check = Callable[[Any, str], Faults]


def check_form(event: Any) -> None:
    """Raise `BadInput`, naming every field at fault, unless an event has the form its class declares.

    Words are 1 to 300 characters, private texts at most 20,000, both without lone surrogates or control characters
    but for tabs and line breaks; sums and quantities are `Money` and `Days`, never below nought; dates lie in 2000
    to 2199, and times of day have no zone.
    """
    fields = tuple(_faults_of(event, ""))
    preset = [
        f"{name}: leave it out, the library fills it in"
        for name in sorted(filled_in(type(event)))
        if getattr(event, name) != attrs.fields_dict(type(event))[name].default
    ]
    if faults := [*fields, *preset]:
        raise BadInput(
            f"{stored_name(type(event)).name.partition('.')[2]} cannot be recorded: " + "; ".join(faults)
        )


@cache
def _checks(cls: Hashable) -> tuple[tuple[str, Check], ...]:
    hints, fields = get_type_hints(cast(Any, cls)), attrs.fields(cast(Any, cls))
    told = [field.name for field in fields if not field.metadata.get("filled_in")]
    return tuple((name, _check_for(hints[name])) for name in told)


def _faults_of(value: Any, path: str) -> Faults:
    for name, check in _checks(cast(Hashable, type(value))):
        yield from check(getattr(value, name), f"{path}{name}")


def _check_for(hint: Any) -> Check:
    arguments = get_args(hint)
    if get_origin(hint) is Literal:
        return lambda value, path: _one_of(value, path, arguments)
    if get_origin(hint) is tuple:
        return _each(_check_for(arguments[0]))
    if arguments and get_origin(hint) is not None and _is_union(hint):
        inner = _check_for(next(one for one in arguments if one is not type(None)))
        return lambda value, path: iter(()) if value is None else inner(value, path)
    if attrs.has(hint):
        return _nested(hint)
    return _PLAIN[hint]


def _is_union(hint: Any) -> bool:
    return get_origin(hint) is Union or type(hint).__name__ == "UnionType"


def _one_of(value: Any, path: str, allowed: tuple[Any, ...]) -> Faults:
    if not isinstance(value, str) or value not in allowed:
        yield f"{path}: {value!r} is not one of {', '.join(allowed)}"


def _each(check: Check) -> Check:
    def faults(value: Any, path: str) -> Faults:
        if type(value) is not tuple:
            yield f"{path}: give a tuple, not {_kind(value)}"
        elif len(value) > MOST_ITEMS:
            yield f"{path}: {len(value)} items are more than {MOST_ITEMS}"
        else:
            for index, item in enumerate(value):
                yield from check(item, f"{path}[{index}]")

    return faults


def _nested(cls: type) -> Check:
    def faults(value: Any, path: str) -> Faults:
        if type(value) is not cls:
            yield f"{path}: give {_a(cls.__name__)}, not {_kind(value)}"
        else:
            yield from _faults_of(value, f"{path}.")

    return faults


def _exactly(cls: type, how: str) -> Check:
    def faults(value: Any, path: str) -> Faults:
        if type(value) is not cls:
            yield f"{path}: give {how}, not {_kind(value)}"

    return faults


def _word(value: Any, path: str) -> Faults:
    yield from _text(value, path, LONGEST_WORD)
    if isinstance(value, str) and not value.strip():
        yield f"{path}: give some text, not blank"


def _private(value: Any, path: str) -> Faults:
    if not isinstance(value, Withheld):
        yield from _text(value, path, LONGEST_TEXT)


def _text(value: Any, path: str, longest: int) -> Faults:
    if type(value) is not str:
        yield f"{path}: give text, not {_kind(value)}"
    elif len(value) > longest:
        yield f"{path}: {len(value)} characters are too many, at most {longest}"
    elif any("\ud800" <= character <= "\udfff" for character in value):
        yield f"{path}: it holds half a character (a lone surrogate); send well-formed text"
    elif any(_controls(character) for character in value):
        yield f"{path}: it holds a control character"


def _controls(character: str) -> bool:
    return (character < " " and character not in "\n\t\r") or "\x7f" <= character <= "\x9f"


def _money(value: Any, path: str) -> Faults:
    if not isinstance(value, Money):
        yield f"{path}: give Money, such as Money('4000.00'), not {_kind(value)}"
    elif value < 0:
        yield f"{path}: {value} is below nought"


def _number(value: Any, path: str) -> Faults:
    if type(value) is not int or not 0 <= value <= LARGEST_INTEGER:
        yield f"{path}: give a whole number, nought or more, not {value!r}"


def _day(value: Any, path: str) -> Faults:
    if type(value) is not dt.date:
        yield f"{path}: give a date, not {_kind(value)}"
    elif not EARLIEST <= value <= LATEST:
        yield f"{path}: {value} is not within {EARLIEST} to {LATEST}"


def _time(value: Any, path: str) -> Faults:
    if type(value) is not dt.time:
        yield f"{path}: give a time, not {_kind(value)}"
    elif value.tzinfo is not None:
        yield f"{path}: give a time of day as the clock there showed it, without a zone"


def _kind(value: Any) -> str:
    shown = repr(value)
    return f"{type(value).__name__} {shown if len(shown) < 60 else shown[:57] + '…'}"


def _a(noun: str) -> str:
    return f"an {noun}" if noun[0] in "AEIOU" else f"a {noun}"


_PLAIN: dict[Any, Check] = {
    str: _word,
    Private: _private,
    int: _number,
    bool: _exactly(bool, "True or False"),
    Money: _money,
    Days: _exactly(Days, "Days, such as Days('0.5')"),
    Urn: _exactly(Urn, "an Urn, six digits"),
    Term: _exactly(Term, "a Term, such as Term('2024-spring')"),
    AcademicYear: _exactly(AcademicYear, "an AcademicYear, such as AcademicYear('2023/24')"),
    dt.date: _day,
    dt.time: _time,
}
