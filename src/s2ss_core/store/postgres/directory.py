"""The directory as a table in the same schema."""

from s2ss_core.store.directory import Directory, Entry
from s2ss_core.store.postgres.database import Database
from s2ss_core.store.postgres.read_back import check_read_back
from s2ss_core.store.postgres.schema import written

ENTER = (
    "INSERT INTO {schema}.directory VALUES (%s, %s, %s, %s) ON CONFLICT (id) DO UPDATE "
    "SET name = excluded.name, email = excluded.email, telephone = excluded.telephone "
    "RETURNING id, name, email, telephone"
)
LOOK_UP = "SELECT name, email, telephone FROM {schema}.directory WHERE id = %s"


class PostgresDirectory(Directory):
    """The directory as a table of its own."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._enter, self._look_up = written(ENTER, database.schema), written(LOOK_UP, database.schema)
        self._forget = written("DELETE FROM {schema}.directory WHERE id = %s", database.schema)
        self._known = written("SELECT id FROM {schema}.directory ORDER BY id", database.schema)

    def enter(
        self, person: str, *, name: str | None = None, email: str | None = None, telephone: str | None = None
    ) -> None:
        with self._database.writing() as connection:
            given = (person, name, email, telephone)
            kept = connection.execute(self._enter, given, binary=True).fetchall()
            check_read_back([given], kept, self._database.name)

    def look_up(self, person: str) -> Entry | None:
        rows = self._database.fetch(self._look_up, (person,))
        return Entry(id=person, name=rows[0][0], email=rows[0][1], telephone=rows[0][2]) if rows else None

    def forget(self, person: str) -> None:
        with self._database.writing() as connection:
            connection.execute(self._forget, (person,))

    def known(self) -> tuple[str, ...]:
        return tuple(person for (person,) in self._database.fetch(self._known))
