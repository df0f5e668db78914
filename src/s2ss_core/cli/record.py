"""`s2ss record`: facts and decisions from a file, a verdict a row."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from s2ss_core.application import Brokerage
from s2ss_core.cli.exit_codes import DONE, FINDINGS
from s2ss_core.cli.options import How, Where
from s2ss_core.cli.progress import counted
from s2ss_core.cli.rows import DateOrder, Default, Outcome, Parties, import_rows, is_sheet, read_rows
from s2ss_core.cli.stores import is_there
from s2ss_core.errors import BadInput

WHERE, HOW = Where(), How()
MOST_TOLD = 5


def record(
    file: Path,
    *,
    dry_run: Annotated[bool, Parameter(negative=(), show_default=False)] = False,
    by: str | None = None,
    command: str | None = None,
    dates: DateOrder | None = None,
    ids_are_right: Annotated[bool, Parameter(negative=(), show_default=False)] = False,
    clock_is_right: Annotated[bool, Parameter(negative=(), show_default=False)] = False,
    where: Where = WHERE,
    how: How = HOW,
) -> int:
    """Record the rows of a TOML or CSV file, in order. A second run changes nothing.

    Every row is checked for its form before anything is recorded. A row that rules refuse is left out and the others
    are recorded; a row that is wrong undoes them all.

    Parameters
    ----------
    file
        TOML with a [[row]] each, or CSV with a row a line.
    dry_run
        Say what would become of each row, and record nothing.
    by
        The id of who records, where a row does not say.
    command
        What each row of a CSV without a `record` column records, such as log-visit.
    dates
        How a CSV writes dates such as 05/02/2024, which may be two days.
    ids_are_right
        Take every id as a CSV writes it, also one that a spreadsheet may have changed, such as 7 for 007.
    clock_is_right
        Record although the clock is more than ten minutes behind the last entries, because theirs was wrong.
    """
    default = Default(record=command, recorded_by=by, dates=dates, ids_are_right=ids_are_right)
    outcomes = _played(file, where.url, default, dry_run=dry_run, clock_is_right=clock_is_right)
    _check_form(file.name, outcomes)
    _show(outcomes, dry_run=dry_run, how=how)
    refused = any(outcome.verdict == "refused" and not outcome.foreseen for outcome in outcomes)
    return FINDINGS if refused else DONE


def _played(
    file: Path, url: str, default: Default, *, dry_run: bool, clock_is_right: bool
) -> Sequence[Outcome]:
    from_sheet = is_sheet(file) and not default.ids_are_right
    if not is_there(url):
        rows = read_rows(file, Parties(), default)
        with Brokerage.open("memory:") as scratch:  # a new store is not created for a file with mistakes
            outcomes = import_rows(scratch, rows, from_sheet=from_sheet)
        if dry_run or any(outcome.verdict == "wrong" for outcome in outcomes):
            return outcomes
    with Brokerage.open(url, create=not dry_run, clock_is_right=clock_is_right) as brokerage:
        rows = read_rows(file, Parties(brokerage.history), default)
        with counted("Recording", len(rows)) as one_more:
            return import_rows(brokerage, rows, keep=not dry_run, before=one_more, from_sheet=from_sheet)


def _check_form(name: str, outcomes: Sequence[Outcome]) -> None:
    wrong = [outcome for outcome in outcomes if outcome.verdict == "wrong"]
    if wrong:
        raise BadInput(_paragraph(name, wrong))


def _paragraph(name: str, wrong: Sequence[Outcome]) -> str:
    mistakes = "; ".join(
        f"row {outcome.row.number} ({outcome.row.kind.name} {outcome.row.name}): {outcome.says.rstrip('.')}"
        for outcome in wrong[:MOST_TOLD]
    )
    more = f"; and {len(wrong) - MOST_TOLD} more" if len(wrong) > MOST_TOLD else ""
    return f"{name}: {mistakes}{more}. Nothing was recorded: put this right and run it again."


def _show(outcomes: Sequence[Outcome], *, dry_run: bool, how: How) -> None:
    from s2ss_core.cli.show.console import as_json, stdout_console
    from s2ss_core.cli.show.verdicts import as_plain, show_verdicts

    if how.json:
        as_json({"dry_run": dry_run, "rows": tuple(map(as_plain, outcomes))})
        return
    console = stdout_console()
    show_verdicts(console, outcomes)
    counts = Counter(
        f"{outcome.verdict}, as foreseen" if outcome.foreseen else outcome.verdict for outcome in outcomes
    )
    summary = "; ".join(f"{count} {verdict}" for verdict, count in counts.items())
    console.print(f"Dry run, nothing was recorded: {summary}." if dry_run else f"{summary}.", markup=False)
    if any(outcome.row.recorded_at for outcome in outcomes):
        print("Note: recorded_at is for a play on a scripted clock; these rows were recorded now.")
