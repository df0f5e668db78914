"""What the store's tests begin with: a few events and a moment."""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from sqlite3 import Connection, connect

from s2ss_core.events import PlanSubmitted
from s2ss_core.events.planning import Objective
from s2ss_core.store import Store
from s2ss_core.testing.samples import CLERK, NOON, SCHOOL, SPRING_DAY, concern, record, visit, worked
from s2ss_core.values import Money, Private

__all__ = [
    "CLERK",
    "NOON",
    "SCHOOL",
    "SPRING_DAY",
    "OpenStore",
    "concern",
    "plan",
    "raw",
    "record",
    "visit",
    "worked",
]

OpenStore = Callable[..., Store]


def plan(
    *, problem: Private, objectives: tuple[Private, ...] = (), stops: tuple[Private, ...] = ()
) -> PlanSubmitted:
    return PlanSubmitted(
        plan_version=1,
        on=SPRING_DAY,
        finalised_by=(),
        owner=CLERK,
        problem=problem,
        stops=stops,
        objectives=tuple(Objective(id=f"o-{number}", text=text) for number, text in enumerate(objectives)),
        lines=(),
        total=Money(0),
    )


@contextmanager
def raw(file: Path) -> Iterator[Connection]:
    """The file as anybody with a SQLite shell sees it."""
    with closing(connect(file, isolation_level=None)) as connection:
        yield connection
