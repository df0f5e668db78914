"""Runs code in another thread or in another process."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from textwrap import dedent
from typing import TypeVar

T = TypeVar("T")

BEGIN = """
import json, os, sys, time
from s2ss_core.errors import *
from s2ss_core.store import *
from s2ss_core.testing.samples import *
where = json.loads(sys.argv[1])
def when_all_are_ready():
    print("ready", flush=True)
    sys.stdin.readline()
"""


def in_another_thread(task: Callable[[], T]) -> T:
    """The result of a task that runs in another thread."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(task).result(timeout=30)


def start(program: str, where: str | Mapping[str, str]) -> subprocess.Popen[str]:
    """Start a Python program in another process. It can use `where` and the names of the store and the samples."""
    place = where if isinstance(where, str) else dict(where)
    return subprocess.Popen(  # noqa: S603  this very Python
        [sys.executable, "-W", "error", "-c", BEGIN + dedent(program), json.dumps(place)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def finish(process: subprocess.Popen[str]) -> str:
    """The output of a program once it ends. Raises AssertionError if its exit code is not 0."""
    output, _ = process.communicate(timeout=120)
    assert process.returncode == 0, output
    return output


def race(program: str, where: str | Mapping[str, str], *, processes: int = 2) -> None:
    """Run a program in several processes, which continue together after they call `when_all_are_ready`."""
    with killed_on_exit([start(program, where) for _ in range(processes)]) as racing:
        for process in racing:
            assert process.stdout
            assert process.stdout.readline() == "ready\n", finish(process)
        for process in racing:
            assert process.stdin
            process.stdin.write("go\n")
            process.stdin.flush()
        for process in racing:
            finish(process)


@contextmanager
def killed_on_exit(processes: list[subprocess.Popen[str]]) -> Iterator[list[subprocess.Popen[str]]]:
    """Kills these processes when the block ends, even by an exception."""
    try:
        yield processes
    finally:
        for process in processes:
            process.kill()
            process.communicate()
