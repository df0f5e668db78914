"""Read files of rows, TOML or CSV. All mistakes of form are found before anything is recorded."""

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import attrs
from cattrs import Converter

from s2ss_core.application import Evidence
from s2ss_core.cli.rows.cells import DateOrder
from s2ss_core.cli.rows.commands import KINDS, Kind, kind_named
from s2ss_core.cli.rows.converters import in_text, in_toml
from s2ss_core.cli.rows.csv_table import tables_of
from s2ss_core.cli.rows.errors import did_you_mean, mistakes, refusal
from s2ss_core.cli.rows.parties import Parties
from s2ss_core.cli.rows.row import Row
from s2ss_core.errors import BadInput
from s2ss_core.events import validate
from s2ss_core.programmes.mistakes import toml_of
from s2ss_core.rules import Despite
from s2ss_core.values import Organisation, Person

OF_THE_ROW = ("record", "recorded_by", "recorded_at", "despite", "evidenced_by", "refused")
UTF_16 = (b"\xff\xfe", b"\xfe\xff")  # how its files begin
TOP = ("row", "organisations", "people", "recorded_by")


@attrs.frozen(kw_only=True)
class Default:
    """The values for rows that do not give them: the command, and who records; and how a CSV writes dates and ids."""

    record: str | None = None
    recorded_by: str | None = None
    dates: DateOrder | None = None
    ids_are_right: bool = False


def read_rows(path: Path, parties: Parties, default: Default) -> tuple[Row, ...]:
    """The rows of a file, TOML or (by its ending) CSV. Every row has the form that its command needs.

    Raises `BadInput`: one paragraph that names file, row, field and what is expected.
    """
    text = _text_of(path)
    if is_sheet(path):
        known = {
            *OF_THE_ROW,
            *(name for kind in KINDS.values() for name in (*kind.fields, kind.about) if name),
        }
        strict = in_text(parties, default.dates, ids_are_right=default.ids_are_right)
        return _rows(tables_of(text, path.name, known), strict, path.name, default)
    return toml_rows(text, path.name, parties, default)


def is_sheet(path: Path) -> bool:
    """Whether a file is a CSV, which spreadsheets save."""
    return path.suffix.lower() == ".csv"


def toml_rows(text: str, origin: str, parties: Parties, default: Default) -> tuple[Row, ...]:
    """The rows of TOML text; `origin` names it in errors. Raises as `read_rows` does."""
    try:
        content = toml_of(text)
    except BadInput as error:
        raise BadInput(f"{origin} is not TOML: {error}. Nothing was recorded.") from error
    strict = in_toml(parties)
    known = list(TOP)
    found = [f"unknown key {key}{did_you_mean(key, known)}" for key in content if key not in TOP]
    found += _define(content, strict, parties)
    rows = content.get("row")
    if not (isinstance(rows, list) and rows and all(isinstance(row, dict) for row in rows)):
        found.append("there are no rows: begin each with [[row]]")
    if found:
        raise refusal(origin, found)
    default = attrs.evolve(default, recorded_by=default.recorded_by or content.get("recorded_by"))
    return _rows(list(enumerate(rows or (), 1)), strict, origin, default)


def _text_of(path: Path) -> str:
    try:
        content = path.read_bytes()
        return content.decode("utf-16" if content[:2] in UTF_16 else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadInput(
            f"{path} is not text in UTF-8: save it as UTF-8 (from a spreadsheet, as 'CSV UTF-8')."
        ) from error
    except (OSError, ValueError) as error:
        raise BadInput(
            f"{path} cannot be read: {getattr(error, 'strerror', error)}. Check the path."
        ) from error


def _define(content: Mapping[str, Any], strict: Converter, parties: Parties) -> list[str]:
    found: list[str] = []
    into: Any
    for table, kind, key, into in (
        ("organisations", Organisation, "id", parties.organisations),
        ("people", Person, "person", parties.people),
    ):
        named = content.get(table, {})
        if not isinstance(named, dict):
            found.append(f"{table}: expected a table [{table}.ID] for each")
            continue
        for name, fields in named.items():
            whole = {**fields, key: name} if isinstance(fields, dict) else fields
            try:
                into[name] = structured(whole, kind, strict)
            except BadInput as error:
                found.append(f"[{table}.{name}] {error}")
    return found


def _rows(
    tables: Sequence[tuple[int, Mapping[str, Any]]], strict: Converter, origin: str, default: Default
) -> tuple[Row, ...]:
    rows: list[Row] = []
    found: list[str] = []
    for number, table in tables:
        try:
            rows.append(row_of(number, table, strict, default))
        except BadInput as error:
            named = table.get("record", default.record)
            found.append(f"row {number} ({named}): {error}" if named else f"row {number}: {error}")
    if found:
        raise refusal(origin, found)
    return tuple(rows)


def row_of(number: int, table: Mapping[str, Any], strict: Converter, default: Default) -> Row:
    """One row from its fields. Raises `BadInput`, naming every wrong field."""
    record, recorded_by = table.get("record", default.record), table.get("recorded_by", default.recorded_by)
    if record is None:
        raise BadInput("record is missing: say what it records, such as 'log-visit'")
    if recorded_by is None:
        raise BadInput("recorded_by is missing: say who records it, in the row or with --by")
    kind = kind_named(record)
    if "despite" in table and kind.about is None:
        raise BadInput("despite: this cannot be recorded despite a rule; leave it out")
    fields = {name: value for name, value in table.items() if name not in OF_THE_ROW}
    about = _about(kind, fields, strict)
    fact = structured(fields, kind.fact, strict)
    validate(fact)
    return Row(
        number=number,
        kind=kind,
        about=about,
        fact=fact,
        recorded_by=structured(recorded_by, str, strict, "recorded_by"),
        recorded_at=_moment(table.get("recorded_at")),
        despite=structured(table["despite"], Despite, strict, "despite") if "despite" in table else None,
        evidence=structured(table.get("evidenced_by", []), tuple[Evidence, ...], strict, "evidenced_by"),
        refused=structured(table.get("refused", []), tuple[str, ...], strict, "refused"),
    )


def _about(kind: Kind, fields: dict[str, Any], strict: Converter) -> str | None:
    if kind.about is None:
        return None
    if kind.about not in fields:
        raise BadInput(f"{kind.about} is missing: give the id of the {kind.about}")
    about: str = structured(fields.pop(kind.about), str, strict, kind.about)
    return about


def structured(value: Any, kind: Any, strict: Converter, name: str = "") -> Any:
    """A value of a kind from its written form. Raises `BadInput` with every mistake in it."""
    try:
        return strict.structure(value, kind)
    except Exception as error:  # cattrs raises many kinds
        raise BadInput("; ".join(mistakes(error, name))) from error


def _moment(value: Any) -> dt.datetime | None:
    if value is None or (isinstance(value, dt.datetime) and value.tzinfo):
        return value
    raise BadInput(
        f"recorded_at: expected a time such as 2024-01-10T17:00:00Z, without quotes, not {value!r}"
    )
