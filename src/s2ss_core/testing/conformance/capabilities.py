"""The capabilities that a back end may lack, and the base class of all conformance tests."""

from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise
from types import MappingProxyType
from typing import Any, ClassVar, TypeVar

import attrs
import pytest

from s2ss_core.store import Store, open_store

F = TypeVar("F", bound=Callable[..., object])

CAPABILITIES: Mapping[str, str] = MappingProxyType(
    {
        "lasting": "the history is still there when the store is opened again",
        "processes": "several processes use it at once and lose nothing",
        "private texts": "private text is kept beside the history and can be erased",
        "directory": "names and addresses are kept beside the history and can be deleted",
        "transactions": "several appends, erasures and entries in the directory are kept or undone together",
        "writers' lock": "while one process holds the lock, no other process can write",
        "dense positions": "positions count 1, 2, 3 … without gaps",
    }
)
"""Every capability by name, with its meaning."""


def needs(*capabilities: str) -> Callable[[F], F]:
    """Mark a conformance test as one that needs these capabilities. It is skipped for a back end that lacks one."""
    assert set(capabilities) <= set(CAPABILITIES)

    def mark(test: F) -> F:
        test.__dict__["needs"] = capabilities
        return test

    return mark


@attrs.frozen
class BackEnd:
    """A back end to test: what the fixture `conforming_store` returns.

    - `where`: the URL or settings of an empty store for this one test
    - `cannot`: the capabilities that it lacks, by their name in `CAPABILITIES`, each with the reason
    - `examples`: how many sequences the stateful family tries
    - `rounds`: how often the crash family kills the writers
    """

    where: str | Mapping[str, str]
    cannot: Mapping[str, str] = MappingProxyType({})
    examples: int = 20
    rounds: int = 3


class Conforming:
    """The base class of conformance tests. `where` and `cannot` are as in `BackEnd`; `store` is open and empty."""

    where: str | Mapping[str, str]
    cannot: ClassVar[Mapping[str, str]] = MappingProxyType({})

    def can(self, *capabilities: str) -> bool:
        """Whether the back end has all these capabilities."""
        return not set(capabilities) & set(self.cannot)

    def open(self) -> Store:
        """Open the store, for the first time in a test or once more."""
        return open_store(self.where)

    @pytest.fixture(autouse=True)
    def _what_it_needs(self, request: pytest.FixtureRequest) -> None:
        self.skip_what_it_cannot(request)

    def skip_what_it_cannot(self, request: pytest.FixtureRequest) -> None:
        """Skip the test with the reason if it needs a capability that the back end lacks."""
        for capability in getattr(request.function, "needs", ()):
            if capability in self.cannot:
                pytest.skip(f"{capability}: {self.cannot[capability]}")

    @pytest.fixture
    def store(self, _what_it_needs: None) -> Iterator[Store]:
        """The open, empty store."""
        with self.open() as opened:
            yield opened


def in_order(numbers: list[Any]) -> bool:
    """Whether each number is higher than the one before."""
    return all(a < b for a, b in pairwise(numbers))
