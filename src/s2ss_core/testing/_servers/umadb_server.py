"""A temporary umadb server: the real one, from the wheel, on a free local port."""

import importlib.util
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PATIENCE = 30  # seconds for it to start
RUN = "import sys; from umadb.umadb_server_cli import main; sys.exit(main())"


def is_installed() -> bool:
    """Whether umadb and its adapter for eventsourcing are installed."""
    return all(importlib.util.find_spec(name) for name in ("umadb", "eventsourcing_umadb"))


@contextmanager
def umadb_server() -> Iterator[str]:
    """The address of an empty server. It uses about 250 MB in a temporary folder, which is deleted with it."""
    with tempfile.TemporaryDirectory(prefix="s2ss-umadb-", ignore_cleanup_errors=True) as folder:
        port = _free_port()
        options = ["--listen", f"127.0.0.1:{port}", "--db-path", str(Path(folder) / "uma.db")]
        with (Path(folder) / "log").open("wb") as log:
            process = subprocess.Popen([sys.executable, "-c", RUN, *options], stdout=log, stderr=log)  # noqa: S603
        try:
            _wait_for(port, process)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    give_up = time.monotonic() + PATIENCE
    while time.monotonic() < give_up and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise OSError("umadb did not start")
