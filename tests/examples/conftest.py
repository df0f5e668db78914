from collections.abc import Iterator, Sequence

import attrs
import pytest

from s2ss_core.application import Brokerage
from s2ss_core.cli.demo import example, play_example
from s2ss_core.cli.rows import Outcome


@attrs.frozen
class Played:
    """The worked example, played once, and what became of each of its rows."""

    brokerage: Brokerage
    outcomes: Sequence[Outcome]


@pytest.fixture(scope="session")
def played() -> Iterator[Played]:
    with Brokerage.open("memory:") as brokerage:
        yield Played(brokerage, play_example(brokerage, example()))
