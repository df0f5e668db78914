"""What a back end may be unable to do, by name, and what all the tests of the kit begin with."""

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
        "lasting": "what was written is there when the store is opened again",
        "processes": "several processes use it at once and lose nothing",
        "private texts": "private text is kept beside the history and can be erased",
        "directory": "names and addresses are kept beside the history and can be forgotten",
        "transactions": "several appends, erasures and entries in the directory are kept or undone together",
        "writers' lock": "what is read under the lock stays true until it is given back, whatever other processes do",
        "dense positions": "positions count 1, 2, 3 … and leave no number out",
    }
)


def needs(*capabilities: str) -> Callable[[F], F]:
    """Mark a test of the kit as one that needs these capabilities."""
    assert set(capabilities) <= set(CAPABILITIES)

    def mark(test: F) -> F:
        test.__dict__["needs"] = capabilities
        return test

    return mark


@attrs.frozen
class BackEnd:
    """Where a store is, an empty one of this test's own, and what it cannot do, by name and with the reason.

    `examples` says how many sequences the stateful family tries, `rounds` how often the crash family kills.
    """

    where: str | Mapping[str, str]
    cannot: Mapping[str, str] = MappingProxyType({})
    examples: int = 20
    rounds: int = 3


class Conforming:
    """Where the store is and what it cannot do; `store` is it, open and empty."""

    where: str | Mapping[str, str]
    cannot: ClassVar[Mapping[str, str]] = MappingProxyType({})

    def can(self, *capabilities: str) -> bool:
        """Whether the back end can do all of these."""
        return not set(capabilities) & set(self.cannot)

    def open(self) -> Store:
        """Open the store, for the first time in a test or again."""
        return open_store(self.where)

    @pytest.fixture(autouse=True)
    def _what_it_needs(self, request: pytest.FixtureRequest) -> None:
        self.skip_what_it_cannot(request)

    def skip_what_it_cannot(self, request: pytest.FixtureRequest) -> None:
        """Skip the test if it needs what the back end cannot do, and say why."""
        for capability in getattr(request.function, "needs", ()):
            if capability in self.cannot:
                pytest.skip(f"{capability}: {self.cannot[capability]}")

    @pytest.fixture
    def store(self, _what_it_needs: None) -> Iterator[Store]:
        """The store, open and empty."""
        with self.open() as opened:
            yield opened


def in_order(numbers: list[Any]) -> bool:
    """Whether each number is higher than the one before."""
    return all(a < b for a, b in pairwise(numbers))
