"""A CSV file as tables of text: dotted columns are nested values, blank cells are absent."""

import csv
import io
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from s2ss_core.errors import BadInput

DEEPEST = 10
MOST_COLUMNS = 1_000


def tables_of(text: str, origin: str) -> Sequence[tuple[int, Mapping[str, Any]]]:
    """Each row below the headings, with its number as a spreadsheet counts it: the headings are row 1.

    Raises `BadInput`: one paragraph that names the file and the row.
    """
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        lines = [line for line in enumerate(reader, 1) if any(cell.strip() for cell in line[1])]
    except csv.Error as error:
        raise BadInput(
            f"{origin} is not CSV: {error} in line {reader.line_num}. Nothing was recorded."
        ) from error
    if len(lines) < 2:
        raise BadInput(
            f"{origin} has no rows: write headings in its first line and a row in each line below."
        )
    headings = [heading.strip() for heading in lines[0][1]]
    _check(headings, origin)
    return [(number, _table(headings, cells, f"{origin}: row {number}")) for number, cells in lines[1:]]


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


def _check(headings: Sequence[str], origin: str) -> None:
    if len(headings) > MOST_COLUMNS:
        raise BadInput(
            f"{origin}: row 1 has {len(headings)} columns, more than {MOST_COLUMNS}. Nothing was recorded."
        )
    twice = sorted(heading for heading, count in Counter(headings).items() if count > 1)
    if "" in headings or twice:
        wrong = (
            f"the heading {twice[0]!r} stands there twice"
            if twice and twice[0]
            else "a column has no heading"
        )
        raise BadInput(f"{origin}: row 1: {wrong}. Nothing was recorded.")


def _table(headings: Sequence[str], cells: Sequence[str], place: str) -> Mapping[str, Any]:
    if len(cells) > len(headings):
        raise BadInput(
            f"{place} has {len(cells)} cells under {len(headings)} headings. Nothing was recorded."
        )
    try:
        given = zip(headings, cells, strict=False)
        return nested((heading, cell.strip()) for heading, cell in given if cell.strip())
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
