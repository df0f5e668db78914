"""The persistence factories of the faulty stores. Their settings name the fault."""

from typing import Any

from s2ss_core.store.memory import recorder as memory
from s2ss_core.store.recorder import WAIT
from s2ss_core.store.sqlite import recorder as sqlite
from s2ss_core.testing.faulty_stores import lists, out_of_order, sqlite_files

FAULT = "S2SS_FAULT"
FILE = "S2SS_FILE"


class MemoryFactory(memory.MemoryFactory):
    """Opens faulty stores in memory."""

    def __init__(self, env: Any) -> None:
        super().__init__(env)
        kind = getattr(lists, self.env[FAULT], None) or getattr(out_of_order, self.env[FAULT])
        self._recorder = kind(float(self.env[WAIT]))
        if isinstance(self._recorder, lists.SavesWhenItIsClosed):
            self._recorder.load(self.env[FILE])


class FileFactory(sqlite.SQLiteFileFactory):
    """Opens faulty stores in SQLite files."""

    def application_recorder(self) -> sqlite.SQLiteRecorder:
        """The recorder with the fault."""
        kind: type[sqlite.SQLiteRecorder] = getattr(sqlite_files, self.env[FAULT])
        return kind(self.database)
