"""What a SQLite file refuses, and what is said of files that cannot be used."""

import os
import sqlite3
import time
from pathlib import Path

import pytest

from s2ss_core.errors import NotOurs, StoreError
from s2ss_core.store import Store, open_store
from s2ss_core.store.integrity_check import check_integrity
from s2ss_core.store.sqlite.recorder import SQLiteRecorder
from tests.store.given import concern, raw, record, visit
from tests.store.programs import finish, run_as_nobody, start

ROW = (
    "INSERT INTO stored_events (originator_id, originator_version, topic, leaf, state, stream) "
    "VALUES (?, ?, 't', zeroblob(32), x'00', ?)"
)


@pytest.fixture
def laid_out(file: Path, url: str) -> Path:
    """A file with two entries of the stream d-1, the first with a private text."""
    with open_store(url) as store:
        record(store, "d-1", concern("hush"), visit(1))
    return file


def rows(file: Path) -> int:
    with raw(file) as connection:
        count: int = connection.execute("SELECT count(*) FROM stored_events").fetchone()[0]
    return count


@pytest.mark.parametrize("first", (0, 1))
def test_a_stream_may_begin_at_nought_or_one(laid_out: Path, first: int) -> None:
    with raw(laid_out) as connection:
        connection.execute(ROW, ("a", first, "a"))
        connection.execute(ROW, ("a", first + 1, "a"))

    assert rows(laid_out) == 4


@pytest.mark.parametrize(
    "versions", ((2,), (9,), (-1,), (1, 3), (1, 1), (1, 0), (0, 2), (0, 0), ("x",), (1.5,), (None,))
)
def test_a_gap_in_a_stream_cannot_be_made_with_raw_sql(laid_out: Path, versions: tuple[object, ...]) -> None:
    with raw(laid_out) as connection:
        for version in versions[:-1]:
            connection.execute(ROW, ("a", version, "a"))
        with pytest.raises(sqlite3.IntegrityError):
            connection.execute(ROW, ("a", versions[-1], "a"))

    assert rows(laid_out) == 2 + len(versions) - 1


@pytest.mark.parametrize(
    "statement",
    (
        "DELETE FROM stored_events",
        "DELETE FROM stored_events WHERE position = 2",
        "UPDATE stored_events SET state = x'00' WHERE position = 2",
        "UPDATE stored_events SET leaf = zeroblob(32) WHERE position = 2",
        "UPDATE stored_events SET leaf = x'00', texts = NULL WHERE position = 1",
        "UPDATE stored_events SET leaf = NULL, texts = NULL WHERE position = 1",
        "UPDATE stored_events SET topic = 'x'",
        "UPDATE stored_events SET stream = 'x'",
        "UPDATE stored_events SET originator_id = 'x'",
        "UPDATE stored_events SET originator_version = originator_version + 1 WHERE position = 2",
        "UPDATE stored_events SET position = 9 WHERE position = 2",
        "UPDATE stored_events SET texts = '{}' WHERE position = 1",
        "UPDATE stored_events SET texts = NULL, topic = 'x' WHERE position = 1",
        "UPDATE OR REPLACE stored_events SET position = 1 WHERE position = 2",
        (
            "INSERT OR REPLACE INTO stored_events SELECT 1, originator_id, 3, topic, leaf, state, stream, texts "
            "FROM stored_events WHERE position = 2"
        ),
        (
            "INSERT OR REPLACE INTO stored_events SELECT NULL, originator_id, 2, topic, leaf, state, stream, texts "
            "FROM stored_events WHERE position = 2"
        ),
        (
            "INSERT INTO stored_events SELECT 9, originator_id, 3, topic, leaf, state, stream, texts "
            "FROM stored_events WHERE position = 2"
        ),
        (
            "INSERT INTO stored_events SELECT -1, originator_id, 3, topic, leaf, state, stream, texts "
            "FROM stored_events WHERE position = 2"
        ),
        (
            "INSERT INTO stored_events SELECT NULL, originator_id, 3, topic, leaf, 'text', stream, texts "
            "FROM stored_events WHERE position = 2"
        ),
    ),
)
def test_history_is_not_changed_with_raw_sql(laid_out: Path, statement: str) -> None:
    before = laid_out.read_bytes()

    with raw(laid_out) as connection, pytest.raises(sqlite3.IntegrityError):
        connection.execute(statement)

    with raw(laid_out) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert laid_out.read_bytes() == before


def test_a_position_is_never_used_again_even_if_somebody_took_its_entry_away(
    laid_out: Path, url: str
) -> None:
    with raw(laid_out) as connection:
        connection.execute("DROP TRIGGER history_is_not_deleted")
        connection.execute("DELETE FROM stored_events WHERE position = 2")

    with open_store(url) as store, pytest.raises(StoreError, match="positions leave none out"):
        record(store, "d-1", visit(1), after=1)

    assert rows(laid_out) == 1


def test_a_copy_made_by_sqlite_is_a_store_of_its_own(laid_out: Path, url: str, tmp_path: Path) -> None:
    with raw(laid_out) as connection:
        connection.execute("VACUUM INTO ?", (str(tmp_path / "copy.db"),))

    with open_store(url) as original, open_store(f"sqlite:///{tmp_path}/copy.db") as copy:
        assert list(copy.history()) == list(original.history())
        assert record(copy, "d-1", visit(2), after=2)[0].position == 3
        assert original.newest() == 2


def test_private_text_can_be_set_to_null_with_raw_sql(laid_out: Path, url: str) -> None:
    with raw(laid_out) as connection:
        connection.execute("UPDATE stored_events SET texts = NULL WHERE position = 1")

    with open_store(url) as store:
        assert str(store.read("d-1")[0].event.about) == "[withheld]"


def test_opening_writes_nothing_when_the_tables_are_there(laid_out: Path, url: str) -> None:
    before, folder = laid_out.read_bytes(), sorted(path.name for path in laid_out.parent.iterdir())

    with open_store(url) as store, raw(laid_out) as other:
        other.execute("BEGIN IMMEDIATE")  # somebody is writing all the while
        assert store.newest() == 2

    assert laid_out.read_bytes() == before
    assert sorted(path.name for path in laid_out.parent.iterdir()) == folder


def test_the_file_writes_ahead_fully_and_leaves_nothing_behind_when_it_is_closed(
    laid_out: Path, url: str
) -> None:
    with open_store(url) as store:
        record(store, "d-2", visit(1))
        assert isinstance(store._entries, SQLiteRecorder)
        with store._entries.database.writing() as connection:
            assert connection.execute("PRAGMA synchronous").fetchone() == (2,)
            assert connection.execute("PRAGMA secure_delete").fetchone() == (1,)
            assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)

    assert [path.name for path in laid_out.parent.iterdir()] == [laid_out.name]


def test_another_programs_database_is_not_ours(file: Path, url: str) -> None:
    with raw(file) as connection:
        connection.execute("CREATE TABLE accounts (id)")
    before = file.read_bytes()

    for create in (True, False):
        with pytest.raises(NotOurs, match="another program"):
            open_store(url, create=create)

    assert file.read_bytes() == before


@pytest.mark.parametrize("pragma", ("application_id = 7", "user_version = 7"))
def test_an_empty_database_that_another_program_marked_is_not_ours(file: Path, url: str, pragma: str) -> None:
    with raw(file) as connection:
        connection.execute(f"PRAGMA {pragma}")

    with pytest.raises(NotOurs):
        open_store(url)


def test_a_file_that_is_no_database_is_not_ours(file: Path, url: str) -> None:
    file.write_text("Record of Visit\n" * 1_000)

    for create in (True, False):
        with pytest.raises(NotOurs, match="not a database"):
            open_store(url, create=create)

    assert file.read_text() == "Record of Visit\n" * 1_000


def test_a_file_that_a_newer_version_wrote_says_so(laid_out: Path, url: str) -> None:
    with raw(laid_out) as connection:
        connection.execute("PRAGMA user_version = 3")

    with pytest.raises(NotOurs, match="newer version of s2ss_core wrote"):
        open_store(url)


@pytest.mark.parametrize("format_", (1, 0, -1))
def test_a_file_of_a_format_that_was_never_released_is_refused_and_stays_as_it_is(
    laid_out: Path, url: str, format_: int
) -> None:
    with raw(laid_out) as connection:
        connection.execute(f"PRAGMA user_version = {format_}")
    before = laid_out.read_bytes()

    for create in (True, False):
        with pytest.raises(NotOurs, match=f"is of format {format_}, which only unreleased builds") as refusal:
            open_store(url, create=create)

    assert "keep the file, and choose another path for a new store" in str(refusal.value)
    assert laid_out.read_bytes() == before


@pytest.mark.parametrize(
    "statement",
    (
        "ALTER TABLE stored_events DROP COLUMN texts",
        "ALTER TABLE stored_events ADD COLUMN more",
        "ALTER TABLE stored_events RENAME COLUMN leaf TO hash",
        "DROP TABLE stored_events",
    ),
)
def test_a_table_of_another_shape_is_refused_in_one_sentence(
    laid_out: Path, url: str, statement: str
) -> None:
    with raw(laid_out) as connection:
        connection.execute("DROP TRIGGER history_is_not_changed")
        connection.execute(statement)

    with pytest.raises(NotOurs, match="does not have the columns of format 2: keep the file"):
        open_store(url)


def test_an_empty_file_becomes_a_store(file: Path, url: str) -> None:
    file.touch()

    with open_store(url) as store:
        assert store.newest() == 0
        record(store, "d-1", visit(1))


def test_without_leave_to_create_nothing_is_created(file: Path, url: str) -> None:
    with pytest.raises(StoreError, match="no store at"):
        open_store(url, create=False)
    assert list(file.parent.iterdir()) == []

    file.touch()
    with pytest.raises(StoreError, match="no store at"):
        open_store(url, create=False)
    assert file.read_bytes() == b""


def test_what_is_there_opens_without_leave_to_create(laid_out: Path, url: str) -> None:
    with open_store(url, create=False) as store:
        assert len(store.read("d-1")) == 2


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=f"The folder {tmp_path / 'missing'} does not exist"):
        open_store(f"sqlite:///{tmp_path}/missing/support.db")


@pytest.mark.parametrize("path", ("{folder}", "{file}/support.db", "/proc/support.db", "/dev/null"))
def test_a_path_that_cannot_hold_a_database_is_answered_in_one_sentence(tmp_path: Path, path: str) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(StoreError) as trouble:
        open_store("sqlite:///" + path.format(folder=tmp_path, file=tmp_path / "file"))

    assert "\n" not in str(trouble.value)
    assert str(trouble.value).endswith(".")


def test_a_full_disk_loses_nothing_and_says_what_to_do(laid_out: Path, url: str) -> None:
    with open_store(url) as store:
        limit_pages(store, 0)
        before = tuple(store.history())

        with pytest.raises(StoreError, match=r"no space left .*free some space"):
            record(store, "d-2", *(concern("long " * 1_000) for _ in range(50)))

        assert tuple(store.history()) == before
        limit_pages(store, 1_000)
        record(store, "d-2", concern("long " * 1_000))
        assert store.newest() == 3
        assert [recorded.position for recorded in store.history()] == [1, 2, 3]


def test_a_full_disk_in_the_midst_of_a_longer_write_undoes_all_of_it(laid_out: Path, url: str) -> None:
    with open_store(url) as store:
        limit_pages(store, 8)

        def write_much() -> None:
            with store.writing():
                record(store, "d-2", visit(1))
                record(store, "d-3", *(concern("long " * 1_000) for _ in range(50)))

        with pytest.raises(StoreError, match="no space left"):
            write_much()

        assert store.newest() == 2


def limit_pages(store: Store, more: int) -> None:
    """Let the file grow by so many pages and no further."""
    assert isinstance(store._entries, SQLiteRecorder)
    with store._entries.database.writing() as connection:
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count = {pages + more}")


def test_a_folder_one_may_not_write_to_is_answered_in_one_sentence() -> None:
    said = run_as_nobody(
        prepare="",
        program="""
        try:
            open_store(url)
        except StoreError as trouble:
            print(trouble)
        """,
    )

    assert "cannot be opened. Check that its folder exists and that you may read and write it." in said


@pytest.mark.parametrize("create", (True, False))
def test_a_file_one_may_not_write_to_is_read_and_refuses_in_one_sentence(create: bool) -> None:
    said = run_as_nobody(
        prepare="with open_store(url) as store: store.append([Append('d-1', 0, [visit(1)])], at=NOON, by='u-7')",
        program=f"""
        with open_store(url, create={create}) as store:
            print(len(store.read('d-1')), store.newest(), len(list(store.history())))
            try:
                store.append([Append('d-1', 1, [visit(2)])], at=NOON, by='u-7')
            except StoreError as trouble:
                print(trouble)
        """,
    )

    assert said.startswith("1 1 1\n")
    assert "cannot be written to" in said


def test_a_damaged_file_is_said_to_be_damaged(laid_out: Path, url: str) -> None:
    with raw(laid_out) as connection:
        (size,) = connection.execute("PRAGMA page_size").fetchone()
    content = bytearray(laid_out.read_bytes())
    content[size:] = b"\xff" * (len(content) - size)
    laid_out.write_bytes(content)

    with pytest.raises(StoreError, match="damaged"), open_store(url) as store:
        list(store.history())


def test_a_file_whose_tables_have_names_that_are_not_text_is_damaged(file: Path, url: str) -> None:
    open_store(url).close()
    content = file.read_bytes()
    file.write_bytes(content.replace(b"CREATE TABLE directory", b"CREATE TABL\xa0 directory"))

    with pytest.raises(StoreError, match=r"is damaged\. Stop writing to it"):
        open_store(url)


def test_a_file_whose_pages_lead_back_to_one_another_is_damaged_and_read_no_further(
    file: Path, url: str
) -> None:
    with open_store(url) as store:
        record(store, "d-1", *map(visit, range(1, 101)))
    with raw(file) as connection:
        (size,) = connection.execute("PRAGMA page_size").fetchone()
        query = "SELECT rootpage FROM sqlite_master WHERE name = 'stored_events'"
        (root,) = connection.execute(query).fetchone()
    content = bytearray(file.read_bytes())
    page = memoryview(content)[(root - 1) * size : root * size]
    cells = [int.from_bytes(page[at : at + 2]) for at in range(12, 12 + 2 * int.from_bytes(page[3:5]), 2)]
    for cell in cells[1:]:
        page[cell : cell + 4] = page[cells[0] : cells[0] + 4]  # every page of entries is the first one
    file.write_bytes(content)

    with open_store(url, create=False) as store:
        assert len(cells) > 1
        for read in (store.history, store.entries):
            with pytest.raises(
                StoreError, match=r"is damaged: position 1 comes after \d+\. Stop writing to it"
            ):
                list(read())
        assert "cannot be read" in " ".join(flaw.says for flaw in check_integrity(store).flaws)


def test_only_the_owner_may_read_the_file_and_those_beside_it(file: Path, url: str) -> None:
    before = os.umask(0o022)
    try:
        with open_store(url) as store, store.writing():
            record(store, "d-1", visit(1))
            modes = {path.name: oct(path.stat().st_mode & 0o777) for path in file.parent.iterdir()}
    finally:
        os.umask(before)

    assert modes == {f"support.db{suffix}": "0o600" for suffix in ("", "-wal", "-shm", "-queue")}


def test_a_file_that_was_opened_to_a_group_has_a_queue_for_the_group(file: Path, url: str) -> None:
    open_store(url).close()
    file.chmod(0o660)

    with open_store(url) as store, store.writing():
        assert Path(f"{file}-queue").stat().st_mode & 0o777 == 0o660


@pytest.mark.parametrize("suffix", ("", "-wal", "-shm"))
def test_no_file_is_made_through_a_planted_link(file: Path, url: str, suffix: str) -> None:
    elsewhere = file.parent / "elsewhere"
    Path(f"{file}{suffix}").symlink_to(elsewhere)

    with pytest.raises(StoreError, match=r"is a link to a file that does not exist|cannot be opened"):
        open_store(url)

    assert not elsewhere.exists()


def test_a_path_that_is_a_link_to_a_store_opens_the_store(file: Path, url: str, tmp_path: Path) -> None:
    with open_store(url) as store:
        record(store, "d-1", visit(1))
    (tmp_path / "link.db").symlink_to(file)

    with open_store(f"sqlite:///{tmp_path / 'link.db'}") as store:
        assert record(store, "d-1", visit(2), after=1)[0].position == 2


def test_processes_that_create_one_file_at_once_all_open_it(url: str) -> None:
    """`S2SS_CREATIONS` says how many files they create, one after another and each at the same moment."""
    program = """
    import time
    for number in range({rounds}):
        while time.time() < {at} + number / 2:
            pass
        open_store(f"{{url}}-{{number}}", wait=30).close()
    """
    rounds, at = int(os.environ.get("S2SS_CREATIONS", "1")), time.time() + 2

    for process in [start(program.format(at=at, rounds=rounds), url) for _ in range(8)]:
        finish(process, within=60 + rounds)

    for number in range(rounds):
        with open_store(f"{url}-{number}", create=False) as store:
            assert store.newest() == 0


def test_a_path_that_begins_with_two_slashes_is_the_path_with_one(file: Path, url: str) -> None:
    with open_store(f"sqlite:////{file}") as store:
        record(store, "d-1", visit(1))

    with open_store(url, create=False) as store:
        assert store.newest() == 1


def test_a_folder_is_called_one(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"is a folder\. Give the path of a file in it"):
        open_store(f"sqlite:///{tmp_path}")


def test_a_path_is_answered_with_the_url_it_could_be(file: Path) -> None:
    with pytest.raises(StoreError, match=r"did you mean sqlite:///support\.db"):
        open_store("support.db")
    with pytest.raises(StoreError, match="is not a store URL"):
        open_store(file)  # type: ignore[arg-type]
