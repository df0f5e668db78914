import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from s2ss_core.application import Brokerage
from s2ss_core.cli import demo
from s2ss_core.cli.options import url_of
from tests.cli.conftest import Ran, entries

Run = Callable[..., Ran]


def test_a_newcomer_sees_a_whole_deployment(program: Run, tmp_path: Path) -> None:
    ran = program("demo")

    assert (ran.code, ran.err) == (0, "")
    assert "scripted clock" in ran.out
    for words in (
        "80 were recorded and 6 refused",
        "✗ refused: release instalment 1",
        "→ Name a review meeting that was held on report rep-1, or hold it first.",
        "Instalment 3 released: £3,000.00",
        "beck-lane in all: 14 committed, 14.5 worked",
        "incurred    £11,250.00",
        "Everything lies in s2ss-demo.db",
        "export S2SS_DB=s2ss-demo.db",
    ):
        assert words in ran.out
    assert [path.name for path in tmp_path.iterdir()] == ["s2ss-demo.db"]


def test_run_again_it_starts_its_own_file_afresh_and_touches_no_other(
    s2ss: Run, tmp_path: Path, played: Path
) -> None:
    db, other = tmp_path / "mine.db", tmp_path / "other.txt"
    other.write_text("mine")
    shutil.copy(played, db)
    Path(f"{db}-wal").write_bytes(b"")

    assert s2ss("demo", "--db", db).code == 0

    assert len(entries(db)) == len(entries(played))
    assert entries(db) != entries(played)
    assert other.read_text() == "mine"


def test_what_it_tells_to_try_next_works(s2ss: Run, played: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from s2ss_core.cli.show.story import NEXT

    monkeypatch.setenv("S2SS_DB", str(played))
    for command, _ in NEXT:
        typed = command.format(deployment=demo.DEPLOYMENT, example=demo.example_file())
        ran = s2ss(*typed.split())
        assert (ran.code, ran.err) == (1 if typed.startswith("why-not") else 0, "")


def not_a_database(db: Path) -> None:
    db.write_text("my notes")


def a_folder(db: Path) -> None:
    db.mkdir()


def somebodys_store(db: Path) -> None:
    with Brokerage.open(url_of(str(db))) as brokerage:
        brokerage.acting_as("u-1").award_grant(
            **next(row for row in demo.example() if row.kind.name == "award-grant").fields
        )


def somebodys_directory(db: Path) -> None:
    with Brokerage.open(url_of(str(db))) as brokerage:
        brokerage.directory.enter("u-1", name="Ada")


@pytest.mark.parametrize("make", (not_a_database, a_folder, somebodys_store, somebodys_directory))
def test_a_file_that_is_not_its_own_is_left_alone(
    s2ss: Run, tmp_path: Path, make: Callable[[Path], None]
) -> None:
    db = tmp_path / "mine.db"
    make(db)
    before = db.read_bytes() if db.is_file() else None

    assert "left alone" in s2ss("demo", "--db", db).cannot()

    assert (db.read_bytes() if db.is_file() else None) == before


def test_a_store_that_was_only_begun_is_played_into(s2ss: Run, tmp_path: Path) -> None:
    db = tmp_path / "begun.db"
    Brokerage.open(url_of(str(db))).close()

    assert s2ss("demo", "--db", db).code == 0


def test_where_nothing_can_be_written_it_says_so(s2ss: Run) -> None:
    s2ss("demo", "--db", "/nowhere/at/all.db").cannot()


def test_rows_that_do_not_go_as_scripted_are_found() -> None:
    rows = [row for row in demo.example() if row.kind.name != "award-grant"]

    with (
        Brokerage.open("memory:") as brokerage,
        pytest.raises(ValueError, match="has another result than scripted"),
    ):
        demo.play_example(brokerage, rows)
