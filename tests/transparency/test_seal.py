"""Sealing: one key never signs two histories of which neither continues the other, whoever seals and however often."""

import shutil
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from s2ss_core.errors import BadInput, CorruptEntry, StoreError
from s2ss_core.store import Append, Store, open_store
from s2ss_core.store.leaf import leaf_of
from s2ss_core.transparency import LogHead, sealed, signed_checkpoint
from s2ss_core.transparency.files import locked
from s2ss_core.transparency.keys import WITNESS
from s2ss_core.transparency.seal import last_file
from tests.store.given import NOON, raw, visit
from tests.transparency.given import ORIGIN, key_file, mth

SEALER = """
import sys
from pathlib import Path
from s2ss_core.store import open_store
from s2ss_core.transparency import sealed
with open_store(sys.argv[1], create=False) as store:
    for _ in range(int(sys.argv[3])):
        print(str(sealed(store, Path(sys.argv[2])).note), end="\\f", flush=True)
"""


def grow(store: Store, count: int = 1, stream: str = "d-1", by: str = "u-7") -> None:
    for _ in range(count):
        version = len(store.read(stream))
        store.append(
            [Append(stream, version, (visit(version + 1),))], at=NOON + timedelta(minutes=version), by=by
        )


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/support.db"


@pytest.fixture
def key(tmp_path: Path) -> Path:
    return key_file(tmp_path)[0]


def test_a_checkpoint_is_the_size_and_the_root_of_the_stored_bytes(url: str, tmp_path: Path) -> None:
    key, public = key_file(tmp_path)
    with open_store(url) as store:
        grow(store, 5)

        made = sealed(store, key)

        assert made.head == LogHead(ORIGIN, 5, mth([leaf_of(state) for _, state in store.entries()]))
    assert made.note.is_signed_by(public)
    assert signed_checkpoint(last_file(key).read_bytes()) == made


def test_an_empty_store_can_be_sealed(url: str, key: Path) -> None:
    with open_store(url) as store:
        assert sealed(store, key).head == LogHead(ORIGIN, 0, mth([]))


def test_sealing_writes_nothing_to_the_store_and_twice_gives_the_same_bytes(url: str, key: Path) -> None:
    with open_store(url) as store:
        grow(store, 3)
        before = list(store.entries())

        first, again = sealed(store, key), sealed(store, key)

        assert str(first.note) == str(again.note)
        assert list(store.entries()) == before


def test_a_history_that_goes_on_is_sealed_again(url: str, key: Path) -> None:
    with open_store(url) as store:
        grow(store, 3)
        first = sealed(store, key)
        grow(store, 2)

        assert sealed(store, key, since=(first.head,)).head.size == 5


def test_a_history_put_back_and_gone_another_way_is_never_sealed(url: str, key: Path, tmp_path: Path) -> None:
    with open_store(url) as store:
        grow(store, 3)
    shutil.copy(tmp_path / "support.db", tmp_path / "backup.db")
    with open_store(url) as store:
        grow(store, 2)
        sealed(store, key)
    kept = last_file(key).read_bytes()

    with open_store(f"sqlite:///{tmp_path}/backup.db") as backup:
        with pytest.raises(StoreError, match="3 entries, but 5 were sealed before"):
            sealed(backup, key)
        grow(backup, 2, by="u-8")
        with pytest.raises(StoreError, match="The first 5 entries are not those that were sealed before"):
            sealed(backup, key)
        grow(backup, 2, by="u-8")
        with pytest.raises(StoreError, match="The first 5 entries are not those that were sealed before"):
            sealed(backup, key)

    assert last_file(key).read_bytes() == kept


def test_an_earlier_checkpoint_that_is_given_must_be_continued(url: str, key: Path) -> None:
    with open_store(url) as store:
        grow(store, 3)

        for head in (LogHead(ORIGIN, 4, bytes(32)), LogHead(ORIGIN, 2, bytes(32))):
            with pytest.raises(StoreError, match="Nothing was signed"):
                sealed(store, key, since=(head,))
        with pytest.raises(BadInput, match="Give a checkpoint of this log"):
            sealed(store, key, since=(LogHead("other.example", 0, mth([])),))

    assert not last_file(key).exists()


def test_two_processes_with_one_key_sign_one_history_while_it_grows(url: str, key: Path) -> None:
    rounds = 12
    with open_store(url) as store:
        grow(store)
        command = [sys.executable, "-c", SEALER, url, str(key), str(rounds)]
        sealers = [subprocess.Popen(command, stdout=subprocess.PIPE, encoding="utf-8") for _ in range(2)]
        grow(store, 30)
        notes = [note for sealer in sealers for note in sealer.communicate()[0].split("\f") if note]
        over = [leaf_of(state) for _, state in store.entries()]

    heads = [signed_checkpoint(note.encode()).head for note in notes]
    assert len(heads) == 2 * rounds
    assert all(head.root == mth(over[: head.size]) for head in heads)
    assert signed_checkpoint(last_file(key).read_bytes()).head.size == max(head.size for head in heads)


def test_two_processes_with_one_key_never_sign_two_histories(url: str, key: Path, tmp_path: Path) -> None:
    with open_store(url) as store:
        grow(store, 3)
    shutil.copy(tmp_path / "support.db", tmp_path / "fork.db")
    fork = f"sqlite:///{tmp_path}/fork.db"
    with open_store(url) as store, open_store(fork) as other:
        grow(store, 2)
        grow(other, 2, by="u-8")

    sealers = [
        subprocess.Popen(
            [sys.executable, "-c", SEALER, store, str(key), "1"],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8",
        )
        for store in (url, fork)
    ]  # fmt: skip
    said = [sealer.communicate() for sealer in sealers]

    assert sorted(sealer.returncode for sealer in sealers) == [0, 1]
    assert sum("are not those that were sealed before" in error for _, error in said) == 1


def test_a_key_that_another_program_holds_is_waited_for_and_not_for_ever(key: Path) -> None:
    with locked(key), pytest.raises(StoreError, match="has been using"), locked(key, wait=0.1):
        pass


def test_bytes_that_were_changed_or_rewritten_are_not_sealed(url: str, key: Path, tmp_path: Path) -> None:
    with open_store(url) as store:
        grow(store, 3)
    with raw(tmp_path / "support.db") as connection:
        connection.create_function("leaf_of", 1, leaf_of)
        for name in [
            row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        ]:
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute("UPDATE stored_events SET state = CAST(state || ' ' AS BLOB) WHERE position = 2")
        with open_store(url) as store, pytest.raises(CorruptEntry, match="position 2"):
            sealed(store, key)
        connection.execute("UPDATE stored_events SET leaf = leaf_of(state)")
        with open_store(url) as store, pytest.raises(CorruptEntry, match="position 2 is not canonical"):
            sealed(store, key)
        connection.execute("DELETE FROM stored_events WHERE position = 2")
        with open_store(url) as store, pytest.raises(CorruptEntry, match="position 2 is missing"):
            sealed(store, key)


def test_a_last_checkpoint_that_somebody_else_signed_is_noticed(url: str, key: Path, tmp_path: Path) -> None:
    other, _ = key_file(tmp_path, "other.example")
    with open_store(url) as store:
        sealed(store, other)
        shutil.copy(last_file(other), last_file(key))

        with pytest.raises(BadInput, match="was not signed by the key beside it"):
            sealed(store, key)


def test_the_key_of_a_witness_seals_nothing(url: str, tmp_path: Path) -> None:
    witness, _ = key_file(tmp_path, "witness.example", WITNESS)
    with open_store(url) as store, pytest.raises(BadInput, match="holds the key of a witness"):
        sealed(store, witness)
