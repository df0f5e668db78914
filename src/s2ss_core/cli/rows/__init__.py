"""Rows: facts and decisions as people write them down, in TOML or CSV, and what becomes of each."""

from s2ss_core.cli.rows.commands import KINDS, Kind, kind_named
from s2ss_core.cli.rows.csv_table import nested
from s2ss_core.cli.rows.mistakes import mistakes
from s2ss_core.cli.rows.parties import Parties
from s2ss_core.cli.rows.play import Outcome, Verdict, play
from s2ss_core.cli.rows.reading import Default, read_rows, row_of, toml_rows
from s2ss_core.cli.rows.row import Row
from s2ss_core.cli.rows.spelling import day_of, in_text

__all__ = [
    "KINDS",
    "Default",
    "Kind",
    "Outcome",
    "Parties",
    "Row",
    "Verdict",
    "day_of",
    "in_text",
    "kind_named",
    "mistakes",
    "nested",
    "play",
    "read_rows",
    "row_of",
    "toml_rows",
]
