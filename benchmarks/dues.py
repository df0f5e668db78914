"""What waits on one person among many deployments: answered from stored documents, and folded from the events.

`python -m benchmarks.dues --deployments 10000` measures another number of deployments.
"""

import argparse
import tempfile
import time
from itertools import chain
from pathlib import Path

from benchmarks.views import put, recorded_stories
from s2ss_core.application import Brokerage
from s2ss_core.projections import WHATS_DUE, DueRow, Materialised
from s2ss_core.store import open_store

DEPLOYMENTS = 1_000
EACH = 16  # events of a deployment that was brokered and then fell silent
PERSON = "sl-7"


def main(deployments: int = DEPLOYMENTS) -> None:
    """Ask what waits on one leader without documents and with them, and print the seconds and their ratio."""
    print(f"{deployments:,} deployments of {EACH} events, what waits on one person, SQLite file", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'dues.db'}"
        stories = (story[:EACH] for story in recorded_stories(Path(folder), deployments))
        with open_store(url) as store:
            put(store, chain.from_iterable(stories))
        with Brokerage.open(url) as brokerage:
            folded, rows = asked(brokerage)
            print(f"folded from events {folded:8.2f} s", flush=True)
            Materialised(brokerage.store, [WHATS_DUE]).catch_up()
            kept, same_rows = asked(brokerage)
            print(f"from documents     {kept:8.2f} s   ratio {folded / kept:6.1f}", flush=True)
    assert rows, "nothing waits on this person"
    assert same_rows == rows


def asked(brokerage: Brokerage) -> tuple[float, tuple[DueRow, ...]]:
    """The seconds that the question takes, and its answer."""
    begun = time.perf_counter()
    rows = brokerage.due(person=PERSON)
    return time.perf_counter() - begun, rows


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--deployments", type=int, default=DEPLOYMENTS)
    main(**vars(parser.parse_args()))
