"""Files of rows for `s2ss record`, TOML and CSV: read, played into a store, looked at there, and undone."""

import csv
import io
import random
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from cattrs import Converter

from s2ss_core.application import Brokerage
from s2ss_core.cli.demo import example, example_file, play_example
from s2ss_core.cli.rows import Default, Parties, Row, import_rows, in_text, read_rows, row_of
from s2ss_core.cli.rows.converters import in_toml
from s2ss_core.cli.rows.csv_table import tables_of
from s2ss_core.cli.rows.reader import toml_rows
from s2ss_core.errors import BadInput
from s2ss_core.programmes.mistakes import toml_of
from s2ss_core.store import recorded_of
from tests.fuzz.mutations import mutated

HEAD, *ROWS = example_file().read_text("utf-8").split("[[row]]")
DEFAULT = Default(recorded_by="u-7")
BEGUN = (0, 34, 60)  # so many rows of the example are recorded already


class Undone(Exception):
    """Ends a transaction so that nothing of it stays."""


class RowFiles:
    """Reads a changed file of a few rows and plays them."""

    def __init__(self, folder: Any) -> None:
        self.file = folder / "rows.csv"
        self.brokerages: list[Brokerage] = []
        for count in BEGUN:
            brokerage = Brokerage.open("memory:")
            play_example(brokerage, example()[:count])
            self.brokerages.append(brokerage)
        self.parties = [Parties(brokerage.history) for brokerage in self.brokerages]
        self.toml_words = [in_toml(parties) for parties in self.parties]
        self.csv_words = in_text(self.parties[-1])

    def read(self, chosen: random.Random) -> str:
        """What became of one input. Raises where what is stored is not valid, or anything but `BadInput`."""
        which = chosen.randrange(len(BEGUN))
        first = chosen.choice((BEGUN[which], chosen.randrange(len(ROWS))))
        chosen_rows = ROWS[first : first + chosen.choice((1, 1, 2, 3))] or ROWS[:1]
        try:
            rows = (
                self.csv_rows(chosen_rows, chosen)
                if chosen.random() < 0.3
                else self.toml(chosen_rows, chosen, which)
            )
        except BadInput:
            return "refused"
        return self.played(rows, self.brokerages[which])

    def toml(self, chosen_rows: list[str], chosen: random.Random, which: int) -> Sequence[Row]:
        parties = afresh(self.parties[which])
        text = mutated("[[row]]".join(["", *chosen_rows]), chosen, ROWS)
        if chosen.random() < 0.9:
            written = toml_of(text).get("row")
            return self.rows(written if isinstance(written, list) else [], self.toml_words[which])
        head = HEAD if which == 0 or chosen.random() < 0.05 else 'recorded_by = "u-7"\n'
        return toml_rows(mutated(head + text, chosen, ROWS), "rows.toml", parties, Default())

    def csv_rows(self, chosen_rows: list[str], chosen: random.Random) -> Sequence[Row]:
        written = tomllib.loads("[[row]]".join(["", *chosen_rows]), parse_float=Decimal)["row"]
        text = mutated(csv_of(written), chosen, ROWS)
        parties = afresh(self.parties[-1])
        if chosen.random() < 0.9:
            return self.rows([table for _, table in tables_of(text, "rows.csv")], self.csv_words)
        self.file.write_bytes(text.encode("utf-8", chosen.choice(("replace", "surrogatepass"))))
        return read_rows(self.file, parties, Default(recorded_by=chosen.choice(("u-7", None))))

    def rows(self, written: Sequence[Any], words: Converter) -> Sequence[Row]:
        """Rows as files give them, read with words that are made once: that takes longer than all the rest."""
        tables = [table for table in written if isinstance(table, dict)]
        return [row_of(number, table, words, DEFAULT) for number, table in enumerate(tables, 1)]

    def played(self, rows: Sequence[Row], brokerage: Brokerage) -> str:
        store, before = brokerage.store, brokerage.store.newest()
        verdicts: set[str] = set()
        try:
            with store.writing():
                verdicts |= {outcome.verdict for outcome in import_rows(brokerage, rows)}
                for position, state in store.entries(before):
                    recorded_of(state, position=position)
                undo()
        except Undone:
            pass
        assert store.newest() == before
        return "accepted" if verdicts & {"recorded", "already recorded"} else min(verdicts, default="empty")


def undo() -> None:
    raise Undone


def afresh(parties: Parties) -> Parties:
    """Parties that know what is pinned, and nothing that another file defined."""
    parties.organisations.clear()
    parties.people.clear()
    return parties


def csv_of(tables: list[Mapping[str, Any]]) -> str:
    """Rows as CSV: dotted headings, `;` between the parts of lists of plain values."""
    rows = [dict(cells(table, "")) for table in tables]
    headings = list(dict.fromkeys(name for row in rows for name in row))
    out = io.StringIO()
    writer = csv.DictWriter(out, headings, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def cells(value: Any, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for name, part in value.items():
            yield from cells(part, f"{path}.{name}" if path else name)
    elif isinstance(value, list) and any(isinstance(part, dict) for part in value):
        for number, part in enumerate(value, 1):
            yield from cells(part, f"{path}.{number}")
    elif isinstance(value, list):
        yield path, ";".join(map(str, value))
    else:
        yield path, {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)
