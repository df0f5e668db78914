"""Deliberate edits of a SQLite file by somebody who can write to it and covers every trace that the file itself keeps.

The editor writes canonical bytes, computes the leaf hash again, renumbers what follows, and puts the triggers back.
"""

import json
import os
import random
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from s2ss_core.application import Brokerage
from s2ss_core.cli.demo import example, play_example
from s2ss_core.store import open_store
from s2ss_core.store.integrity_check import check_integrity
from s2ss_core.store.leaf import leaf_of
from s2ss_core.store.private_texts import digest_of, field_salt
from s2ss_core.transparency import checkpoint_at, export_tiles, sealed, sealed_differences
from tests.transparency.given import key_file

Edit = Callable[[sqlite3.Connection], None]
Change = Callable[[dict[str, Any]], object]
COLUMNS = "position, originator_id, originator_version, topic, state, stream, texts, leaf"
INSERT = f"INSERT INTO stored_events ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"


def rows(connection: sqlite3.Connection) -> list[dict[str, Any]]:
    cursor = connection.execute(f"SELECT {COLUMNS} FROM stored_events ORDER BY position")
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]


def written_again(row: dict[str, Any], change: Change, **columns: object) -> tuple[Any, ...]:
    """The row with other data in its bytes, canonical, with the leaf hash that belongs to them."""
    entry = json.loads(row["state"])
    change(entry)
    state = json.dumps(entry, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    return tuple({**row, **columns, "state": state, "leaf": leaf_of(state)}.values())


def versioned(version: int) -> Change:
    return lambda entry: entry.update(version=version)


def rewrite(connection: sqlite3.Connection, *changed: tuple[Any, ...]) -> None:
    for row in changed:
        connection.execute("DELETE FROM stored_events WHERE position = ?", (row[0],))
    for row in changed:
        connection.execute(INSERT, row)


def first(name: str, change: Change) -> Edit:
    """Change the first entry of this name."""

    def edit(connection: sqlite3.Connection) -> None:
        row = next(row for row in rows(connection) if row["topic"] == f"{name}@1")
        rewrite(connection, written_again(row, change))

    return edit


def data(**fields: object) -> Change:
    return lambda entry: entry["data"].update(fields)


def delete_last(count: int) -> Edit:
    def edit(connection: sqlite3.Connection) -> None:
        for row in rows(connection)[-count:]:
            connection.execute("DELETE FROM stored_events WHERE position = ?", (row["position"],))

    return edit


def delete_from_the_middle(name: str) -> Edit:
    """Delete an entry and renumber everything after it, in the whole history and in its stream."""

    def edit(connection: sqlite3.Connection) -> None:
        gone = next(row for row in rows(connection) if row["topic"] == f"{name}@1")
        later = [row for row in rows(connection) if row["position"] > gone["position"]]
        for row in (gone, *later):
            connection.execute("DELETE FROM stored_events WHERE position = ?", (row["position"],))
        for row in later:
            version = row["originator_version"] - (row["stream"] == gone["stream"])
            columns = {"position": row["position"] - 1, "originator_version": version}
            connection.execute(INSERT, written_again(row, versioned(version), **columns))

    return edit


def insert_a_copy(name: str) -> Edit:
    """Insert an entry of somebody's own before another, and renumber what follows."""

    def edit(connection: sqlite3.Connection) -> None:
        model = next(row for row in rows(connection) if row["topic"] == f"{name}@1")
        later = [row for row in rows(connection) if row["position"] >= model["position"]]
        for row in later:
            connection.execute("DELETE FROM stored_events WHERE position = ?", (row["position"],))
        connection.execute(INSERT, written_again(model, lambda entry: entry.update(id="0" * 32)))
        for row in later:
            version = row["originator_version"] + (row["stream"] == model["stream"])
            columns = {"position": row["position"] + 1, "originator_version": version}
            connection.execute(INSERT, written_again(row, versioned(version), **columns))

    return edit


def swap(*, same_stream: bool) -> Edit:
    """Swap two neighbours, so that each has the place of the other."""

    def edit(connection: sqlite3.Connection) -> None:
        every = rows(connection)
        one, other = next(
            pair for pair in pairwise(every[60:])
            if (pair[0]["stream"] == pair[1]["stream"]) == same_stream
        )  # fmt: skip
        versions = (other, one) if same_stream else (one, other)
        rewrite(
            connection,
            *(
                written_again(
                    row,
                    versioned(place["originator_version"]),
                    position=position["position"],
                    originator_version=place["originator_version"],
                )
                for row, place, position in ((one, versions[0], other), (other, versions[1], one))
            ),
        )

    return edit


def move_to_another_stream(connection: sqlite3.Connection) -> None:
    row = next(row for row in rows(connection) if row["topic"] == "deployment.cost-disallowed@1")
    connection.execute(
        "UPDATE stored_events SET originator_id = ? WHERE position = ?", ("f" * 32, row["position"])
    )


def seal_a_text_again(connection: sqlite3.Connection) -> None:
    """Put another private text in place of one, with its own digest."""
    row = next(row for row in rows(connection) if row["texts"])
    kept = json.loads(row["texts"])
    where, text = next(iter(kept["texts"].items()))
    salt = field_salt(bytes.fromhex(kept["salt"]), where)
    old, new = digest_of(salt, text), digest_of(salt, "And all was well.")
    kept["texts"][where] = "And all was well."
    state = row["state"].replace(old.encode(), new.encode())
    rewrite(
        connection, tuple({**row, "state": state, "leaf": leaf_of(state), "texts": json.dumps(kept)}.values())
    )


EDITS: dict[str, Edit] = {
    "a cost costs more": first("deployment.cost-incurred", data(net=999_900)),
    "a payment is larger": first("deployment.payment-made", data(amount=610_000)),
    "a release is smaller": first("deployment.instalment-released", data(amount=590_000)),
    "a visit is shorter": first("deployment.visit-logged", data(quantity="0.5")),
    "an award is larger": first("grant.awarded", data(amount=111_100_000)),
    "an allocation is larger": first("grant.allocated", data(amount=1_200_000)),
    "a visit has another date": first("deployment.visit-logged", data(on="2024-01-09")),
    "a visit has another leader": first("deployment.visit-logged", data(leader="sl-022")),
    "an approval is recorded by another": first("deployment.plan-approved", lambda entry: entry.update(by="qa-fake")),
    "an approval is recorded earlier": first(
        "deployment.plan-approved", lambda entry: entry.update(at="2023-12-01T00:00:00.000000Z")
    ),
    "an entry has another id": first("deployment.plan-approved", lambda entry: entry.update(id="1" * 32)),
    "an entry has another context": first("deployment.closed", lambda entry: entry.update(context={"a": "b"})),
    "a release is authorised by another": first(
        "deployment.instalment-released",
        lambda entry: entry["data"]["authorised_by"].update(person="u-9"),
    ),
    "a certificate certifies less": first("deployment.grant-usage-certified", data(eligible=1)),
    "a programme says otherwise": first(
        "programme.adopted",
        lambda entry: entry["data"].update(content=entry["data"]["content"].replace('"15"', '"45"')),
    ),
    "the last entry is gone": delete_last(1),
    "the last twenty are gone": delete_last(20),
    "a disallowance is gone from the middle": delete_from_the_middle("deployment.cost-disallowed"),
    "an acceptance is gone from the middle": delete_from_the_middle("entry.accepted-despite"),
    "an entry is inserted": insert_a_copy("deployment.interim-reported"),
    "neighbours of two streams are swapped": swap(same_stream=False),
    "neighbours of one stream are swapped": swap(same_stream=True),
    "a private text is sealed again": seal_a_text_again,
}  # fmt: skip


@pytest.fixture(scope="session")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the worked example, and with its tiles, which stand for what is kept elsewhere."""
    folder = tmp_path_factory.mktemp("kept")
    with Brokerage.open(f"sqlite:///{folder}/support.db") as brokerage:
        play_example(brokerage, example())
        export_tiles(brokerage.store, folder / "tiles", sealed(brokerage.store, key_file(folder)[0]))
    return folder


@pytest.fixture
def copy(kept: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(kept / "support.db", tmp_path / "support.db"))


def edited(file: Path, edit: Edit) -> None:
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        triggers = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _ in triggers:
            connection.execute(f"DROP TRIGGER {name}")
        edit(connection)
        for _, created in triggers:
            connection.execute(created)


def differences(file: Path, checkpoint: Path) -> tuple[tuple[int | None, str], ...]:
    with open_store(f"sqlite:///{file}", create=False) as store:
        found = sealed_differences(store, checkpoint, checkpoint_at(checkpoint, None))
    return tuple((difference.position, difference.says) for difference in found)


def flaws(file: Path) -> tuple[str, ...]:
    with open_store(f"sqlite:///{file}", create=False) as store:
        return tuple(flaw.says for flaw in check_integrity(store).flaws)


@pytest.mark.parametrize("name", EDITS)
def test_every_edit_is_found_against_a_checkpoint_and_named_against_tiles(
    name: str, copy: Path, kept: Path
) -> None:
    before = states(copy)
    edited(copy, EDITS[name])
    after = states(copy)

    found = differences(copy, kept / "tiles")

    changed = {place for place, state in enumerate(before, 1) if state not in after}
    inserted = {place for place, state in enumerate(after[: len(before)], 1) if state not in before}
    assert before != after, "the edit changed nothing"
    assert differences(copy, kept / "tiles/checkpoint") == found[:1]
    assert found[0][0] is None
    assert len(found) > 1
    assert {place for place, says in found if says.endswith("was changed or deleted.")} == changed
    assert {place for place, says in found if says.endswith("was not sealed.")} == inserted


def states(file: Path) -> list[bytes]:
    with closing(sqlite3.connect(file)) as connection:
        return [row["state"] for row in rows(connection)]


@pytest.mark.parametrize("name", EDITS)
def test_without_a_checkpoint_an_edit_that_covers_its_traces_is_not_seen(name: str, copy: Path) -> None:
    edited(copy, EDITS[name])

    assert flaws(copy) == ()


def test_an_entry_that_leaves_its_stream_by_one_column_is_found_without_a_checkpoint(copy: Path) -> None:
    edited(copy, move_to_another_stream)

    assert any("contradicts the columns beside it" in flaw for flaw in flaws(copy))


def test_nothing_differs_where_nothing_was_edited_and_where_the_history_went_on(
    copy: Path, kept: Path
) -> None:
    assert differences(copy, kept / "tiles") == ()
    with Brokerage.open(f"sqlite:///{copy}") as brokerage:
        brokerage.store.erase(
            next(e.position for e in brokerage.history() if e.stream == "deployment:dep-2023-014")
        )

    assert differences(copy, kept / "tiles") == ()


def test_every_change_of_one_byte_of_an_entry_is_found(copy: Path, kept: Path) -> None:
    """The editor changes one byte and computes the leaf hash again. S2SS_SINGLE_BYTES asks for more changes."""
    rng = random.Random(12)
    every = states(copy)
    for _ in range(int(os.environ.get("S2SS_SINGLE_BYTES", "25"))):
        position = rng.randrange(len(every)) + 1
        state = bytearray(every[position - 1])
        place = rng.randrange(len(state))
        state[place] ^= rng.randrange(1, 256)
        edited(copy, replaced(position, bytes(state)))

        found = differences(copy, kept / "tiles")

        assert (position, "The entry that was sealed here was changed or deleted.") in found
        edited(copy, replaced(position, every[position - 1]))


def replaced(position: int, state: bytes) -> Edit:
    def edit(connection: sqlite3.Connection) -> None:
        columns = (state, leaf_of(state), position)
        connection.execute("UPDATE stored_events SET state = ?, leaf = ? WHERE position = ?", columns)

    return edit
