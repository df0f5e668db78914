"""One damaged byte sets one entry or one text aside; it stops nobody, and no message shows a private text."""

import traceback
from collections.abc import Callable
from pathlib import Path

import pytest

from s2ss_core.errors import CorruptEntry, S2ssError
from s2ss_core.store import Recorded, SetAside, Store, open_store
from s2ss_core.store.integrity_check import check_integrity
from s2ss_core.values import Withheld
from tests.store.given import concern, raw, record, visit

SECRET = "cried in the corridor"


@pytest.fixture
def store(url: str) -> Store:
    """Three entries of two streams; the middle one holds a private text."""
    with open_store(url) as opened:
        record(opened, "d-1", visit(1))
        record(opened, "d-1", concern(SECRET), after=1)
        record(opened, "d-2", visit(1))
    return open_store(url)


def damage(file: Path, column: str, position: int) -> None:
    """Put a byte in front of a text that is not UTF-8."""
    changed(
        file, f"UPDATE stored_events SET {column} = CAST(x'ff' || CAST({column} AS BLOB) AS TEXT)", position
    )


def changed(file: Path, statement: str, position: int) -> None:
    with raw(file) as connection:
        connection.execute("DROP TRIGGER history_is_not_changed")
        connection.execute(f"{statement} WHERE position = ?", (position,))


def said(ask: Callable[[], object]) -> str:
    """Everything that a host's log would hold of an error."""
    try:
        ask()
    except S2ssError as error:
        return "".join(traceback.format_exception(error))
    return ""


def test_a_damaged_private_text_is_withheld_and_stops_nobody(store: Store, file: Path) -> None:
    damage(file, "texts", 2)

    assert [type(entry.event.about) for entry in store.read("d-1")[1:]] == [Withheld]
    assert len(store.read("d-1", texts=False)) == 2
    assert len(list(store.history())) == 3
    record(store, "d-1", visit(2), after=2)
    (flaw,) = check_integrity(store).flaws[1:]
    assert (flaw.position, SECRET in flaw.says) == (2, False)


def test_a_damaged_private_text_can_be_erased(store: Store, file: Path) -> None:
    damage(file, "texts", 2)

    assert store.erase(2) == 1
    assert store.erase(2) == 0
    assert SECRET.encode() not in file.read_bytes()


@pytest.mark.parametrize("column", ("topic", "stream"))
def test_a_damaged_name_sets_one_entry_aside(store: Store, file: Path, column: str) -> None:
    damage(file, column, 1)

    first, *others = store.page()
    assert isinstance(first, SetAside)
    assert not [entry for entry in others if isinstance(entry, SetAside)]
    assert len(store.read("d-2")) == 1
    with pytest.raises(S2ssError, match="position 1"):
        store.read("d-1")
    assert "d-2" in store.streams()
    assert 1 in [flaw.position for flaw in check_integrity(store).flaws]


def test_an_entry_that_was_moved_out_of_its_stream_is_noticed(store: Store, file: Path) -> None:
    changed(file, "UPDATE stored_events SET originator_id = 'f' || substr(originator_id, 2)", 1)

    with pytest.raises(CorruptEntry, match="missing before position 2"):
        store.read("d-1")
    with pytest.raises(CorruptEntry, match="position 1 contradicts the columns"):
        list(store.history())
    assert [flaw.position for flaw in check_integrity(store).flaws if flaw.position] == [1]


def test_an_entry_that_was_moved_into_another_stream_is_noticed(store: Store, file: Path) -> None:
    (key,) = {row.originator_id for row in store.rows() if row.stream == "d-1"}
    with raw(file) as connection:
        connection.execute("DROP TRIGGER history_is_not_changed")
        connection.execute(
            "UPDATE stored_events SET originator_id = ?, originator_version = 3 WHERE position = 3", (key,)
        )

    with pytest.raises(CorruptEntry, match="position 3"):
        store.read("d-1")


@pytest.mark.parametrize("column", ("name", "email", "telephone"))
def test_damaged_particulars_in_the_directory_are_read_as_far_as_they_can_be(
    store: Store, file: Path, column: str
) -> None:
    store.directory.enter("sl-1", name="Jo", email="jo", telephone="01")
    with raw(file) as connection:
        connection.execute(f"UPDATE directory SET {column} = CAST(x'ff41' AS TEXT)")

    entry = store.directory.look_up("sl-1")

    assert entry
    assert getattr(entry, column) == "\ufffdA"
    store.directory.forget("sl-1")
    assert store.directory.known() == ()


def test_no_error_about_a_damaged_file_shows_a_private_text(store: Store, file: Path) -> None:
    damage(file, "texts", 2)
    with raw(file) as connection:
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute("UPDATE sqlite_master SET rootpage = 99 WHERE name = 'directory'")
    asked = (
        lambda: store.read("d-1"),
        lambda: list(store.history()),
        store.directory.known,
        lambda: store.erase(99),
        lambda: open_store(f"sqlite:///{file}"),
    )

    assert SECRET not in "".join(map(said, asked))


READS: dict[str, Callable[[Store], object]] = {
    "its stream": lambda store: store.read("d-1"),
    "its stream without texts": lambda store: store.read("d-1", texts=False),
    "itself": lambda store: store.read("d-1", after=1, upto=2),
    "history": lambda store: list(store.history()),
    "the stored bytes": lambda store: list(store.entries()),
}


@pytest.mark.parametrize(
    "statement",
    (
        "UPDATE stored_events SET state = CAST(replace(state, 'concern-1', 'concern-2') AS BLOB)",
        'UPDATE stored_events SET state = CAST(replace(state, \'"by":"u-7"\', \'"by":"u-8"\') AS BLOB)',
        "UPDATE stored_events SET leaf = zeroblob(32)",
        "UPDATE stored_events SET leaf = NULL",
        "UPDATE stored_events SET leaf = CAST('' AS TEXT)",
        "UPDATE stored_events SET leaf = (SELECT leaf FROM stored_events WHERE position = 1)",
    ),
)
def test_bytes_and_a_hash_that_do_not_belong_together_are_noticed_by_every_read(
    store: Store, file: Path, statement: str
) -> None:
    without_constraints(file, statement, 2)

    for read in READS.values():
        with pytest.raises(CorruptEntry, match="position 2 was changed or damaged"):
            read(store)
    assert [type(entry) for entry in store.page()] == [Recorded, SetAside, Recorded]
    assert len(store.read("d-2")) == 1
    (flaw,) = (flaw for flaw in check_integrity(store).flaws if flaw.position)
    assert (flaw.position, "was changed or damaged" in flaw.says) == (2, True)


def test_the_texts_of_a_damaged_entry_can_be_erased(store: Store, file: Path) -> None:
    without_constraints(file, "UPDATE stored_events SET leaf = NULL", 2)

    assert store.erase(2) == 1


def without_constraints(file: Path, statement: str, position: int) -> None:
    """Change a row as damage does, which no constraint sees."""
    with raw(file) as connection:
        connection.execute("DROP TRIGGER history_is_not_changed")
        connection.execute("PRAGMA ignore_check_constraints = ON")
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute("UPDATE sqlite_master SET sql = replace(sql, 'leaf BLOB NOT NULL', 'leaf BLOB')")
    with raw(file) as connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        connection.execute(f"{statement} WHERE position = ?", (position,))
