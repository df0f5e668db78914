"""Running a few lines as another process, where one process would prove nothing."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from textwrap import dedent

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


def finish(process: subprocess.Popen[str]) -> str:
    """What a program printed; it must end well."""
    said, _ = process.communicate(timeout=60)
    assert process.returncode == 0, said
    return said


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
