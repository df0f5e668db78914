"""Three views catch up on a SQLite file, in pages and in one transaction for each event, with the same definitions.

`python -m benchmarks.views --events 100000` measures another number of events. The pages have the default size of
`Materialised` and half the number of events, unless `--page` gives another size.
"""

import argparse
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import attrs

from benchmarks.story import MANY, log_visit, ready
from s2ss_core.projections import DEPLOYMENT_LOG, GRANT_USAGE, LEADER_WORKLOAD, Materialised
from s2ss_core.projections.serving.document_builder import PAGE
from s2ss_core.store import Append, Recorded, Store, open_store

VIEWS = (DEPLOYMENT_LOG, LEADER_WORKLOAD, GRANT_USAGE)
EACH = 100  # events of a deployment, its leader's year and its grant
EVENTS = 2_000


def main(events: int = EVENTS, page: int | None = None) -> None:
    """Catch up both ways over deployments one after another and interleaved, and print the ratios."""
    pages = (page,) if page else (PAGE, max(events // 2, 1))
    deployments = max(events // EACH, 1)
    print(f"{events:,} events, {deployments:,} deployments, three views, SQLite file", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        stories = tuple(recorded_stories(Path(folder), deployments))
        for name, entries in (("one after another", chain(stories)), ("interleaved", interleaved(stories))):
            *ours, theirs = measured(Path(folder) / f"{name}.db", list(entries)[:events], (*pages, 1))
            print(f"{name:18} one transaction an event {theirs:8.1f} s", flush=True)
            for size, seconds in zip(pages, ours, strict=True):
                print(
                    f"{'':18} pages of {size:7,} {seconds:17.1f} s   ratio {theirs / seconds:6.1f}",
                    flush=True,
                )


def measured(path: Path, entries: Sequence[Recorded], pages: Sequence[int]) -> list[float]:
    """The seconds to catch up in pages of each size. All must end with the same documents."""
    seconds: list[float] = []
    kept: list[dict[Any, bytes]] = []
    with open_store(f"sqlite:///{path}") as store:
        put(store, entries)
        for page in pages:
            seconds.append(_seconds(store, page))
            kept.append(documents(store))
            for checkpoint in store.documents.checkpoints():
                store.documents.drop(checkpoint)
    assert all(document == kept[0] for document in kept)
    return seconds


def _seconds(store: Store, page: int) -> float:
    begun = time.perf_counter()
    Materialised(store, VIEWS).catch_up(page=page)
    return time.perf_counter() - begun


def documents(store: Store) -> dict[tuple[str, tuple[str, ...]], bytes]:
    """Every document."""
    return {
        (checkpoint.projection, document.key): document.content
        for checkpoint in store.documents.checkpoints()
        for document in store.documents.every(checkpoint.projection, checkpoint.generation)
    }


def recorded_stories(folder: Path, deployments: int) -> Iterator[list[Recorded]]:
    """The same story for so many deployments with different ids. The first one adopts the programme."""
    with ready(folder / "story.db", 1) as brokerage:
        for visit in range(MANY):
            log_visit(brokerage, 0, visit)
        story = list(brokerage.history(texts=False))[:EACH]
    for number in range(deployments):
        yield [
            attrs.evolve(entry, stream=renamed(entry.stream, number), event=renamed(entry.event, number))
            for entry in story
            if number == 0 or not entry.stream.startswith("programme:")
        ]


def renamed(value: Any, number: int) -> Any:
    """The same value with the ids of another deployment and leader."""
    return replaced(value, {"dep-0": f"dep-{number}", "sl-0": f"sl-{number}"})


def replaced(value: Any, words: Mapping[str, str]) -> Any:
    """The same value with other words in its texts, replaced in the order given."""
    if type(value) is str:
        for word, other in words.items():
            value = value.replace(word, other)
        return value
    if isinstance(value, tuple):
        return tuple(replaced(part, words) for part in value)
    if attrs.has(type(value)):
        fields = attrs.fields(type(value))
        return type(value)(**{field.name: replaced(getattr(value, field.name), words) for field in fields})
    return value


def chain(stories: Iterable[list[Recorded]]) -> Iterator[Recorded]:
    """One deployment after another."""
    for story in stories:
        yield from story


def interleaved(stories: Sequence[list[Recorded]]) -> Iterator[Recorded]:
    """An event of each deployment in turn."""
    for number in range(EACH):
        for story in stories:
            yield from story[number : number + 1]


def put(store: Store, entries: Iterable[Recorded]) -> None:
    """Append these events in one transaction."""
    heads: dict[str, int] = {}
    with store.writing():
        for entry in entries:
            after = heads.get(entry.stream, 0)
            store.append((Append(entry.stream, after, (entry.event,)),), at=entry.recorded_at, by="bench")
            heads[entry.stream] = after + 1


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=EVENTS)
    parser.add_argument("--page", type=int)
    main(**vars(parser.parse_args()))
