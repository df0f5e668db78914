import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import attrs
import pytest

from s2ss_core.projections import EVERY_PROJECTION, Materialised
from s2ss_core.store import Drawn, open_store
from s2ss_core.store.leaf import leaf_of
from s2ss_core.store.sqlite.release import Release, has_wal_reset_bug
from tests.cli.conftest import Ran, entries
from tests.store.given import raw, record, visit

S2ss = Callable[..., Ran]


class Usage(NamedTuple):
    total: int
    used: int
    free: int


SPACED = "CAST(state || ' ' AS BLOB)"
ONE_KEY_MORE = """CAST(replace(state, '"data":{', '"data":{"aa":1,') AS BLOB)"""
NOT_UTF_8 = "CAST(x'ff' || CAST({} AS BLOB) AS TEXT)"


def health(s2ss: S2ss, db: Path, code: int) -> Any:
    done = s2ss("doctor", "--db", db, "--format", "json")
    assert (done.code, done.err) == (code, "")
    return json.loads(done.out)


def changed(db: Path, statement: str) -> None:
    """Change the file behind the library's back."""
    with raw(db) as connection:
        triggers = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _ in triggers:
            connection.execute(f"DROP TRIGGER {name}")
        connection.create_function("leaf_of", 1, leaf_of)
        connection.execute(statement)
        for _, created in triggers:
            connection.execute(created)


def test_a_sound_store_is_told_so_and_not_written_to(s2ss: S2ss, played: Path) -> None:
    before = played.read_bytes()

    done = s2ss("doctor", "--db", played)

    assert (done.code, done.err) == (0, "")
    assert "The store is sound." in done.out
    assert "live" in done.out
    assert played.read_bytes() == before


def test_what_there_is_can_be_had_as_json(s2ss: S2ss, played: Path) -> None:
    report = health(s2ss, played, 0)

    assert report["back_end"] == "SQLite"
    assert report["version"].startswith("3.")
    assert report["entries"] == report["newest"] == len(entries(played))
    assert report["streams"] > 3
    assert report["free_bytes"] > 0
    assert [lag["position"] for lag in report["documents"]] == [None] * len(EVERY_PROJECTION)
    assert report["findings"] == []


def test_how_far_documents_are_behind_is_said(s2ss: S2ss, running: Path) -> None:
    with open_store(f"sqlite:///{running}", create=False) as store:
        Materialised(store).catch_up()
    assert s2ss("doctor", "--db", running).out.count("up to date") == len(EVERY_PROJECTION)

    with open_store(f"sqlite:///{running}", create=False) as store:
        for checkpoint in store.documents.checkpoints():
            store.documents.drop(checkpoint)
        store.documents.begin("deployment_log", form="of old", current=True)
        newest = store.newest()

    report = s2ss("doctor", "--db", running)
    assert report.code == 0
    assert f"{newest} behind" in report.out
    assert "made by another version" in report.out


@pytest.mark.parametrize(
    ("statement", "says"),
    (
        ("DELETE FROM stored_events WHERE position = 3", "The position before it is 2: 1 are missing."),
        (
            """DELETE FROM stored_events
            WHERE position = (SELECT min(position) FROM stored_events WHERE originator_version = 2)""",
            "goes from version 1 to 3",
        ),
        ("UPDATE stored_events SET topic = 'deployment.unheard-of@1' WHERE position = 5", "unheard-of"),
        ("UPDATE stored_events SET stream = 'elsewhere' WHERE position = 5", "contradicts the columns"),
        (
            "UPDATE stored_events SET state = CAST(state || ' ' AS BLOB) WHERE position = 5",
            "The entry at position 5 was changed or damaged",
        ),
        (
            "UPDATE stored_events SET leaf = zeroblob(32) WHERE position = 5",
            "position 5 was changed or damaged",
        ),
        (
            f"UPDATE stored_events SET state = {SPACED}, leaf = leaf_of({SPACED}) WHERE position = 5",
            "is not canonical JSON",
        ),
        (
            "UPDATE stored_events SET state = x'00', leaf = leaf_of(x'00') WHERE position = 5",
            "cannot be read",
        ),
        (
            "UPDATE stored_events SET originator_id = substr(originator_id, 2) || 'x' WHERE position = 5",
            "contradicts the columns",
        ),
        (f"UPDATE stored_events SET topic = {NOT_UTF_8.format('topic')} WHERE position = 5", "Position 5: "),
        (
            f"UPDATE stored_events SET stream = {NOT_UTF_8.format('stream')} WHERE position = 5",
            "Position 5: ",
        ),
        (f"UPDATE stored_events SET texts = {NOT_UTF_8.format('texts')}", "private texts cannot be read"),
        ("UPDATE stored_events SET texts = '{'", "private texts cannot be read"),
        (
            "UPDATE stored_events SET texts = replace(texts, 'reading', 'writing')",
            "private texts are not those that were recorded",
        ),
        (
            f"UPDATE stored_events SET state = {ONE_KEY_MORE}, leaf = leaf_of({ONE_KEY_MORE}) WHERE position = 5",
            "does not know: aa",
        ),
    ),
)
def test_flaws_of_form_are_findings(s2ss: S2ss, running: Path, statement: str, says: str) -> None:
    changed(running, statement)

    findings = health(s2ss, running, 1)["findings"]

    assert any(says in finding for finding in findings), findings
    assert "needs attention" in s2ss("doctor", "--db", running).out


STRUCTURE = (
    ("DROP TRIGGER history_is_not_changed", "The trigger history_is_not_changed is missing"),
    ("DROP INDEX stream_names", "The index stream_names is missing"),
    (
        "CREATE TRIGGER evil AFTER INSERT ON stored_events BEGIN UPDATE directory SET name = NULL; END",
        "The trigger evil is not from s2ss_core",
    ),
    ("CREATE TABLE notes (a)", "The table notes is not from s2ss_core"),
    ("ALTER TABLE directory ADD COLUMN fax", "The table directory is not as s2ss_core creates it"),
    (
        "ALTER TABLE stored_events RENAME TO other; CREATE VIEW stored_events AS SELECT * FROM other",
        "The table stored_events is not as s2ss_core creates it",
    ),
    (
        "DROP TRIGGER history_is_not_changed; ALTER TABLE stored_events DROP COLUMN texts",
        "does not have the columns of format 2",
    ),
    ("PRAGMA user_version = 0", "is of format 0"),
    (
        """PRAGMA writable_schema = ON;
        UPDATE sqlite_master SET sql = replace(sql, '<= 1', '<= 0') WHERE name = 'stream_names'""",
        "SQLite finds the file damaged",
    ),
)


@pytest.mark.parametrize(("script", "says"), STRUCTURE)
def test_what_was_done_to_the_file_itself_is_a_finding(
    s2ss: S2ss, running: Path, script: str, says: str
) -> None:
    with raw(running) as connection:
        connection.executescript(script)

    done = s2ss("doctor", "--db", running, "--format", "json")

    assert done.code in (1, 2)
    assert says in (done.out or done.err).replace("\n", " ")


def test_documents_are_no_change_of_the_file(s2ss: S2ss, running: Path) -> None:
    with open_store(f"sqlite:///{running}", create=False) as store:
        Materialised(store).catch_up()

    assert health(s2ss, running, 0)["findings"] == []


def test_a_long_list_of_findings_is_cut_short_on_the_page(s2ss: S2ss, running: Path) -> None:
    many = len(entries(running))
    changed(running, "UPDATE stored_events SET state = x'00'")

    assert "more: --format json shows all" in s2ss("doctor", "--db", running).out
    assert len(health(s2ss, running, 1)["findings"]) == many


def test_what_was_set_aside_is_a_finding(s2ss: S2ss, running: Path) -> None:
    changed(running, "UPDATE stored_events SET topic = 'deployment.unheard-of@1' WHERE position = 5")
    with open_store(f"sqlite:///{running}", create=False) as store:
        Materialised(store).catch_up()

    findings = health(s2ss, running, 1)["findings"]

    assert [finding for finding in findings if "deployment_log set the entry at position 5" in finding]


def test_documents_of_another_history_and_an_interrupted_rebuild_are_told(s2ss: S2ss, running: Path) -> None:
    with open_store(f"sqlite:///{running}", create=False) as store:
        Materialised(store).catch_up()
        first = store.documents.checkpoints()[0]
        store.documents.advance(first, attrs.evolve(first, position=10_000), Drawn())
        store.documents.begin("award_usage", form="1", current=False)

    report = health(s2ss, running, 1)

    assert [sentence for sentence in report["findings"] if "restored an older backup" in sentence]
    assert [sentence for sentence in report["notes"] if "was interrupted" in sentence]


def test_a_full_disk_is_a_finding(s2ss: S2ss, played: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def nearly_full(_: Path) -> Usage:
        return Usage(2**30, 2**30 - 2**20, 2**20)

    monkeypatch.setattr("shutil.disk_usage", nearly_full)

    assert health(s2ss, played, 1)["findings"] == [
        "Only 1 MiB of disk space are left. Free some space: nothing can be recorded without it."
    ]


@pytest.mark.parametrize(
    ("release", "has_it"),
    (
        ((3, 6, 23), False),
        ((3, 7, 0), True),
        ((3, 40, 1), True),
        ((3, 44, 5), True),
        ((3, 44, 6), False),
        ((3, 45, 0), True),
        ((3, 50, 6), True),
        ((3, 50, 7), False),
        ((3, 51, 2), True),
        ((3, 51, 3), False),
        ((3, 52, 0), False),
    ),
)
def test_the_releases_of_sqlite_that_can_lose_a_commit_are_known(release: Release, *, has_it: bool) -> None:
    assert has_wal_reset_bug(release) is has_it


def test_a_note_is_no_finding(s2ss: S2ss, played: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("s2ss_core.store.sqlite.recorder.sqlite_version", "3.40.1")

    assert "SQLite 3.40.1 can, very rarely, lose a commit" in health(s2ss, played, 0)["notes"][0]


def test_a_store_that_is_not_there_cannot_be_examined(s2ss: S2ss, tmp_path: Path) -> None:
    assert "no store" in s2ss("doctor", "--db", tmp_path / "none.db").cannot()


def test_memory_has_neither_version_nor_disk(s2ss: S2ss) -> None:
    report = json.loads(s2ss("doctor", "--db", "memory:", "--format", "json").out)

    assert (report["back_end"], report["version"], report["free_bytes"], report["entries"]) == (
        "memory",
        None,
        None,
        0,
    )


@pytest.fixture
def backup(running: Path, tmp_path: Path) -> Path:
    """A backup of the demonstration's store, which went on after it was taken."""
    copy = tmp_path / "backup.db"
    with raw(running) as connection:
        connection.execute("VACUUM INTO ?", (str(copy),))
    return copy


def said_beside(s2ss: S2ss, db: Path, beside: Path, code: int) -> list[str]:
    done = s2ss("doctor", "--db", db, "--beside", beside, "--format", "json")
    assert (done.code, done.err) == (code, "")
    report = json.loads(done.out)
    return [sentence for sentence in (*report["findings"], *report["notes"]) if "SQLite" not in sentence]


def record_a_visit(db: Path, number: int) -> None:
    with open_store(f"sqlite:///{db}") as store:
        record(store, "d-99", visit(number))


def test_a_backup_put_back_beside_a_newer_store_is_a_finding(s2ss: S2ss, running: Path, backup: Path) -> None:
    newest = len(entries(running))
    record_a_visit(running, 1)

    (finding,) = said_beside(s2ss, backup, running, 1)

    assert finding.startswith(
        f"This is an older state of the other store, which continues from position {newest + 1} to {newest + 1}."
    )


def test_a_backup_that_was_recorded_in_goes_another_way_and_is_a_finding(
    s2ss: S2ss, running: Path, backup: Path
) -> None:
    newest = len(entries(running))
    record_a_visit(running, 1)
    record_a_visit(backup, 2)

    (finding,) = said_beside(s2ss, backup, running, 1)

    assert f"the same up to position {newest} and then differ" in finding


def test_a_store_beside_its_backup_is_sound(s2ss: S2ss, running: Path, backup: Path) -> None:
    newest = len(entries(running))
    assert said_beside(s2ss, running, backup, 0) == [f"Both stores hold the same {newest:,} positions."]

    record_a_visit(running, 1)

    (note,) = said_beside(s2ss, running, backup, 0)
    assert f"the same up to its newest position, {newest}; this one continues to {newest + 1}" in note
