"""What the frozen stores hold: the worked example, every event in full and sparse, documents, and a directory."""

from datetime import UTC, datetime

import attrs

from s2ss_core.application import Brokerage
from s2ss_core.cli.demo import example, play_example
from s2ss_core.events import registered
from s2ss_core.projections import Materialised
from s2ss_core.store import Append
from tests.store.samples import sample

PLAYED = datetime(2025, 1, 6, 9, 30, 0, 250_000, tzinfo=UTC)
DEPLOYMENT, LEADER, YEAR = "dep-2023-014", "sl-014", "2023/24"
ERASED = "sample-deployment.concern-raised@1"
HUSH = "What nobody is to read any more."


def play(brokerage: Brokerage) -> None:
    """Play it all into an empty store. The salts of private texts and the ids of events are drawn anew each time."""
    play_example(brokerage, example())
    store = brokerage.store
    for stored, cls in registered():
        full, sparse = (sample(cls, full=full) for full in (True, False))
        stream = f"sample-{stored.name}@{stored.version}"
        if stream == ERASED:
            full = attrs.evolve(full, about=HUSH)
        store.append([Append(stream, 0, (full, sparse))], at=PLAYED, by="u-7", context={"request": "r-1"})
    (first, _) = store.read(ERASED)
    store.erase(first.position)
    store.directory.enter(LEADER, name="Ada Example", email="ada@example.org", telephone="01274 000 000")
    Materialised(store).catch_up()
