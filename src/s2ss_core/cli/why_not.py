"""`s2ss why-not`: what stands in the way of a decision."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from s2ss_core.application import Brokerage
from s2ss_core.cli.exit_codes import DONE, FINDINGS
from s2ss_core.cli.options import How, When, Where
from s2ss_core.cli.rows import Default, Kind, Parties, Row, in_text, kind_named, nested, read_rows, row_of
from s2ss_core.cli.stores import as_known
from s2ss_core.errors import BadInput
from s2ss_core.rules import Broken

WHERE, HOW, WHEN = Where(), How(), When()
ASKING = "whoever-asks"  # nothing is recorded, so any name will do


def why_not(
    command: str,
    about: str | None = None,
    *,
    set: Annotated[tuple[str, ...], Parameter(metavar="FIELD=VALUE", negative=())] = (),  # noqa: A002
    from_: Annotated[Path | None, Parameter(name="--from")] = None,
    known_at: Annotated[str | None, Parameter(metavar="TIME|POSITION")] = None,
    where: Where = WHERE,
    how: How = HOW,
) -> int:
    """Say every rule that stands in the way of a decision, and what would clear it. Records nothing.

    Parameters
    ----------
    command
        What would be recorded, such as release-instalment.
    about
        The deployment or grant it is about, by its id.
    set
        A field of it, as often as it takes: --set instalment=1 --set amount=6000.00 (dotted for nested values).
    from_
        A file of rows instead, as for `s2ss record`: each row of this command, about this, of that day or before is asked for.
    known_at
        As it was known then: a day, a time with its zone, or a position.
    """
    kind = kind_named(command)
    with as_known(where.url, When(known_at=known_at).moment) as brokerage:
        rows = _from_file(from_, kind, about, brokerage) if from_ else (_typed(kind, about, set, brokerage),)
        found = tuple((row, tuple(_asked(row, brokerage))) for row in rows)
    _show(found, how)
    return FINDINGS if any(broken for _, broken in found) else DONE


def _typed(kind: Kind, about: str | None, fields: Sequence[str], brokerage: Brokerage) -> Row:
    pairs = [pair.partition("=") for pair in fields]
    wrong = [pair for pair, equals, _ in pairs if not equals]
    if wrong:
        raise BadInput(f"--set {wrong[0]}: write a field and its value, such as --set amount=6000.00")
    given = dict(nested((name, value) for name, _, value in pairs))
    if "on" in kind.fields:
        given.setdefault("on", brokerage.today.isoformat())
    if kind.about and about is not None:
        given[kind.about] = about
    elif about is not None:
        given.setdefault(kind.fields[0], about)
    default = Default(record=kind.name, recorded_by=ASKING)
    try:
        return row_of(1, given, in_text(Parties(brokerage.history)), default)
    except BadInput as error:
        raise BadInput(f"{kind.name}: {error}") from error


def _from_file(file: Path, kind: Kind, about: str | None, brokerage: Brokerage) -> Sequence[Row]:
    rows = read_rows(file, Parties(brokerage.history), Default(record=kind.name, recorded_by=ASKING))
    chosen = [
        row
        for row in rows
        if row.kind == kind and about in (None, row.about, row.name) and row.fact.on <= brokerage.today
    ]
    if not chosen:
        named = f"{kind.name}{f' about {about}' if about else ''}"
        raise BadInput(f"{file.name} has no row of {named} that is dated {brokerage.today} or before.")
    return chosen


def _asked(row: Row, brokerage: Brokerage) -> Sequence[Broken]:
    broken: Sequence[Broken] = row.kind.bound(brokerage).why_not(*row.arguments, **row.fields)
    return broken


def _show(found: Sequence[tuple[Row, Sequence[Broken]]], how: How) -> None:
    from s2ss_core.cli.show.console import as_json, stdout_console
    from s2ss_core.cli.show.why_not import as_plain, show_broken_rules

    if how.json:
        as_json(tuple(as_plain(row, broken) for row, broken in found))
        return
    console = stdout_console()
    for row, broken in found:
        show_broken_rules(console, row, broken)
