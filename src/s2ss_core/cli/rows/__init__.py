"""Rows: facts and decisions in TOML or CSV files, and the result of each."""

from s2ss_core.cli.rows.cells import DateOrder
from s2ss_core.cli.rows.commands import KINDS, Kind, kind_named
from s2ss_core.cli.rows.converters import day_of, in_text
from s2ss_core.cli.rows.csv_table import nested
from s2ss_core.cli.rows.errors import mistakes
from s2ss_core.cli.rows.importer import Outcome, Verdict, import_rows
from s2ss_core.cli.rows.parties import Parties
from s2ss_core.cli.rows.reader import Default, is_sheet, read_rows, row_of, toml_rows
from s2ss_core.cli.rows.row import Row

__all__ = [
    "KINDS",
    "DateOrder",
    "Default",
    "Kind",
    "Outcome",
    "Parties",
    "Row",
    "Verdict",
    "day_of",
    "import_rows",
    "in_text",
    "is_sheet",
    "kind_named",
    "mistakes",
    "nested",
    "read_rows",
    "row_of",
    "toml_rows",
]
