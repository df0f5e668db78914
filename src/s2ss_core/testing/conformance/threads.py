"""Doing something elsewhere: in another thread, or in another process."""

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
    """What a task gives in a thread of its own."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(task).result(timeout=30)


def start(program: str, where: str | Mapping[str, str]) -> subprocess.Popen[str]:
    """Begin a program in a process of its own; it knows the store's names, a few facts, and `where`."""
    place = where if isinstance(where, str) else dict(where)
    return subprocess.Popen(  # noqa: S603  this very Python
        [sys.executable, "-W", "error", "-c", BEGIN + dedent(program), json.dumps(place)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def finish(process: subprocess.Popen[str]) -> str:
    """What a program printed; it must end well."""
    said, _ = process.communicate(timeout=120)
    assert process.returncode == 0, said
    return said


def race(program: str, where: str | Mapping[str, str], *, processes: int = 2) -> None:
    """Run a program in several processes that go on together from where it calls `when_all_are_ready`."""
    with ended_in_any_case([start(program, where) for _ in range(processes)]) as racing:
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
def ended_in_any_case(processes: list[subprocess.Popen[str]]) -> Iterator[list[subprocess.Popen[str]]]:
    """Processes of which none is left when the block ends, however it ends."""
    try:
        yield processes
    finally:
        for process in processes:
            process.kill()
            process.communicate()
