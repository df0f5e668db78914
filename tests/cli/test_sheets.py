"""A sheet of costs as spreadsheets save it: what is certain is read, what may be two things is refused with both."""

import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from s2ss_core.cli.rows import csv_table
from s2ss_core.cli.rows.cells import iso_date, pounds
from s2ss_core.errors import BadInput
from s2ss_core.values import Money
from tests.cli.conftest import Ran, entries

Run = Callable[..., Ran]

HEADINGS = ("record", "deployment", "cost", "on", "line", "supplier", "net", "invoice_number", "recorded_by")
FIRST = ("incur-cost", "dep-2023-014", "k-1", "2024-02-15", "2", "readwell", "100.00", "A-1", "u-7")
SECOND = ("incur-cost", "dep-2023-014", "k-2", "2024-02-16", "2", "readwell", "1,100.00", "A-2", "u-7")
TWO_RECORDED = "2 recorded."
Sheet = Sequence[Sequence[str]]
GOOD: Sheet = (HEADINGS, FIRST, SECOND)


def saved(sheet: Sheet, separator: str = ",", end: str = "\r\n") -> str:
    return "".join(
        separator.join(f'"{cell}"' if separator in cell else cell for cell in row) + end for row in sheet
    )


def with_cells(name: str, *cells: str) -> Sheet:
    at = HEADINGS.index(name)
    return (
        HEADINGS,
        *((*row[:at], cell, *row[at + 1 :]) for row, cell in zip((FIRST, SECOND), cells, strict=True)),
    )


def headed(change: Callable[[str], str]) -> Sheet:
    return (tuple(map(change, HEADINGS)), FIRST, SECOND)


TITLE = ("Costs of spring 2024", *[""] * 8)
READ = {
    "as written": saved(GOOD),
    "a mark before it": "\ufeff" + saved(GOOD),
    "two marks before it": "\ufeff\ufeff" + saved(GOOD),
    "UTF-16": saved(GOOD, "\t"),
    "semicolons": saved(GOOD, ";"),
    "tabs": saved(GOOD, "\t"),
    "a line that names the separator": "sep=;\r\n" + saved(GOOD, ";"),
    "old line ends": saved(GOOD, end="\r"),
    "empty columns at the right": saved([(*row, "", "") for row in GOOD]),
    "empty rows below": saved((*GOOD, *[[""] * 9] * 3)),
    "a title above": saved((TITLE, [""] * 9, *GOOD)),
    "a title without separators": "Costs of spring 2024\r\n\r\n" + saved(GOOD),
    "an end of file in it": saved(GOOD) + "\x1a",
    "capital headings": saved(headed(str.upper)),
    "headings with blanks": saved(headed(lambda name: name.replace("_", " ").capitalize())),
    "headings with blanks that do not break": saved(headed(lambda name: f"{name}\u00a0")),
    "pounds": saved(with_cells("net", "£100.00", "£1,100.00")),
    "pounds and blanks": saved(with_cells("net", "£ 100.00", " £1,100.00 ")),
    "one decimal": saved(with_cells("net", "100.5", "1100.0")),
    "blanks between thousands": saved(with_cells("net", "100.00", "1\u00a0100.00")),
    "days of the month after 12": saved(with_cells("on", "15/02/2024", "16/02/2024")),
    "midnights": saved(with_cells("on", "2024-02-15 00:00:00", "2024-02-16 00:00:00")),
    "a mark in a cell": saved(with_cells("line", "2\u200b", "2")),
}


@pytest.mark.parametrize("name", READ)
def test_what_is_certain_is_read(s2ss: Run, running: Path, tmp_path: Path, name: str) -> None:
    file = tmp_path / "costs.csv"
    file.write_bytes(READ[name].encode("utf-16" if name == "UTF-16" else "utf-8"))

    ran = s2ss("record", file, "--db", running)

    assert TWO_RECORDED in ran.out, ran.err


REFUSED = {
    "two days": (
        saved(with_cells("on", "05/02/2024", "16/02/2024")),
        "row 2 (incur-cost): on: 05/02/2024 may be 2024-02-05 or 2024-05-02: write one of these",
    ),
    "a decimal comma": (
        saved(with_cells("net", "100,00", "1100,00"), ";"),
        "net: 100,00 may be £100.00 or £10,000.00: write 100.00 or 10000.00",
    ),
    "three places": (saved(with_cells("net", "1.100", "1.00")), "net: 1.100 may be £1.10 or £1,100.00"),
    "negative": (saved(with_cells("net", "(100.00)", "1.00")), "(100.00) is negative"),
    "minus after it": (saved(with_cells("net", "100.00-", "1.00")), "100.00- is negative"),
    "pence of a penny": (saved(with_cells("net", "100.005", "1.00")), "net: 100.005 may be"),
    "an id made a date": (saved(with_cells("cost", "02-Jan", "k-2")), "02-Jan may be an id, or the date that a spreadsheet made"),
    "an id made a number": (
        saved(with_cells("invoice_number", "1.23457E+11", "A-2")),
        "1.23457E+11 may be an id, or the number that a spreadsheet made of another one",
    ),
    "a cell without heading": (
        saved([(*row, "", "x") for row in GOOD[1:]]).replace("incur", ",".join(HEADINGS) + "\r\nincur", 1),
        "row 2 has 'x' in column K, which has no heading in row 1",
    ),
    "a heading twice": (saved(headed(lambda name: name.replace("cost", "line"))), "heading 'line' stands there twice"),
    "a mark within a cell": (saved(with_cells("supplier", "read\u200bwell", "readwell")), "cannot be seen (U+200B)"),
    "a year of two digits": (saved(with_cells("on", "15/02/24", "16/02/24")), "expected a date such as 2024-03-15"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_may_be_two_things_is_refused_with_both(
    s2ss: Run, running: Path, tmp_path: Path, name: str
) -> None:
    text, says = REFUSED[name]
    file = tmp_path / "costs.csv"
    file.write_text(text, "utf-8", newline="")

    message = s2ss("record", file, "--db", running).cannot()

    assert says in " ".join(message.split())
    assert "Nothing was recorded" in message


@pytest.mark.parametrize(("order", "day"), (("day-first", "2024-02-05"), ("month-first", "2024-05-02")))
def test_whoever_knows_how_the_file_writes_dates_can_say_so(
    order: str, day: str, s2ss: Run, running: Path, tmp_path: Path
) -> None:
    assert iso_date("05/02/2024", order) == day  # type: ignore[arg-type]
    file = tmp_path / "costs.csv"
    file.write_text(saved(with_cells("on", "05/02/2024", "16/02/2024")), "utf-8")

    ran = s2ss("record", file, "--db", running, "--dates", order)

    assert (TWO_RECORDED in ran.out) == (order == "day-first")


@pytest.mark.parametrize(
    ("cell", "day"),
    (
        ("05/05/2024", "2024-05-05"),
        ("31/12/2024", "2024-12-31"),
        ("12/31/2024", "2024-12-31"),
        ("2024-02-05", "2024-02-05"),
    ),
)
def test_a_date_with_one_reading_is_that_date(cell: str, day: str) -> None:
    assert iso_date(cell, None) == day


@pytest.mark.parametrize("cell", ("31/12/2024", "12/31/2024"))
def test_an_order_that_is_stated_is_kept_to(cell: str) -> None:
    assert (iso_date(cell, "day-first") == "2024-12-31") == (cell == "31/12/2024")


@pytest.mark.parametrize("pence", (0, 1, 50, 10_050, 110_000, 123_456_789))
def test_every_way_of_writing_a_sum_is_that_sum(pence: int) -> None:
    plain = f"{pence // 100}.{pence % 100:02}"
    grouped = f"{pence // 100:,}.{pence % 100:02}"

    for cell in (plain, f"£{plain}", f"£ {plain}", grouped, grouped.replace(",", "\u202f"), f"£{grouped}"):
        assert pounds(cell) == Money(pence)
    if pence % 10 == 0:
        assert pounds(plain[:-1]) == Money(pence)


@pytest.mark.parametrize("cell", ("100,0", "1,10", "100,00", "1.100", "999.999"))
def test_a_sum_with_two_readings_is_refused(cell: str) -> None:
    with pytest.raises(BadInput, match="may be £"):
        pounds(cell)


def test_a_field_that_may_be_nothing_is_written_none(s2ss: Run, running: Path, tmp_path: Path) -> None:
    headings = "deployment,visit,on,leader,school,unit,quantity,counterpart,line\n"
    visit = "dep-2023-014,f-1,2024-02-08,sl-022,moor-end,half-day,1,{},1\n"
    file = tmp_path / "visits.csv"
    told = ("record", file, "--command", "log-visit", "--by", "admin", "--db", running)

    file.write_text(headings + visit.format(""), "utf-8")
    assert "counterpart is missing; write none if there is none" in s2ss(*told).cannot()

    file.write_text(headings + visit.format("None"), "utf-8")
    assert "1 recorded." in s2ss(*told).out


VISITS = "record,deployment,visit,on,leader,school,unit,quantity,line,counterpart,recorded_by\n"


def visits(*ids: str) -> str:
    """A sheet of half-day visits on the days from 6 February."""
    rows = (
        f"log-visit,dep-2023-014,{visit},2024-02-{day:02},sl-022,moor-end,half-day,1,1,ht-031,sl-022\n"
        for day, visit in enumerate(ids, 6)
    )
    return VISITS + "".join(rows)


CHANGED = {
    "leading noughts": ("007", "7"),
    "scientific notation": ("3E4", "30000"),
    "noughts after the point": ("1.10", "1.1"),
    "more digits than a number keeps": ("12345678901234567", "12345678901234600"),
    "a date": ("1-2-24", "2024-02-01"),
    "a short date": ("2024-02-01", "01/02/24"),
    "a time": ("9:30", "09:30:00"),
}


@pytest.mark.parametrize("name", CHANGED)
def test_a_sheet_in_which_a_spreadsheet_changed_an_id_is_not_recorded_a_second_time(
    name: str, s2ss: Run, running: Path, tmp_path: Path
) -> None:
    typed, changed = CHANGED[name]
    file = tmp_path / "visits.csv"
    file.write_text(visits("v-1", typed), "utf-8")
    assert TWO_RECORDED in s2ss("record", file, "--db", running, "--ids-are-right").out
    before = entries(running)

    file.write_text(visits("v-1", changed), "utf-8")
    message = s2ss("record", file, "--db", running).cannot()

    assert f"visit {changed} is new, but {typed} is recorded" in message
    assert f"Write {typed} if it is the same visit; add --ids-are-right if it is another one" in message
    assert entries(running) == before
    as_another = s2ss("record", file, "--db", running, "--ids-are-right")
    assert "1 already recorded; 1 refused." in as_another.out  # as another visit: there are no more days


def test_an_id_that_another_row_of_the_sheet_has_with_noughts_is_refused(
    s2ss: Run, running: Path, tmp_path: Path
) -> None:
    file = tmp_path / "visits.csv"
    file.write_text(visits("007", "7"), "utf-8")

    assert "visit 7 is new, but 007 is recorded" in s2ss("record", file, "--db", running).cannot()


def test_the_opening_of_a_deployment_is_compared_with_all_that_were_opened(
    s2ss: Run, running: Path, tmp_path: Path
) -> None:
    file = tmp_path / "leaders.csv"
    row = "agree-allowance,{},2022/23,2022-09-05,10,moor-end,school,no,ht-031,u-7\n"
    headings = (
        "record,leader,cap_year,on,days,home_school.id,home_school.kind,home_school.member_of_broker,agreed_by,"
        "recorded_by\n"
    )
    file.write_text(headings + row.format("0012"), "utf-8")
    assert "1 recorded." in s2ss("record", file, "--db", running).out

    file.write_text(headings + row.format("12"), "utf-8")

    assert "12 is new, but 0012 is recorded" in s2ss("record", file, "--db", running).cannot()


@pytest.mark.parametrize("cell", ("02-Jan", "Jan-24", "01/02/2024", "3E4", "3.00E+04"))
def test_an_id_that_looks_changed_is_recorded_for_whoever_says_that_it_is_right(
    cell: str, s2ss: Run, running: Path, tmp_path: Path
) -> None:
    file = tmp_path / "visits.csv"
    file.write_text(visits("v-1", cell), "utf-8")

    assert f"add --ids-are-right if it is {cell}" in s2ss("record", file, "--db", running).cannot()
    assert TWO_RECORDED in s2ss("record", file, "--db", running, "--ids-are-right").out


@pytest.mark.parametrize("pair", (("7", "8"), ("007", "0007a"), ("v-007", "v-7"), ("1-2", "2-1")))
def test_ids_that_no_spreadsheet_makes_the_same_are_two(
    pair: tuple[str, str], s2ss: Run, running: Path, tmp_path: Path
) -> None:
    file = tmp_path / "visits.csv"
    file.write_text(visits(*pair), "utf-8")

    assert TWO_RECORDED in s2ss("record", file, "--db", running).out
    assert "2 already recorded." in s2ss("record", file, "--db", running).out


def steps_of(work: Callable[[], object]) -> int:
    """How many lines of the reader of sheets a piece of work runs."""
    counted, before = 0, sys.gettrace()

    def count(frame: FrameType, event: str, _argument: object) -> Any:
        nonlocal counted
        counted += event == "line"
        return count if frame.f_code.co_filename == csv_table.__file__ else None

    sys.settrace(count)
    try:
        work()
    finally:
        sys.settrace(before)
    return counted


def wide(columns: int) -> str:
    return saved([[f"field.{number}" for number in range(1, columns + 1)], ["1"] * columns])


def long(rows: int) -> str:
    return saved([["record"], *[["log-visit"]] * rows])


@pytest.mark.parametrize("sheet", (wide, long), ids=("columns", "rows"))
def test_a_sheet_of_twice_the_size_takes_twice_the_steps(sheet: Callable[[int], str]) -> None:
    few, twice, four_times = (
        steps_of(partial(csv_table.tables_of, sheet(size), "wide.csv", {"record"}))
        for size in (250, 500, 1_000)
    )

    assert (four_times - twice) / (twice - few) == pytest.approx(2, rel=0.02)


def test_more_columns_than_any_form_has_are_refused_before_a_cell_is_read(
    s2ss: Run, running: Path, tmp_path: Path
) -> None:
    file = tmp_path / "wide.csv"
    file.write_text(wide(1_001), "utf-8")

    assert "row 1 has 1001 columns, more than 1000" in s2ss("record", file, "--db", running).cannot()
