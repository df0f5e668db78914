"""Stores that are broken on purpose, each in one way: what a conformance kit is worth is what it catches.

Each is a recorder whose docstring says its fault, and is opened as any back end is, in whatever process.
"""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

import attrs

from s2ss_core.testing.broken import in_a_file, in_memory
from s2ss_core.testing.broken.factories import FAULT, FILE, FileFactory, MemoryFactory
from s2ss_core.testing.broken.out_of_order import TakesItsPlaceEarly

__all__ = ["BROKEN_STORES", "BrokenStore"]

GONE = "it is gone with the process"
IN_MEMORY = MappingProxyType({"lasting": GONE, "processes": GONE, "writers' lock": GONE})
ONE_PROCESS = MappingProxyType(
    {"processes": "its file is read once", "writers' lock": "it is the process's own"}
)


@attrs.frozen
class BrokenStore:
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
        factory = FileFactory if self.recorder in in_a_file.RECORDERS else MemoryFactory
        return {
            "PERSISTENCE_MODULE": f"{factory.__module__}:{factory.__qualname__}",
            "SQLITE_DBNAME": str(folder / "broken.db"),
            FILE: str(folder / "broken.saved"),
            FAULT: self.name,
            "S2SS_WAIT_SECONDS": "0.5",
        }


BROKEN_STORES: tuple[BrokenStore, ...] = (
    BrokenStore(in_memory.LosesTheLast, "example", IN_MEMORY),
    BrokenStore(in_memory.AppendsInPart, "example", IN_MEMORY),
    BrokenStore(in_memory.AllowsAVersionTwice, "example", IN_MEMORY),
    BrokenStore(in_memory.ReusesAPosition, "example", IN_MEMORY),
    BrokenStore(in_memory.KeepsWhatWasErased, "example", IN_MEMORY),
    BrokenStore(in_memory.KeepsWhatWasUndone, "example", IN_MEMORY),
    BrokenStore(in_memory.SpellsAnew, "example", IN_MEMORY),
    BrokenStore(in_memory.MixesStreams, "example", IN_MEMORY),
    BrokenStore(in_memory.RemembersErasedTexts, "stateful", IN_MEMORY),
    BrokenStore(in_memory.CutsALongStreamShort, "stateful", IN_MEMORY),
    BrokenStore(in_memory.LetsEverybodyIn, "concurrent", IN_MEMORY),
    BrokenStore(in_memory.LetsTwoWinARace, "concurrent", IN_MEMORY),
    BrokenStore(in_memory.FailsNowAndThen, "concurrent", IN_MEMORY),
    BrokenStore(
        in_a_file.LocksOutItsOwnThreadsOnly,
        "concurrent",
        MappingProxyType({"transactions": "it has no lock to hold"}),
    ),
    BrokenStore(TakesItsPlaceEarly, "tail", IN_MEMORY),
    BrokenStore(in_memory.DeliversTwice, "tail", IN_MEMORY),
    BrokenStore(in_memory.SavesWhenItIsClosed, "crash", ONE_PROCESS),
    BrokenStore(in_a_file.CommitsEachByItself, "crash"),
    BrokenStore(in_a_file.LeavesItsLockBehind, "crash"),
)
