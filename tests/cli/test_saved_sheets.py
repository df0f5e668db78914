"""The export of a form, saved by Excel or LibreOffice in an English locale: its rows are recorded, or refused in words."""

import csv
import io
import os
import shutil
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from s2ss_core.application import Brokerage
from s2ss_core.cli.options import url_of
from tests.cli.conftest import Ran, entries

Run = Callable[..., Ran]

ENGLISH = "44,34,76,1,,2057,false,true"  # comma, quote, UTF-8, from line 1, British English, dates and numbers are read
HEADINGS = ("Deployment", "Cost", "On", "Line", "Supplier", "Net", "VAT", "Invoice number")
FORM = (
    ("dep-2023-014", "k-1", "2024-02-05", "2", "readwell", "100.50", "0.00", "RW-1301"),
    ("dep-2023-014", "k-2", "2024-02-16", "2", "readwell", "1100.00", "220.00", "RW-1302"),
)
TOLD = ("--command", "incur-cost", "--by", "u-7")
TWO_RECORDED = "2 recorded."


def exported(rows: Sequence[Sequence[str]] = FORM, headings: Sequence[str] = HEADINGS) -> str:
    text = io.StringIO()
    csv.writer(text).writerows((headings, *rows))
    return text.getvalue()


def saved_by_excel(days: tuple[str, str] = ("05/02/2024", "16/02/2024")) -> str:
    """As Excel for the United Kingdom saves it with sums formatted as pounds, and with a column emptied at the right."""
    first, second = days
    return (
        "Deployment,Cost,On,Line,Supplier,Net,VAT,Invoice number,\r\n"
        f"dep-2023-014,k-1,{first},2,readwell, £100.50 , £0.00 ,RW-1301,\r\n"
        f'dep-2023-014,k-2,{second},2,readwell," £1,100.00 ", £220.00 ,RW-1302,\r\n'
        ",,,,,,,,\r\n"
    )


def saved_by_libreoffice(text: str, folder: Path) -> bytes:
    """Opened as CSV, saved as XLSX, opened again and saved as CSV."""
    (folder / "sheet.csv").write_text(text, "utf-8", newline="")
    converted(folder / "sheet.csv", "xlsx:Calc MS Excel 2007 XML", folder, f"--infilter=CSV:{ENGLISH}")
    converted(folder / "sheet.xlsx", f"csv:Text - txt - csv (StarCalc):{ENGLISH},false", folder / "saved")
    return (folder / "saved" / "sheet.csv").read_bytes()


def converted(file: Path, into: str, folder: Path, *more: str) -> None:
    subprocess.run(
        ["soffice", f"-env:UserInstallation={folder.as_uri()}/profile", "--headless", "--convert-to", into, *more,
         "--outdir", str(folder), str(file)],
        env={**os.environ, "LC_ALL": "C.UTF-8"}, capture_output=True, check=True, timeout=120,
    )  # fmt: skip


def costs(db: Path) -> list[Any]:
    """The last two costs."""
    with Brokerage.open(url_of(str(db)), create=False) as brokerage:
        return [entry.event for entry in brokerage.history() if type(entry.event).__name__ == "CostIncurred"][
            -2:
        ]


@pytest.fixture
def from_the_form(s2ss: Run, running: Path, tmp_path: Path) -> list[Any]:
    """The costs that the export itself records, in a store of its own."""
    db, file = tmp_path / "form.db", tmp_path / "form.csv"
    shutil.copy(running, db)
    file.write_text(exported(), "utf-8", newline="")
    assert TWO_RECORDED in s2ss("record", file, *TOLD, "--db", db).out
    return costs(db)


@pytest.mark.parametrize("encoding", ("utf-8", "utf-8-sig", "utf-16"))
def test_what_excel_saved_is_recorded_as_the_form_exported_it(
    encoding: str, s2ss: Run, running: Path, tmp_path: Path, from_the_form: list[Any]
) -> None:
    file = tmp_path / "costs.csv"
    file.write_bytes(saved_by_excel().encode(encoding))

    ran = s2ss("record", file, *TOLD, "--dates", "day-first", "--db", running)

    assert TWO_RECORDED in ran.out, ran.err
    assert costs(running) == from_the_form


def test_a_day_in_two_orders_is_refused_until_one_says_which(
    s2ss: Run, running: Path, tmp_path: Path
) -> None:
    file = tmp_path / "costs.csv"
    file.write_bytes(saved_by_excel().encode("utf-8-sig"))
    before = entries(running)

    message = s2ss("record", file, *TOLD, "--db", running).cannot()

    assert "on: 05/02/2024 may be 2024-02-05 or 2024-05-02" in message
    assert entries(running) == before


@pytest.mark.parametrize(
    ("name", "content"),
    (
        ("costs.csv", saved_by_excel().encode("cp1252")),
        ("costs.xlsx", b"PK\x03\x04\x14\x00\x06\x00\x08\x00\x00\x00!\x00\xd3"),
        ("costs.ods", b"PK\x03\x04\x14\x00\x00\x08\x00\x00\xe3\xb5"),
    ),
)
def test_a_file_that_is_not_unicode_text_says_how_to_save_it(
    name: str, content: bytes, s2ss: Run, running: Path, tmp_path: Path
) -> None:
    file = tmp_path / name
    file.write_bytes(content)

    message = s2ss("record", file, *TOLD, "--db", running).cannot()

    assert "save it as UTF-8 (from a spreadsheet, as 'CSV UTF-8')" in message


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_what_libreoffice_saved_is_recorded_as_the_form_exported_it(
    s2ss: Run, running: Path, tmp_path: Path, from_the_form: list[Any]
) -> None:
    saved = saved_by_libreoffice(exported(), tmp_path)
    (tmp_path / "costs.csv").write_bytes(saved)
    assert b",100.5,0,RW-1301" in saved  # it was read as numbers

    ran = s2ss("record", tmp_path / "costs.csv", *TOLD, "--db", running)

    assert TWO_RECORDED in ran.out, ran.err
    assert costs(running) == from_the_form


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_ids_that_libreoffice_changed_are_refused_when_the_sheet_comes_again(
    s2ss: Run, running: Path, tmp_path: Path
) -> None:
    changed = tuple((row[0], id_, *row[2:]) for row, id_ in zip(FORM, ("007", "3E4"), strict=True))
    (tmp_path / "typed.csv").write_text(exported(changed), "utf-8", newline="")
    (tmp_path / "saved.csv").write_bytes(saved_by_libreoffice(exported(changed), tmp_path))
    assert (
        TWO_RECORDED in s2ss("record", tmp_path / "typed.csv", *TOLD, "--ids-are-right", "--db", running).out
    )
    before = entries(running)

    first = s2ss("record", tmp_path / "saved.csv", *TOLD, "--db", running)
    second = s2ss("record", tmp_path / "saved.csv", *TOLD, "--ids-are-right", "--db", running)

    assert "row 2 (incur-cost 7): cost 7 is new, but 007 is recorded" in first.err
    assert "row 3 (incur-cost 30000): cost 30000 is new, but 3E4 is recorded" in first.cannot()
    assert second.code == 1  # no id is compared any more: the rules know the invoices
    assert entries(running) == before
