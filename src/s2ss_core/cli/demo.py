"""`s2ss demo`: play a whole deployment on a scripted clock into its own file."""

import datetime as dt
from collections.abc import Sequence
from importlib import resources
from pathlib import Path

from s2ss_core.application import Brokerage
from s2ss_core.cli.exit_codes import DONE
from s2ss_core.cli.options import url_of
from s2ss_core.cli.progress import counted
from s2ss_core.cli.rows import Default, Outcome, Parties, Row, import_rows, toml_rows
from s2ss_core.errors import BadInput, S2ssError

FILE = "s2ss-demo.db"
CONTEXT = {"demo": "worked-example"}
DEPLOYMENT = "dep-2023-014"
EXAMPLE = "worked_example.toml"


def demo(*, db: Path = Path(FILE)) -> int:
    """Play a whole deployment, from its brokering to its closing, into an SQLite file of its own.

    Run again, it starts that file afresh; it touches no other.

    Parameters
    ----------
    db
        The file to play into.
    """
    from s2ss_core.cli.show.console import stdout_console
    from s2ss_core.cli.show.story import show_story

    rows = example()
    _clear(db)
    with Brokerage.open(url_of(str(db))) as brokerage:
        outcomes = play_example(brokerage, rows)
        show_story(
            stdout_console(),
            brokerage,
            outcomes,
            deployment=DEPLOYMENT,
            db=db,
            example=_from_here(example_file()),
        )
    return DONE


def example_file() -> Path:
    """The path of the worked example in the package."""
    return Path(str(resources.files("s2ss_core.cli").joinpath(EXAMPLE)))


def example() -> Sequence[Row]:
    """The rows of the worked example."""
    return toml_rows(example_file().read_text("utf-8"), EXAMPLE, Parties(), Default())


def play_example(brokerage: Brokerage, rows: Sequence[Row]) -> Sequence[Outcome]:
    """Play rows on a clock that shows each row's own time. Raises `BadInput` if a row has another result than scripted."""
    clock = Clock()
    scripted = type(brokerage)(brokerage.store, clock=clock).acting_as("demo", context=CONTEXT)
    with counted("Playing", len(rows)) as one_more:

        def before(row: Row) -> None:
            clock.set_to(row)
            one_more(row)

        outcomes = import_rows(scripted, rows, before=before)
    for outcome in outcomes:
        if outcome.verdict == "wrong" or (outcome.verdict == "refused") != bool(outcome.row.refused):
            raise BadInput(
                f"{EXAMPLE}: row {outcome.row.number} has another result than scripted: {outcome.verdict}. {outcome.says}"
            )
    return outcomes


def _from_here(path: Path) -> Path:
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path


class Clock:
    """A clock that shows the time in the script."""

    def __init__(self) -> None:
        self._now = dt.datetime(2023, 1, 1, tzinfo=dt.UTC)

    def set_to(self, row: Row) -> None:
        """Set the clock to the time of a row."""
        self._now = row.recorded_at or self._now

    def __call__(self) -> dt.datetime:
        return self._now


def _clear(db: Path) -> None:
    if not db.exists():
        return
    if not _is_a_demo(db):
        raise BadInput(
            f"{db} was not made by this demonstration, so it is left alone. Choose another file:"
            " s2ss demo --db another.db"
        )
    for name in (f"{db}-wal", f"{db}-shm", str(db)):
        Path(name).unlink(missing_ok=True)


def _is_a_demo(db: Path) -> bool:
    try:
        with Brokerage.open(url_of(str(db)), create=False) as brokerage:
            first = next(iter(brokerage.history(upto=1, texts=False)), None)
            empty = first is None and not brokerage.directory.known()
    except S2ssError:
        return False
    return empty or (first is not None and dict(first.context) == CONTEXT)
