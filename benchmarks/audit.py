"""A history of whole deployments audited in one pass, beside a scan of its rows and the peer's fold, in CPU time.

Deployments go on side by side, a wave of them after another. `python -m benchmarks.audit --events 1000000` measures
another number of events. Memory is the most that a fresh process had above what it began with.
"""

import argparse
import tempfile
from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import attrgetter
from typing import Any

import attrs
import msgspec

from benchmarks import peer
from benchmarks.goals import BETWEEN, Work, count, in_turn, most_memory, show, theirs_filled
from benchmarks.parallel import in_processes
from benchmarks.story import NOW
from benchmarks.views import replaced
from s2ss_core.audit import Finding, audited
from s2ss_core.events import OrganisationEntered, ProgrammeAdopted
from s2ss_core.store import Append, Recorded, Store, open_store
from s2ss_core.testing.lifecycle import Runner, Scenario
from s2ss_core.values import Term

EVENTS = 10_000
WAVE = 300  # deployments that go on side by side
ROUNDS = 3
SHARED = (OrganisationEntered, ProgrammeAdopted)
TERMS = (Term("2024-spring"), Term("2024-summer"))

Command = list[Recorded]


def main(events: int = EVENTS) -> None:
    """Print the time an event of the audit, of a scan and of the peer's fold, and what the audit needs of memory."""
    raw = msgspec.json.Decoder().decode
    with tempfile.TemporaryDirectory() as folder:
        ids = theirs_filled(f"{folder}/theirs.db", events)
        theirs = peer.opened(f"{folder}/theirs.db")
        paths = [f"{folder}/{size}.db" for size in (events // 4, events)]
        for path, size in zip(paths, (events // 4, events), strict=True):
            fill(path, size)
        with open_store(f"sqlite:///{paths[-1]}", create=False) as store:
            work: Work = {
                "audit": lambda: whole(store),
                "rows, untyped decode": lambda: count(raw(state) for _, state in store.entries()),
                "typed scan": lambda: count(store.history(texts=False)),
                "the peer's fold": lambda: [theirs.repository.get(each) for each in ids],
            }
            times = in_turn(work, rounds=ROUNDS)
            show(f"audit of {store.newest():,} entries, an event", times, store.newest(), "µs")
        theirs.close()
        for path, size in zip(paths, (events // 4, events), strict=True):
            ((grown, most),) = in_processes(audit_in, path, number=1)
            print(f"    memory of {size:,} entries: grows by {grown:.1f} MiB to {most:.1f} MiB", flush=True)


def whole(store: Store) -> tuple[Finding, ...]:
    """Audit a store. Its deployments are sound: an error would be a fault of this benchmark."""
    findings = audited(store).findings()
    assert [finding for finding in findings if finding.severity == "error"] == []
    return findings


def audit_in(_: int, path: str) -> tuple[float, float]:
    """By how many MiB the memory of this process grows while it audits a file, and the most that it has."""
    with open_store(f"sqlite:///{path}", create=False) as store:
        begun = most_memory()
        whole(store)
        return (most_memory() - begun) / 1024, most_memory() / 1024


def fill(path: str, events: int) -> None:
    """Append so many events, five minutes between two commands."""
    heads: dict[str, int] = {}
    at, left = NOW, events
    with open_store(f"sqlite:///{path}") as store, store.writing():
        for command in waves(story()):
            if left <= 0:
                return
            for entry in command:
                after = heads.get(entry.stream, 0)
                store.append((Append(entry.stream, after, (entry.event,)),), at=at, by="bench")
                heads[entry.stream] = after + 1
            at, left = at + BETWEEN, left - len(command)


def story() -> list[Command]:
    """The commands of one deployment from its award to its closing."""
    runner = Runner(Scenario(terms=TERMS), closely=False)
    runner.go_on("d-1", 200)
    return [list(entries) for _, entries in groupby(runner.world.history, key=attrgetter("recorded_at"))]


def waves(commands: Sequence[Command]) -> Iterator[Command]:
    """The same commands for one deployment after another, each wave of them side by side."""
    number = 0
    while True:
        for command in commands:
            for deployment in range(number, number + WAVE):
                yield [
                    renamed(entry, deployment) for entry in command if not (deployment and _is_shared(entry))
                ]
        number += WAVE


def _is_shared(entry: Recorded) -> bool:
    return isinstance(entry.event, SHARED)


def renamed(entry: Recorded, number: int) -> Recorded:
    """The same entry of another deployment, with its own leader and award."""
    words = {"d-1": f"d-{number}", "sl-1": f"sl-{number}", "g-1": f"g-{number}"}
    event: Any = replaced(entry.event, words)
    return attrs.evolve(entry, stream=replaced(entry.stream, words), event=event)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=EVENTS)
    main(**vars(parser.parse_args()))
