"""Running a few lines as another process, where one process would prove nothing."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from textwrap import dedent
from threading import Event

ROOT = Path(__file__).resolve().parent.parent.parent

BEGIN = """
import os, sys
sys.path[:0] = [{src!r}, {root!r}]
from s2ss_core.errors import *
from s2ss_core.store import *
from tests.store.given import *
url = {url!r}
"""

GIVE_UP_RIGHTS = """
if os.geteuid() == 0:
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
"""


def start(program: str, url: str) -> subprocess.Popen[str]:
    """Start a program that knows the store's names, the given events and `url`."""
    begin = BEGIN.format(src=str(ROOT / "src"), root=str(ROOT), url=url)
    return subprocess.Popen(
        [sys.executable, "-W", "error", "-c", begin + dedent(program)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def finish(process: subprocess.Popen[str], *, within: float = 60) -> str:
    """What a program printed; it must end well, and within so many seconds."""
    said, _ = process.communicate(timeout=within)
    assert process.returncode == 0, said
    return said


@contextmanager
def stopping(stop: Event, *work: Callable[[], object]) -> Iterator[None]:
    """Run each piece of work in a thread of its own. One that fails sets `stop`, and raises when the block ends.

    Whoever waits until `stop` for what the work does, does not wait for ever. It is set when the block ends, too.
    """
    with ThreadPoolExecutor(len(work)) as threads:
        begun = [threads.submit(_or_stop, piece, stop) for piece in work]
        try:
            yield
        finally:
            stop.set()
        for piece in begun:
            piece.result()


def _or_stop(work: Callable[[], object], stop: Event) -> None:
    try:
        work()
    except BaseException:
        stop.set()
        raise


def run_as_nobody(*, prepare: str, program: str) -> str:
    """Prepare a folder and its files, take away the right to write there, and run a program without rights."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        url = f"sqlite:///{folder / 'support.db'}"
        finish(start(prepare, url))
        for path in folder.iterdir():
            path.chmod(0o444)
        folder.chmod(0o555)
        try:
            return finish(start(GIVE_UP_RIGHTS + dedent(program), url))
        finally:
            folder.chmod(0o755)
            assert os.access(folder, os.W_OK)
