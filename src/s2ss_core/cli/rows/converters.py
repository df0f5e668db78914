"""How values are spelled where people write them: exactly one way each, nothing is guessed."""

import datetime as dt
import re
import types
from collections.abc import Callable
from functools import reduce
from operator import or_
from typing import Any, get_args, get_origin

from cattrs import Converter

from s2ss_core.cli.rows.cells import DateOrder, check_not_converted, iso_date, pounds
from s2ss_core.cli.rows.entries import entry_and_amount, named_entry
from s2ss_core.cli.rows.parties import Parties
from s2ss_core.errors import BadInput
from s2ss_core.events import Settled
from s2ss_core.programmes.converter import converter
from s2ss_core.values import AcademicYear, Cause, Money, Organisation, Person, Private, Term, Urn

CLOCK = re.compile(r"\d{2}:\d{2}(:\d{2})?", re.ASCII)
MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:\d{2})", re.ASCII)
NOTHING = "none"  # how a field that may be nothing is written
TRUTH = {"yes": True, "true": True, "no": False, "false": False}
POUNDS = "expected pounds and pence as text, such as '4000.00'"


def in_toml(parties: Parties) -> Converter:
    """Values of a TOML file: dates, times, whole numbers and truths are TOML's own; money and days are text."""
    strict = converter(money=_money, day=_toml_day)
    strict.register_structure_hook(dt.time, _toml_time)
    return _with_words(strict, parties)


def in_text(parties: Parties, dates: DateOrder | None = None, *, ids_are_right: bool = False) -> Converter:
    """Values of a CSV file or the command line: all text; `;` stands between the parts of a list.

    `dates` says in which order the file writes day and month, if it does not write 2024-03-15. Unless `ids_are_right`,
    ids that a spreadsheet may have changed are refused.
    """
    strict = converter(money=_typed_money, day=lambda value, _: _typed_day(value, dates))
    strict.register_structure_hook(str, _word if ids_are_right else _unchanged_word)
    strict.register_structure_hook(dt.time, _time)
    strict.register_structure_hook(int, _integer)
    strict.register_structure_hook(bool, _truth)
    strict.register_structure_hook_factory(_is_tuple, lambda of: _parted(of, strict))
    return _with_words(strict, parties)


def day_of(value: object) -> dt.date:
    """The date of a text such as `2024-03-15`. Raises `BadInput` for every other form."""
    from pendulum import DateTime, parse
    from pendulum.parsing.exceptions import ParserError

    expected = f"expected a date such as 2024-03-15, not {value!r}"
    if not (isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value, re.ASCII)):
        raise BadInput(expected)
    try:
        read = parse(value, exact=True)
    except (ParserError, ValueError) as error:
        raise BadInput(f"{value} is not a date") from error
    if isinstance(read, DateTime) or not isinstance(read, dt.date):
        raise BadInput(expected)
    return dt.date(read.year, read.month, read.day)


def moment_of(value: str) -> dt.datetime:
    """The time of a text such as `2024-03-15T12:00:00Z`, in UTC. Raises `BadInput` without a zone."""
    from pendulum import parse
    from pendulum.parsing.exceptions import ParserError

    if not MOMENT.fullmatch(value):
        raise BadInput(f"expected a time with its zone, such as 2024-03-15T12:00:00Z, not {value!r}")
    try:
        read: Any = parse(value, exact=True)
    except (ParserError, ValueError) as error:
        raise BadInput(f"{value} is not a time") from error
    return dt.datetime.fromtimestamp(read.timestamp(), dt.UTC)


def _with_words(strict: Converter, parties: Parties) -> Converter:
    for word in (Urn, Term, AcademicYear):
        strict.register_structure_hook(word, lambda value, of: of(value))
    strict.register_structure_hook(Private, _private)
    strict.register_structure_hook_factory(_is_optional, lambda of: _or_nothing(of, strict))
    table = strict.get_structure_hook(Organisation, cache_result=False)
    strict.register_structure_hook(Organisation, _named(parties.organisation, table))
    table = strict.get_structure_hook(Cause, cache_result=False)
    strict.register_structure_hook(Cause, _named(named_entry, table))
    table = strict.get_structure_hook(Settled, cache_result=False)
    strict.register_structure_hook(Settled, _named(_settled(strict), table))
    table = strict.get_structure_hook(Person, cache_result=False)
    strict.register_structure_hook(Person, _named(parties.person, table))
    return strict


def _named(find: Callable[[str], Any], table: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    return lambda value, of: find(value) if isinstance(value, str) else table(value, of)


def _settled(strict: Converter) -> Callable[[str], Settled]:
    def read(text: str) -> Settled:
        entry, amount = entry_and_amount(text)
        return Settled(of=named_entry(entry), amount=strict.structure(amount, Money))

    return read


def _is_optional(of: Any) -> bool:
    return of is not Private and type(None) in get_args(of)


def _or_nothing(of: Any, strict: Converter) -> Callable[[Any, Any], Any]:
    inner: Any = reduce(or_, (part for part in get_args(of) if part is not type(None)))
    says_none = NOTHING in get_args(inner)

    def structure(value: Any, _: Any) -> Any:
        nothing = isinstance(value, str) and value.strip().casefold() == NOTHING and not says_none
        return None if value is None or nothing else strict.structure(value, inner)

    return structure


def _is_tuple(of: Any) -> bool:
    return get_origin(of) is tuple


def _parted(of: Any, strict: Converter) -> Callable[[Any, Any], tuple[Any, ...]]:
    members: Any = types.GenericAlias(list, (get_args(of)[0],))

    def structure(value: Any, _: Any) -> tuple[Any, ...]:
        parts = [part.strip() for part in value.split(";")] if isinstance(value, str) else value
        return tuple(strict.structure(parts, members))

    return structure


def _money(value: Any, _: Any) -> Money:
    if not isinstance(value, str):
        raise BadInput(f"{POUNDS}, not {value}")
    return Money(value)


def _typed_money(value: Any, _: Any) -> Money:
    if not isinstance(value, str):
        raise BadInput(f"{POUNDS}, not {value}")
    return pounds(value)


def _typed_day(value: Any, dates: DateOrder | None) -> dt.date:
    return day_of(iso_date(value, dates) if isinstance(value, str) else value)


def _word(value: Any, _: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise BadInput(f"expected text, not {value!r}")
    return value


def _unchanged_word(value: Any, of: Any) -> str:
    word = _word(value, of)
    check_not_converted(word)
    return word


def _private(value: Any, _: Any) -> str:
    if not isinstance(value, str):
        raise BadInput(f"expected text, not {value!r}")
    return value


def _toml_day(value: Any, _: Any) -> dt.date:
    if type(value) is not dt.date:
        raise BadInput(
            f"expected a date such as 2024-03-15, without quotes and without a time, not {value!r}"
        )
    return value


def _toml_time(value: Any, _: Any) -> dt.time:
    if type(value) is not dt.time:
        raise BadInput(f"expected a time such as 09:30:00, without quotes, not {value!r}")
    return value


def _time(value: Any, _: Any) -> dt.time:
    if not (isinstance(value, str) and CLOCK.fullmatch(value)):
        raise BadInput(f"expected a time such as 09:30, not {value!r}")
    try:
        return dt.time.fromisoformat(value)
    except ValueError as error:
        raise BadInput(f"{value} is not a time of day") from error


def _integer(value: Any, _: Any) -> int:
    if not (isinstance(value, str) and re.fullmatch(r"\d{1,16}", value, re.ASCII)):
        raise BadInput(f"expected a whole number, not {value!r}")
    return int(value)


def _truth(value: Any, _: Any) -> bool:
    if not (isinstance(value, str) and value.lower() in TRUTH):
        raise BadInput(f"expected yes or no, not {value!r}")
    return TRUTH[value.lower()]
