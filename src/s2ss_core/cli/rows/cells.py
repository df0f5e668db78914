"""Money, days and ids as spreadsheets save them. A cell that may mean two things is refused with both."""

import datetime as dt
import re
from typing import Literal

from s2ss_core.errors import BadInput
from s2ss_core.values import Money

DateOrder = Literal["day-first", "month-first"]

GROUPED = re.compile("\\d{1,3}([ \u00a0\u202f\u2009,])\\d{3}(\\1\\d{3})*(\\.\\d+)?", re.ASCII)
POUNDS = re.compile(r"(\d+)(?:\.(\d))?", re.ASCII)
COMMA = re.compile(r"(\d+),(\d{1,2})", re.ASCII)
THREE_PLACES = re.compile(r"(\d{1,3})\.(\d{3})", re.ASCII)
NEGATIVE = re.compile(r"\(.*\)|.*-|-.*")
SLASHED = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})", re.ASCII)
MIDNIGHT = re.compile(r"(\d{4}-\d{2}-\d{2})[ T]00:00(:00(\.0+)?)?", re.ASCII)
MADE_A_DATE = re.compile(
    r"\d{1,2}-[A-Z][a-z]{2}(-\d{2})?|[A-Z][a-z]{2}-\d{2}|\d{1,2}/\d{1,2}/\d{4}", re.ASCII
)
MADE_A_NUMBER = re.compile(r"\d(\.\d+)?E[+-]?\d+", re.ASCII)


def pounds(cell: str) -> Money:
    """`100.5`, `£ 1,100.00` or `1 100.00` with blanks that do not break. Raises `BadInput`, also for two readings."""
    text = cell.replace("£", "", 1).strip()
    if NEGATIVE.fullmatch(text):
        raise BadInput(f"{cell} is negative: give a sum of £0.00 or more")
    if GROUPED.fullmatch(text):
        text = re.sub(r"[^\d.]", "", text)
    _refuse_two_sums(cell, text)
    short = POUNDS.fullmatch(text)
    return Money(f"{short[1]}.{short[2]}0" if short and short[2] else text)


def _refuse_two_sums(cell: str, text: str) -> None:
    for pattern in (COMMA, THREE_PLACES):
        if parts := pattern.fullmatch(text):
            whole, rest = parts.groups()
            small = f"{whole}.{rest:<02}" if pattern is COMMA else f"{whole}.{rest[:2]}"
            raise BadInput(
                f"{cell} may be £{small} or £{int(whole + rest):,}.00: write {small} or {whole}{rest}.00"
            )


def iso_date(cell: str, order: DateOrder | None) -> str:
    """The date as 2024-03-15, from `15/03/2024` too. Raises `BadInput` with both readings where there are two.

    `order` says how the file writes dates. What is no date is given back as it is.
    """
    if midnight := MIDNIGHT.fullmatch(cell):
        return midnight[1]
    parts = SLASHED.fullmatch(cell)
    if not parts:
        return cell
    first, second, year = map(int, parts.groups())
    readings = {"day-first": _date(year, second, first), "month-first": _date(year, first, second)}
    found = sorted({str(day) for name, day in readings.items() if day and order in (None, name)})
    if len(found) == 2:
        raise BadInput(
            f"{cell} may be {readings['day-first']} or {readings['month-first']}: write one of these, or say how the file"
            " writes its dates with --dates day-first (or month-first)"
        )
    return found[0] if found else cell


def _date(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def check_not_converted(cell: str) -> None:
    """Raise `BadInput` for an id that a spreadsheet may have made: of `1-2` it makes `02-Jan`, of `3E4` `3.00E+04`."""
    for pattern, what in ((MADE_A_DATE, "date"), (MADE_A_NUMBER, "number")):
        if pattern.fullmatch(cell):
            raise BadInput(
                f"{cell} may be an id, or the {what} that a spreadsheet made of another one. Format the column as text and"
                f" type the id again; add --ids-are-right if it is {cell}"
            )
