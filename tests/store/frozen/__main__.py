"""Freeze the stored format, once: its events, a SQLite file, a dump of a PostgreSQL database, the root of each history.

    python -m tests.store.frozen FORMAT

FORMAT is the number of the stored format. What is frozen is never made anew: tests open it for ever after.
"""

import shutil
import sys
from pathlib import Path

from s2ss_core.application import Brokerage
from s2ss_core.store.leaf import leaf_of
from s2ss_core.store.store import Store
from s2ss_core.testing._servers.postgres_server import Server
from tests.golden.file import GOLDEN
from tests.store.frozen.history import play
from tests.store.frozen.merkle import root_of

HERE = Path(__file__).parent
SCHEMA = "frozen"


def states(store: Store) -> list[bytes]:
    """The stored bytes of every entry, in order of position."""
    return [state for _, state in store.entries()]


def root(written: list[bytes]) -> str:
    """The root over the leaf hashes of stored bytes, in hexadecimal digits and with a line end."""
    return root_of([leaf_of(state) for state in written]).hex() + "\n"


def main(number: str) -> None:
    """Write the files of one format. Refuses if they are there."""
    folder = HERE / f"format-{number}"
    folder.mkdir()
    file = folder / "store.db"
    with Brokerage.open(f"sqlite:///{file}") as brokerage:
        play(brokerage)
        written = states(brokerage.store)
    shutil.copy(GOLDEN / "names.json", folder)
    (folder / "sqlite.jsonl").write_bytes(b"".join(state + b"\n" for state in written))
    (folder / "sqlite.root").write_text(root(written))
    with Server() as server, Brokerage.open(server.url(schema=SCHEMA)) as brokerage:
        play(brokerage)
        (folder / "postgres.root").write_text(root(states(brokerage.store)))
        dump = server.home / "dump.sql"  # the server's user may write there
        where = ("-h", str(server.home), "-U", "s2ss")
        server.run("pg_dump", *where, "--inserts", "-n", SCHEMA, "-f", str(dump), "postgres")
        lines = dump.read_text("utf-8").splitlines(keepends=True)
    kept = (line for line in lines if not line.startswith(("\\", "--")))  # psql's own commands, and comments
    (folder / "postgres.sql").write_text("".join(kept), "utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
