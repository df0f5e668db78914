"""The directory as a table in the same file."""

from s2ss_core.store.directory import Directory, Entry
from s2ss_core.store.sqlite.database import Database


class SQLiteDirectory(Directory):
    """The directory as a table of its own."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def enter(
        self, person: str, *, name: str | None = None, email: str | None = None, telephone: str | None = None
    ) -> None:
        with self._database.writing() as connection:
            connection.execute("REPLACE INTO directory VALUES (?, ?, ?, ?)", (person, name, email, telephone))

    def look_up(self, person: str) -> Entry | None:
        rows = self._database.fetch("SELECT name, email, telephone FROM directory WHERE id = ?", (person,))
        return Entry(id=person, name=rows[0][0], email=rows[0][1], telephone=rows[0][2]) if rows else None

    def forget(self, person: str) -> None:
        with self._database.writing() as connection:
            connection.execute("DELETE FROM directory WHERE id = ?", (person,))
            self._database.leave_no_trace()

    def known(self) -> tuple[str, ...]:
        return tuple(person for (person,) in self._database.fetch("SELECT id FROM directory ORDER BY id"))
