"""One command end to end on a SQLite file, compared with eventsourcing's own default style, alternating in one run."""

import os
import statistics
import tempfile
import time
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

from benchmarks.story import MANY, log_visit, ready
from benchmarks.vanilla import Deployments

DEPLOYMENTS = 20


def main() -> None:
    """Log 20 × 60 visits both ways, and print the medians and their ratio."""
    with tempfile.TemporaryDirectory() as folder:
        ours, theirs = measured(Path(folder))
    print(
        f"{len(ours)} visits logged each way, 0 to {MANY - 1} before each, SQLite file, one commit a command"
    )
    for name, times in (("eventsourcing's default style", theirs), ("s2ss_core log_visit", ours)):
        print(
            f"{name:32} median {statistics.median(times) * 1e3:6.2f} ms   mean {statistics.mean(times) * 1e3:6.2f} ms"
        )
    print(f"ratio of medians, theirs / ours: {statistics.median(theirs) / statistics.median(ours):.2f}")
    print(f"ratio of means,   theirs / ours: {statistics.mean(theirs) / statistics.mean(ours):.2f}")


def measured(folder: Path) -> tuple[list[float], list[float]]:
    """The seconds of each command, ours and theirs alternating."""
    brokerage = ready(folder / "ours.db", DEPLOYMENTS)
    vanilla = Deployments(
        env={"PERSISTENCE_MODULE": "eventsourcing.sqlite", "SQLITE_DBNAME": os.fspath(folder / "theirs.db")}
    )
    ids = [vanilla.broker(school="supported-school", leader=f"sl-{number}") for number in range(DEPLOYMENTS)]
    ours, theirs = [], []
    for visit in range(MANY):
        for number, deployment in enumerate(ids):
            ours.append(_seconds(lambda: log_visit(brokerage, number, visit)))  # noqa: B023 -- called at once
            theirs.append(
                _seconds(
                    lambda: vanilla.log_visit(
                        deployment,  # noqa: B023
                        visit=f"v-{visit}",  # noqa: B023
                        on="2023-10-02",
                        leader="sl",
                        unit="hour",
                        quantity=Decimal(1),
                        line="1",
                        notes="Guided reading; two lessons observed",
                    )
                )
            )
    brokerage.close()
    return ours, theirs


def _seconds(call: Callable[[], None]) -> float:
    begun = time.perf_counter()
    call()
    return time.perf_counter() - begun
