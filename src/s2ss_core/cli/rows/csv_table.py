"""A CSV file as tables of text: dotted columns are nested values, blank cells are absent.

It takes sheets as spreadsheets save them: separated by commas, semicolons or tabs, with titles above the headings, with
empty columns at the right, and with headings in any case. Whatever could mean two things is refused.
"""

import csv
import io
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

from s2ss_core.errors import BadInput

DEEPEST = 10
MOST_COLUMNS = 1_000
MOST_TITLES = 10  # rows above the headings
SEPARATORS = (",", ";", "\t")
MARKS = "\ufeff\u200b\u2060"  # they have no width, and some programs put them before a text
END_OF_FILE = "\x00\x1a"  # some programs put these after one
LETTERS = 26

Line = tuple[int, Sequence[str]]


def tables_of(text: str, origin: str, known: Collection[str] = ()) -> Sequence[tuple[int, Mapping[str, Any]]]:
    """Each row below the headings, with its number as a spreadsheet counts it; `known` are names of fields.

    Raises `BadInput`: one paragraph that names the file and the row.
    """
    lines = _lines(text.strip(MARKS).rstrip(END_OF_FILE), origin, known)
    headings, rows = _below_titles(lines, known)
    if not rows:
        raise BadInput(
            f"{origin} has no rows: write headings in its first line and a row in each line below."
        )
    columns = _columns(headings, rows, origin)
    return [(number, _table(columns, cells, f"{origin}: row {number}")) for number, cells in rows]


def nested(cells: Iterator[tuple[str, str]]) -> Mapping[str, Any]:
    """Text by dotted name as nested tables; parts named 1, 2, 3 make a list. Raises `BadInput`."""
    whole: dict[str, Any] = {}
    for name, text in cells:
        *outer, last = name.split(".")
        if len(outer) > DEEPEST:
            raise BadInput(f"{name[:40]}… has more parts than any field")
        inside = whole
        for part in outer:
            inside = inside.setdefault(part, {})
            if not isinstance(inside, dict):
                raise BadInput(f"{name} and {part} cannot both be given")
        if last in inside:
            raise BadInput(f"{name} is given twice")
        inside[last] = text
    return {name: _listed(value, name) for name, value in whole.items()}


def _lines(text: str, origin: str, known: Collection[str]) -> Sequence[Line]:
    first, _, rest = text.partition("\n")
    stated = first.rstrip("\r").strip('"').removeprefix("sep=")
    separator = (
        stated if first.strip('"').startswith("sep=") and len(stated) == 1 else _separator(text, known)
    )
    skipped = 1 if text is not rest and separator == stated else 0
    reader = csv.reader(io.StringIO(rest if skipped else text, newline=""), delimiter=separator, strict=True)
    try:
        lines = [
            (number, [cell.strip().strip(MARKS).strip() for cell in cells])
            for number, cells in enumerate(reader, 1 + skipped)
        ]
    except csv.Error as error:
        raise BadInput(
            f"{origin} is not CSV: {error} in line {reader.line_num + skipped}. Nothing was recorded."
        ) from error
    return [(number, cells) for number, cells in lines if any(cells)]


def _separator(text: str, known: Collection[str]) -> str:
    """The one that parts the most known headings; a comma, if none does."""
    first = [line for line in text.splitlines() if line.strip()][: MOST_TITLES + 1]

    def headings(separator: str) -> int:
        return max(
            (sum(_is_known(cell, known) for cell in line.split(separator)) for line in first), default=0
        )

    return max(SEPARATORS, key=headings)


def _is_known(cell: str, known: Collection[str]) -> bool:
    return _name(cell.strip('"')).partition(".")[0] in known


def _below_titles(lines: Sequence[Line], known: Collection[str]) -> tuple[Line, Sequence[Line]]:
    """The headings and the rows under them. A title is a row of one cell that is not a heading itself."""
    for at, (_, cells) in enumerate(lines[: MOST_TITLES + 1]):
        filled = [cell for cell in cells if cell]
        if len(filled) > 1 or _is_known(filled[0], known):
            return lines[at], lines[at + 1 :]
    return (0, ()), lines[1:] if lines else ()


def _columns(headings: Line, rows: Sequence[Line], origin: str) -> Sequence[str]:
    number, cells = headings
    if len(cells) > MOST_COLUMNS:
        raise BadInput(
            f"{origin}: row {number} has {len(cells)} columns, more than {MOST_COLUMNS}. Nothing was recorded."
        )
    names = [_name(cell) for cell in cells]
    twice = sorted(name for name, count in Counter(filter(None, names)).items() if count > 1)
    if twice:
        raise BadInput(
            f"{origin}: row {number}: the heading {twice[0]!r} stands there twice. Nothing was recorded."
        )
    for row, found in rows:
        for column, cell in enumerate(found):
            if cell and not (column < len(names) and names[column]):
                raise BadInput(
                    f"{origin}: row {row} has {cell[:40]!r} in column {_letter(column)}, which has no heading in row"
                    f" {number or 1}. Give it a heading, or empty it. Nothing was recorded."
                )
    return names


def _name(heading: str) -> str:
    return "_".join(heading.strip().strip(MARKS).casefold().replace("-", " ").split())


def _letter(column: int) -> str:
    before, last = divmod(column, LETTERS)
    return (_letter(before - 1) if before else "") + chr(ord("A") + last)


def _table(names: Sequence[str], cells: Sequence[str], place: str) -> Mapping[str, Any]:
    hidden = next((mark for mark in chain.from_iterable(cells) if mark in MARKS), None)
    if hidden:
        raise BadInput(
            f"{place}: a cell holds a character that cannot be seen (U+{ord(hidden):04X}). Type it again. Nothing was recorded."
        )
    try:
        return nested((name, cell) for name, cell in zip(names, cells, strict=False) if cell)
    except BadInput as error:
        raise BadInput(f"{place}: {error}. Nothing was recorded.") from None


def _listed(value: Any, name: str) -> Any:
    if not isinstance(value, dict):
        return value
    inner = {part: _listed(each, f"{name}.{part}") for part, each in value.items()}
    if not all(part.isdecimal() for part in inner):
        return inner
    numbers = [str(number) for number in range(1, len(inner) + 1)]
    if inner.keys() != set(numbers):
        raise BadInput(f"{name}: number its parts 1, 2, 3 and leave none out")
    return [inner[number] for number in numbers]
