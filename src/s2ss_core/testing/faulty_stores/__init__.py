"""Stores with one deliberate fault each, to show that the conformance tests find it.

Each is a recorder; its docstring names the fault. It is opened by settings, in any process, like every back end:

    with open_store(FAULTY_STORES[0].where(tmp_path)) as store: ...
"""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

import attrs

from s2ss_core.testing.faulty_stores import lists, sqlite_files
from s2ss_core.testing.faulty_stores.factories import FAULT, FILE, FileFactory, MemoryFactory
from s2ss_core.testing.faulty_stores.out_of_order import TakesItsPlaceEarly

__all__ = ["FAULTY_STORES", "FaultyStore"]

GONE = "it is in memory, so it ends with the process"
IN_MEMORY = MappingProxyType({"lasting": GONE, "processes": GONE, "writers' lock": GONE})
ONE_PROCESS = MappingProxyType(
    {"processes": "it reads its file only once", "writers' lock": "each process has its own lock"}
)


@attrs.frozen
class FaultyStore:
    """A recorder with a fault, the family of tests that must find it, and the capabilities that it does not claim."""

    recorder: type
    family: str
    cannot: Mapping[str, str] = MappingProxyType({})

    @property
    def name(self) -> str:
        """The name of the recorder."""
        return self.recorder.__name__

    @property
    def in_a_file(self) -> bool:
        """Whether it is in a file, so that other processes can open it. Its tests then take longer."""
        return "lasting" not in self.cannot

    @property
    def fault(self) -> str:
        """The fault, in one sentence."""
        return " ".join((self.recorder.__doc__ or "").split())

    def where(self, folder: Path) -> Mapping[str, str]:
        """The settings that open it, for `open_store`. Its files are in this folder."""
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
        MappingProxyType({"transactions": "it has no lock"}),
    ),
    FaultyStore(TakesItsPlaceEarly, "tail", IN_MEMORY),
    FaultyStore(lists.DeliversTwice, "tail", IN_MEMORY),
    FaultyStore(lists.SavesWhenItIsClosed, "crash", ONE_PROCESS),
    FaultyStore(sqlite_files.CommitsEachByItself, "crash"),
    FaultyStore(sqlite_files.LeavesItsLockBehind, "crash"),
)
"""Every faulty store. The family of each must fail on it."""
