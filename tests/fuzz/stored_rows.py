"""Rows of a database that somebody changed: each is read as what it was, or refused by name, and stops no other."""

import json
import random
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from s2ss_core.aggregates import claim, grant, leader_year, organisation, system_leader
from s2ss_core.aggregates.deployment import deployment
from s2ss_core.application import Brokerage
from s2ss_core.cli.demo import example, play_example
from s2ss_core.errors import CorruptEntry, ImpossibleHistory, NotFound, S2ssError, StoreError
from s2ss_core.projections import EVERY_PROJECTION, canonical_bytes
from s2ss_core.store import Recorded, open_store, recorded_of, state_of
from s2ss_core.store.integrity_check import check_integrity
from s2ss_core.store.upcasts import UPCASTS
from tests.fuzz.mutations import ODD, mutated

COLUMNS = ("originator_id", "originator_version", "topic", "state", "stream", "texts")
CONTAINERS: tuple[type, ...] = (dict, list)
NOTHING_IN_IT: tuple[list[int], dict[str, int]] = ([], {})
ANYTHING: tuple[object, ...] = (None, True, 0, "", 0.5, *NOTHING_IN_IT)
REPLAYS: dict[str, Any] = {
    "deployment": deployment.replay,
    "grant": grant.replay,
    "leader-year": leader_year.replay,
    "claim": claim.replay,
    "organisation": organisation.replay,
    "system-leader": system_leader.replay,
}


class StoredRows:
    """Changes a row of a real file behind the library's back, reads it in every way, and puts it right again."""

    def __init__(self, folder: Path) -> None:
        self.url = f"sqlite:///{folder}/changed.db"
        with Brokerage.open(self.url) as brokerage:
            play_example(brokerage, example())
        self.raw = sqlite3.connect(folder / "changed.db", isolation_level=None)
        for name in ("history_is_not_changed", "history_is_not_deleted"):
            self.raw.execute(f"DROP TRIGGER {name}")
        self.raw.execute("PRAGMA synchronous = OFF")
        self.raw.execute("PRAGMA ignore_check_constraints = ON")
        self.rows = self.raw.execute(f"SELECT {', '.join(COLUMNS)} FROM stored_events").fetchall()
        self.states = [row[3].decode("utf-8") for row in self.rows]
        self.brokerage = Brokerage.open(self.url)

    def read(self, chosen: random.Random) -> str:
        """What became of one input. Raises where it is accepted and not valid, or anything but the library's own."""
        position = chosen.randrange(len(self.rows)) + 1
        row = list(self.rows[position - 1])
        for column in chosen.choice(((3,), (3,), (3,), (2,), (1,), (4,), (5,), (0,), (2, 3), (3, 4))):
            row[column] = self.changed(column, row[column], chosen)
        try:
            self.write(position, row)
        except (sqlite3.IntegrityError, sqlite3.DataError, OverflowError, UnicodeEncodeError):
            return "kept out"
        try:
            return self.looked_at(position, row, chosen)
        finally:
            self.write(position, self.rows[position - 1])

    def changed(self, column: int, value: Any, chosen: random.Random) -> Any:
        if column == 3 and chosen.random() < 0.5:
            return structure(value, chosen)
        if column == 1:
            return chosen.choice((0, 1, 2, -1, value + 1, 2**63 - 1, 1.5, "one", None))
        text = value.decode("utf-8") if isinstance(value, bytes) else value or ""
        new = mutated(
            text, chosen, self.states if column in {3, 5} else [str(row[column]) for row in self.rows]
        )
        if column == 3:
            return new.encode("utf-8", "surrogatepass")
        return chosen.choice((new, new, new.encode("utf-8", "replace"), None, 7))

    def write(self, position: int, row: Any) -> None:
        columns = ", ".join(f"{name} = ?" for name in COLUMNS)
        self.raw.execute(f"UPDATE stored_events SET {columns} WHERE position = ?", (*row, position))

    def looked_at(self, position: int, row: list[Any], chosen: random.Random) -> str:
        store = self.brokerage.store
        if chosen.random() < 0.01:
            self.thoroughly()
        (entry,) = store.page(after=position - 1, limit=1)
        if not isinstance(entry, Recorded):
            self.refuses(position, row)
            return "refused"
        (again,) = store.history(after=position - 1, upto=position)
        assert again.event_id == entry.event_id
        found = self.check_integrity(position, row[3])
        if found == "accepted" and chosen.random() < 0.3:
            self.replayed(entry, chosen)
        return found

    def refuses(self, position: int, row: list[Any]) -> None:
        """Reading on its own raises too, and says where."""
        with pytest.raises(StoreError, match=rf"\b{position}\b"):
            list(self.brokerage.history(after=position - 1, upto=position))
        self.check_integrity(position, row[3])

    def check_integrity(self, position: int, state: bytes) -> str:
        try:
            recorded = recorded_of(state, position=position)
        except StoreError:
            return "refused when examined"
        entry = json.loads(state)
        assert (entry["name"], entry["v"]) in UPCASTS or state_of(recorded) == state
        return "accepted"

    def replayed(self, replayed_entry: Recorded, chosen: random.Random) -> None:
        """Whatever the event says now, it replays or is impossible, and no view stumbles over it."""
        store = self.brokerage.store
        try:
            events = [entry.event for entry in store.read(replayed_entry.stream)]
            replay = REPLAYS.get(replayed_entry.stream.partition(":")[0])
            if replay:
                replay(events)
        except (StoreError, ImpossibleHistory):
            pass
        if chosen.random() < 0.02:
            self.viewed(replayed_entry)

    def viewed(self, entry: Recorded) -> None:
        store = self.brokerage.store
        for projection in EVERY_PROJECTION:
            try:
                for key in projection.keys(entry, store):
                    canonical_bytes(projection.live(store, key))
            except (NotFound, CorruptEntry, StoreError):
                pass

    def thoroughly(self) -> None:
        """The whole store as it is examined, and another that is opened."""
        check_integrity(self.brokerage.store)
        try:
            with open_store(self.url, create=False) as other:
                other.streams()
                list(other.history(texts=False))
        except S2ssError:
            pass

    def close(self) -> None:
        """Close the file."""
        self.raw.close()
        self.brokerage.close()


def structure(state: bytes, chosen: random.Random) -> bytes:
    """The same entry with a value exchanged, a key more or less, or in another spelling of JSON."""
    entry: Any = json.loads(state)
    held = entry
    names = list(held)
    name = chosen.choice(names)
    while chosen.random() < 0.8 and isinstance(held[name], CONTAINERS) and held[name]:
        held = held[name]
        names = list(held) if isinstance(held, dict) else list(range(len(held)))
        name = chosen.choice(names)
    deviation = chosen.random()
    if deviation < 0.2:
        del held[name]
    elif deviation < 0.3 and isinstance(held, dict):
        held[chosen.choice(("zeal", "on", "data", f"{name}x"))] = held[name]
    else:
        held[name] = another(held[name], chosen)
    in_ascii, in_order = chosen.random() < 0.05, chosen.random() < 0.95
    spelled = json.dumps(entry, sort_keys=in_order, ensure_ascii=in_ascii, separators=(",", ":"))
    return spelled.encode("utf-8", "surrogatepass")


def another(value: Any, chosen: random.Random) -> Any:
    if isinstance(value, int) and chosen.random() < 0.7:
        near = (value + 1, -value, 0, 2**53 - 1, 2**53, 10**30, float(value), str(value), not value)
        return chosen.choice(near)
    if isinstance(value, str) and chosen.random() < 0.7:
        number = int(value) if value.isdecimal() else value * 2
        return chosen.choice((value[:-1], f"{value}0", value.upper(), chosen.choice(ODD), number))
    return chosen.choice((*ANYTHING, [value], {"a": value}, *ODD[:20]))
