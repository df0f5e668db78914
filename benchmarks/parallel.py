"""Runs the same work in several processes or threads at once."""

import multiprocessing
from collections.abc import Callable
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from typing import Any, TypeVar

T = TypeVar("T")


def in_processes(work: Callable[..., T], *arguments: Any, number: int) -> list[T]:
    """The results of `work(which, *arguments)` in each of so many processes, which are spawned, not forked."""
    with ProcessPoolExecutor(number, mp_context=multiprocessing.get_context("spawn")) as pool:
        return _each(pool, work, arguments, number)


def in_threads(work: Callable[..., T], *arguments: Any, number: int) -> list[T]:
    """The same in threads of this process."""
    with ThreadPoolExecutor(number) as pool:
        return _each(pool, work, arguments, number)


def _each(pool: Executor, work: Callable[..., T], arguments: tuple[Any, ...], number: int) -> list[T]:
    begun = [pool.submit(work, which, *arguments) for which in range(number)]
    return [future.result() for future in begun]
