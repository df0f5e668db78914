"""One check for each type of field: it yields what is wrong with a value."""

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

from s2ss_core.ids import DocumentNumber, Id, RecordId, id_fault, number_key
from s2ss_core.values import LARGEST_INTEGER, AcademicYear, Days, Money, Private, Term, Urn, Withheld

LONGEST_WORD = 300
LONGEST_TEXT = 20_000
EARLIEST, LATEST = dt.date(2000, 1, 1), dt.date(2199, 12, 31)

Faults = Iterator[str]
Check = Callable[[Any, str], Faults]


def exactly(cls: type, how: str) -> Check:
    """A check for values of exactly one class, not of its subclasses."""

    def faults(value: Any, path: str) -> Faults:
        if type(value) is not cls:
            yield f"{path}: give {how}, not {kind(value)}"

    return faults


def _word(value: Any, path: str) -> Faults:
    yield from _text(value, path, LONGEST_WORD)
    if isinstance(value, str) and not value.strip():
        yield f"{path}: give some text, not blank"


def _id(value: Any, path: str) -> Faults:
    if type(value) is not str:
        yield f"{path}: give text, not {kind(value)}"
    elif fault := id_fault(value):
        yield f"{path}: {fault}"


def _number_of_document(value: Any, path: str) -> Faults:
    faults = list(_id(value, path))
    yield from faults
    if not faults and not number_key(value):
        yield f"{path}: {value!r} has no letter and no digit: give the number that the document has"


def _private(value: Any, path: str) -> Faults:
    if not isinstance(value, Withheld):
        yield from _text(value, path, LONGEST_TEXT)


def _text(value: Any, path: str, longest: int) -> Faults:
    if type(value) is not str:
        yield f"{path}: give text, not {kind(value)}"
    elif len(value) > longest:
        yield f"{path}: {len(value)} characters are too many: at most {longest} are allowed"
    elif any("\ud800" <= character <= "\udfff" for character in value):
        yield f"{path}: it has a lone surrogate, which is half a character: send well-formed text"
    elif any(_controls(character) for character in value):
        yield f"{path}: it has a control character: leave it out"


def _controls(character: str) -> bool:
    return (character < " " and character not in "\n\t\r") or "\x7f" <= character <= "\x9f"


def _money(value: Any, path: str) -> Faults:
    if not isinstance(value, Money):
        yield f"{path}: give Money, such as Money('4000.00'), not {kind(value)}"
    elif value < 0:
        yield f"{path}: {value} is negative"


def _number(value: Any, path: str) -> Faults:
    if type(value) is not int or not 0 <= value <= LARGEST_INTEGER:
        yield f"{path}: give a whole number, 0 or more, not {value!r}"


def _day(value: Any, path: str) -> Faults:
    if type(value) is not dt.date:
        yield f"{path}: give a date, not {kind(value)}"
    elif not EARLIEST <= value <= LATEST:
        yield f"{path}: {value} is not within {EARLIEST} to {LATEST}"


def _time(value: Any, path: str) -> Faults:
    if type(value) is not dt.time:
        yield f"{path}: give a time, not {kind(value)}"
    elif value.tzinfo is not None:
        yield f"{path}: give the local time of day, without a time zone"


def kind(value: Any) -> str:
    """A value's type, and the value, cut off after 60 characters."""
    shown = repr(value)
    return f"{type(value).__name__} {shown if len(shown) < 60 else shown[:57] + '…'}"


def a(noun: str) -> str:
    """The noun with its article."""
    return f"an {noun}" if noun[0] in "AEIOU" else f"a {noun}"


CHECKS: dict[Any, Check] = {
    str: _word,
    Id: _id,
    RecordId: _id,
    DocumentNumber: _number_of_document,
    Private: _private,
    int: _number,
    bool: exactly(bool, "True or False"),
    Money: _money,
    Days: exactly(Days, "Days, such as Days('0.5')"),
    Urn: exactly(Urn, "an Urn, five to seven digits"),
    Term: exactly(Term, "a Term, such as Term('2024-spring')"),
    AcademicYear: exactly(AcademicYear, "an AcademicYear, such as AcademicYear('2023/24')"),
    dt.date: _day,
    dt.time: _time,
}
