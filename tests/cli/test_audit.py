import json
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from s2ss_core import Brokerage
from s2ss_core.cli.options import url_of
from s2ss_core.events import GrantUsageCertified
from s2ss_core.store.leaf import leaf_of
from tests.cli.conftest import Ran
from tests.store.given import raw

TABLE = "stored_events"
S2ss = Callable[..., Ran]


def audited(s2ss: S2ss, db: Path, code: int, *more: object) -> Any:
    done = s2ss("audit", *more, "--db", db, "--format", "json")
    assert (done.code, done.err) == (code, "")
    return json.loads(done.out)


def changed(db: Path, change: Callable[[sqlite3.Connection], object]) -> None:
    """Change the file behind the library's back."""
    with raw(db) as connection:
        triggers = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _ in triggers:
            connection.execute(f"DROP TRIGGER {name}")
        connection.create_function("leaf_of", 1, leaf_of)
        change(connection)
        for _, created in triggers:
            connection.execute(created)


def at_50(statement: str) -> Callable[[sqlite3.Connection], object]:
    """A statement about the entry at position 50, with `{}` for the table."""
    return lambda connection: connection.execute(f"{statement.format(TABLE)} position = 50")


def edited(before: str, after: str, *, with_hash: bool) -> Callable[[sqlite3.Connection], object]:
    """A text in the bytes of every entry that has it in the place of another, perhaps with the hash that fits it."""
    new = f"CAST(replace(state, '{before}', '{after}') AS BLOB)"
    hashed = f", leaf = leaf_of({new})" if with_hash else ""
    where = f"WHERE instr(CAST(state AS TEXT), '{before}') > 0"
    return lambda connection: connection.execute(f"UPDATE {TABLE} SET state = {new}{hashed} {where}")


A_COST, ANOTHER = '"net":100000', '"net":999999'


def test_the_worked_example_has_one_finding_that_was_accepted(s2ss: S2ss, played: Path) -> None:
    before = played.read_bytes()

    report = audited(s2ss, played, 0)

    assert [(found["severity"], found["rule"]) for found in report["findings"]] == [("accepted", "S2SS-S02")]
    assert report["findings"][0]["despite"] == {"reason": "[withheld]", "accepted_by": "u-2"}
    assert report["upto"] == report["findings"][0]["positions"][0] + 94
    assert played.read_bytes() == before


def test_it_is_told_in_plain_words_with_its_source(s2ss: S2ss, played: Path) -> None:
    done = s2ss("audit", "--db", played, "--texts")

    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("1 accepted.")
    assert "[S2SS-S02] Not met: the agreement was signed before support began" in done.out
    assert "accepted by u-2: The term had begun" in done.out
    assert "Steps 6 and 7" in done.out


def test_history_is_audited_as_it_was_known(s2ss: S2ss, played: Path) -> None:
    assert audited(s2ss, played, 0, "--known-at", "28")["findings"] == []
    assert (
        len(audited(s2ss, played, 0, "--known-at", "40")["findings"]) == 1
    )  # the days of visit 40 stand at 41


def test_only_what_is_about_something_is_shown(s2ss: S2ss, played: Path) -> None:
    assert audited(s2ss, played, 0, "leader-year")["findings"] == []
    assert len(audited(s2ss, played, 0, "dep-2023-014")["findings"]) == 1


@pytest.mark.parametrize(
    ("change", "codes"),
    (
        (edited(A_COST, ANOTHER, with_hash=False), {"FORM-05"}),
        (edited('"leader":"sl-014"', '"leader":"sl-999"', with_hash=True), {"FORM-15"}),
        (edited('"capacity_confirmed"', '"capacity_confirmee"', with_hash=True), {"FORM-10"}),
        (edited('{"at"', '{ "at"', with_hash=True), {"FORM-04"}),
        (at_50("DELETE FROM {} WHERE"), {"FORM-01", "FORM-02"}),
        (at_50("UPDATE {} SET stream = 'grant:g-9' WHERE"), {"FORM-10"}),
        (at_50("UPDATE {} SET leaf = randomblob(32) WHERE"), {"FORM-05"}),
    ),
)  # fmt: skip
def test_an_edit_of_the_file_is_found(
    s2ss: S2ss, running: Path, change: Callable[[sqlite3.Connection], object], codes: set[str]
) -> None:
    changed(running, change)

    report = audited(s2ss, running, 1)

    assert codes <= {found["rule"] for found in report["findings"] if found["severity"] == "error"}


def test_a_certificate_that_the_views_do_not_give_is_found(s2ss: S2ss, played: Path, tmp_path: Path) -> None:
    db = tmp_path / "played.db"
    shutil.copy(played, db)
    with Brokerage.open(url_of(str(db)), create=False) as brokerage:
        (certified,) = [e for e in brokerage.history() if isinstance(e.event, GrantUsageCertified)]

    changed(db, edited(certified.event.digest, "0" * 64, with_hash=True))

    errors = [found for found in audited(s2ss, db, 1)["findings"] if found["severity"] == "error"]
    assert [(found["rule"], found["positions"]) for found in errors] == [("CERT-02", [certified.position])]
    assert errors[0]["facts"]["drawn"] == certified.event.digest


def test_a_store_that_is_not_there_is_said_so(s2ss: S2ss, tmp_path: Path) -> None:
    assert "none.db" in s2ss("audit", "--db", tmp_path / "none.db").cannot()
