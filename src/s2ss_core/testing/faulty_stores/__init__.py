"""Stores that are broken on purpose, each in one way: what a conformance kit is worth is what it catches.

Each is a recorder whose docstring says its fault, and is opened as any back end is, in whatever process.
"""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

import attrs

from s2ss_core.testing.faulty_stores import lists, sqlite_files
from s2ss_core.testing.faulty_stores.factories import FAULT, FILE, FileFactory, MemoryFactory
from s2ss_core.testing.faulty_stores.out_of_order import TakesItsPlaceEarly

__all__ = ["FAULTY_STORES", "FaultyStore"]

GONE = "it is gone with the process"
IN_MEMORY = MappingProxyType({"lasting": GONE, "processes": GONE, "writers' lock": GONE})
ONE_PROCESS = MappingProxyType(
    {"processes": "its file is read once", "writers' lock": "it is the process's own"}
)


@attrs.frozen
class FaultyStore:
    """A recorder with a fault, the family of tests that is meant to catch it, and what it does not claim to do."""

    recorder: type
    family: str
    cannot: Mapping[str, str] = MappingProxyType({})

    @property
    def name(self) -> str:
        """The recorder's."""
        return self.recorder.__name__

    @property
    def in_a_file(self) -> bool:
        """Whether other processes can open it: its family then starts some, and takes longer."""
        return "lasting" not in self.cannot

    @property
    def fault(self) -> str:
        """What is wrong with it, in a sentence."""
        return " ".join((self.recorder.__doc__ or "").split())

    def where(self, folder: Path) -> Mapping[str, str]:
        """The settings it is opened by; what it keeps in a file lies in this folder."""
        factory = FileFactory if self.recorder in sqlite_files.RECORDERS else MemoryFactory
        return {
            "PERSISTENCE_MODULE": f"{factory.__module__}:{factory.__qualname__}",
            "SQLITE_DBNAME": str(folder / "broken.db"),
            FILE: str(folder / "broken.saved"),
            FAULT: self.name,
            "S2SS_WAIT_SECONDS": "0.5",
        }


FAULTY_STORES: tuple[FaultyStore, ...] = (
    FaultyStore(lists.LosesTheLast, "example", IN_MEMORY),
    FaultyStore(lists.AppendsInPart, "example", IN_MEMORY),
    FaultyStore(lists.AllowsAVersionTwice, "example", IN_MEMORY),
    FaultyStore(lists.ReusesAPosition, "example", IN_MEMORY),
    FaultyStore(lists.KeepsWhatWasErased, "example", IN_MEMORY),
    FaultyStore(lists.KeepsWhatWasUndone, "example", IN_MEMORY),
    FaultyStore(lists.SpellsAnew, "example", IN_MEMORY),
    FaultyStore(lists.MixesStreams, "example", IN_MEMORY),
    FaultyStore(lists.RemembersErasedTexts, "stateful", IN_MEMORY),
    FaultyStore(lists.CutsALongStreamShort, "stateful", IN_MEMORY),
    FaultyStore(lists.LetsEverybodyIn, "concurrent", IN_MEMORY),
    FaultyStore(lists.LetsTwoWinARace, "concurrent", IN_MEMORY),
    FaultyStore(lists.FailsNowAndThen, "concurrent", IN_MEMORY),
    FaultyStore(
        sqlite_files.LocksOutItsOwnThreadsOnly,
        "concurrent",
        MappingProxyType({"transactions": "it has no lock to hold"}),
    ),
    FaultyStore(TakesItsPlaceEarly, "tail", IN_MEMORY),
    FaultyStore(lists.DeliversTwice, "tail", IN_MEMORY),
    FaultyStore(lists.SavesWhenItIsClosed, "crash", ONE_PROCESS),
    FaultyStore(sqlite_files.CommitsEachByItself, "crash"),
    FaultyStore(sqlite_files.LeavesItsLockBehind, "crash"),
)
