"""The table of goals: our work beside the peer's, each in turn in one run, in CPU time of this process.

Each figure is the median of five rounds, with the least and the greatest. A ratio is the peer's median by ours: above
one we are faster. Below the table stands a plot of cost against length for each row that grows.
`python -m benchmarks.goals --events 1000000 --deployments 1600` measures other sizes.
"""

import argparse
import gc
import statistics
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import attrs
import msgspec

from benchmarks import peer
from benchmarks.parallel import in_processes
from benchmarks.plot import Costs
from benchmarks.story import HOME, NOW, YEAR, log_visit, ready, visit_day
from benchmarks.views import EACH, interleaved, recorded_stories, replaced
from s2ss_core.application import Brokerage
from s2ss_core.application.commands import Commands
from s2ss_core.events import GrantAwarded, VisitLogged, deployment_stream
from s2ss_core.projections import AsAt
from s2ss_core.store import Append, Recorded, Store, open_store
from s2ss_core.values import Days

ROUNDS, TEN = 5, 10
EVENTS, DEPLOYMENTS = 10_000, 100
LENGTHS = (100, 1_000, 3_200)  # visits of one deployment
LITTLE = Days("0.05")  # hours of a visit, so that 3,200 of them fit into one deployment
AT_ONE_SCHOOL = 20  # leaders, in a history where the others are at schools of ten leaders each
BETWEEN = timedelta(minutes=5)  # two entries of a long history

Work = Mapping[str, Callable[[], object]]
Times = Mapping[str, list[float]]


def main(events: int = EVENTS, deployments: int = DEPLOYMENTS) -> None:
    """Print the table."""
    print(f"CPU, median of {ROUNDS} rounds in turn (least to greatest); ratio: the peer's median by ours")
    costs = Costs()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        long_deployments(folder, costs)
        commands(folder, costs)
        histories(folder, (events // 4, events), costs)
        awards(folder, (deployments // 4, deployments // 2, deployments), costs)
    print("\nCost against length (CPU; visits, entries or deployments)")
    for plot in costs.plots():
        print(f"\n{plot}")


def in_turn(work: Work, *, rounds: int = ROUNDS) -> Times:
    """The seconds of each piece of work in each round; garbage is collected before each."""
    times: dict[str, list[float]] = {name: [] for name in work}
    for _ in range(rounds):
        for name, call in work.items():
            gc.collect()
            begun = time.process_time()
            call()
            times[name].append(time.process_time() - begun)
    return times


def show(row: str, times: Times, each: int = 1, unit: str = "ms") -> None:
    """Print a row: every figure by `each`, and the ratio of each other figure to the first."""
    factor = {"ms": 1e3, "µs": 1e6}[unit] / each
    ours, *_ = (statistics.median(found) for found in times.values())
    print(row)
    for name, found in times.items():
        median, least, greatest = statistics.median(found), min(found), max(found)
        ratio = "" if found is next(iter(times.values())) else f"   ratio {median / ours:5.2f}"
        print(
            f"    {name:36} {median * factor:9.2f} {unit}"
            f" ({least * factor:.2f} to {greatest * factor:.2f}){ratio}",
            flush=True,
        )


def grows(costs: Costs, row: str, length: int, times: Times, calls: int = 1) -> None:
    """Note the first figure of a row for its plot: the median of all rounds."""
    costs.add(row, length, statistics.median(next(iter(times.values()))) / calls)


def long_deployments(folder: Path, costs: Costs) -> None:
    """One deployment of 100, 1,000 and 3,200 visits: folded, decided upon and shown."""
    for visits in LENGTHS:
        theirs = peer.opened(f"{folder}/theirs-{visits}.db")
        deployment = theirs.begin("sl-0")
        theirs.log_visits(deployment, visits)
        with long_deployment(folder, visits) as brokerage:
            stream = deployment_stream("dep-0")
            events, their_events = len(brokerage.store.read(stream)), visits + 3
            get = {"the peer's get": lambda: theirs.repository.get(deployment)}  # noqa: B023  called at once
            ours = {"load and fold": lambda: brokerage.repository.replay(stream)}  # noqa: B023
            times = show_each(f"load and fold, {visits:,} visits, an event", ours, events, get, their_events)
            grows(costs, "load and fold", visits, times)
            decide = next_visit(brokerage, visits)
            decide()
            times = in_turn({"why not": decide})
            show(f"warm decision, {visits:,} visits", times)
            grows(costs, "warm decision", visits, times)
            for name, view in (("log", brokerage.deployment_log), ("certificate", brokerage.grant_usage)):
                shown = {name: lambda: view("dep-0")}  # noqa: B023
                row = f"live {name}"
                times = show_each(f"{row}, {visits:,} visits, an event", shown, events, get, their_events)
                grows(costs, row, visits, times)
        theirs.close()


def show_each(row: str, ours: Work, our_events: int, theirs: Work, their_events: int) -> Times:
    """Print a row of figures an event, and return the times; the two histories have nearly as many events."""
    times = in_turn({**ours, **theirs})
    counts = dict.fromkeys(ours, our_events) | dict.fromkeys(theirs, their_events)
    show(row, {name: [took / counts[name] for took in found] for name, found in times.items()}, unit="µs")
    return times


def long_deployment(folder: Path, visits: int) -> Brokerage:
    """A brokerage with one deployment of so many visits, recorded in one append for each stream."""
    brokerage = ready(folder / f"ours-{visits}.db", 1)
    log_visit(brokerage, 0, 0, LITTLE)
    begun = brokerage.store.newest()
    for entry in list(brokerage.history(after=begun - 2)):
        copies = [
            attrs.evolve(entry.event, visit=f"v-{number}", on=visit_day(number))
            for number in range(1, visits)
        ]
        brokerage.store.append(
            [Append(entry.stream, entry.version, copies)], at=entry.recorded_at, by="bench"
        )
    return brokerage


def next_visit(brokerage: Brokerage, number: int) -> Callable[[], object]:
    """A decision about one more visit, which records nothing."""
    stored = next(
        entry.event
        for entry in brokerage.store.read(deployment_stream("dep-0"))
        if isinstance(entry.event, VisitLogged)
    )
    visit = attrs.evolve(stored, visit=f"v-{number}", on=visit_day(number))
    return lambda: brokerage.why_not(Commands.log_visit, "dep-0", visit)


def commands(folder: Path, costs: Costs) -> None:
    """One command a commit, with 10 and 1,000 visits before it, beside the peer with its cache and without."""
    folder = folder / "commands"
    folder.mkdir()
    for visits in (10, 1_000):
        with long_deployment(folder, visits) as brokerage:
            work: dict[str, Callable[[], object]] = {
                "log a visit (two events)": numbered(
                    lambda number: log_visit(brokerage, 0, number, LITTLE),
                    visits,
                )
            }
            opened = []
            for name, settings in (
                ("with its cache", {"AGGREGATE_CACHE_MAXSIZE": "1000"}),
                ("by default", {}),
            ):
                theirs = peer.opened(f"{folder}/command-{visits}-{name}.db", **settings)
                deployment = theirs.begin("sl-0")
                theirs.log_visits(deployment, visits)
                work[f"the peer {name} (one event)"] = numbered(logging(theirs, deployment), visits)
                opened.append(theirs)
            for call in work.values():
                call()
            times = in_turn(work)
            show(f"one command a commit, {visits:,} visits before", times, TEN)
            grows(costs, "one command a commit", visits, times, TEN)
            for application in opened:
                application.close()


def logging(theirs: peer.Deployments, deployment: UUID) -> Callable[[int], object]:
    """Logs the visit of a number at the peer's."""
    return lambda number: theirs.log_visit(deployment, number)


def numbered(call: Callable[[int], object], first: int) -> Callable[[], None]:
    """Ten calls with the next numbers, because one takes too little time to be measured."""
    numbers = iter(range(first, first + 10_000))

    def ten() -> None:
        for _ in range(TEN):
            call(next(numbers))

    return ten


def histories(folder: Path, sizes: Iterable[int], costs: Costs) -> None:
    """Histories of many deployments: scanned, folded, and asked as they were known at a time."""
    stories = list(at_schools(recorded_stories(folder, max(sizes) // EACH)))
    for size in sizes:
        path, theirs_path = folder / f"history-{size}.db", f"{folder}/history-theirs-{size}.db"
        ids = theirs_filled(theirs_path, size)
        theirs = peer.opened(theirs_path)
        with open_store(f"sqlite:///{path}") as store:
            put_spread(store, list(interleaved(stories[: size // EACH])))
            entries = store.newest()
            raw = msgspec.json.Decoder().decode
            work: Work = {
                "typed scan": lambda: count(store.history(texts=False)),
                "the peer's scan": lambda: count(theirs.scan()),  # noqa: B023
                "rows, untyped decode": lambda: count(raw(state) for _, state in store.entries()),  # noqa: B023
            }
            times = in_turn(work)
            show(f"typed scan, {entries:,} entries, an event", times, entries, "µs")
            grows(costs, "typed scan", entries, times)
            every = {
                "every aggregate folded": lambda: fold_ours(store),
                "the peer's": lambda: [theirs.repository.get(each) for each in ids],  # noqa: B023
            }
            times = in_turn(every)
            show(f"every aggregate folded, {entries:,} entries, an event", times, entries, "µs")
            grows(costs, "every aggregate folded", entries, times)
            ask_once(store, entries, costs)
        theirs.close()
        for name, fold in (("ours", fold_at), ("the peer's", fold_theirs_at)):
            (grown,) = in_processes(fold, str(path) if fold is fold_at else theirs_path, number=1)
            print(f"    memory grows by, {name:22} {grown / 1024:9.1f} MiB", flush=True)


def at_schools(stories: Iterable[list[Recorded]]) -> Iterator[list[Recorded]]:
    """The same stories with twenty leaders at one home school, and the others at schools of ten leaders each."""
    for number, story in enumerate(stories):
        words = {HOME.id: f"school-{number // TEN}"} if number >= AT_ONE_SCHOOL else {}
        yield [attrs.evolve(entry, event=replaced(entry.event, words)) for entry in story]


def ask_once(store: Store, entries: int, costs: Costs) -> None:
    """A home school's view, and as known at a time."""
    brokerage, middle = Brokerage(store, clock=lambda: NOW), NOW + entries // 2 * BETWEEN
    work: Work = {
        "a home school's view of up to 20 leaders": lambda: brokerage.home_school_workload(HOME.id, YEAR),
        "as known at a time": lambda: [AsAt(recorded=middle).newest(store) for _ in range(TEN)],
    }
    for (name, call), each in zip(work.items(), (1, TEN), strict=True):
        times = in_turn({name: call})
        show(f"{name}, {entries:,} entries", times, each)
        grows(costs, name, entries, times, each)


def count(entries: Iterable[Any]) -> int:
    """The number of entries, read to the end."""
    return sum(1 for _ in entries)


def put_spread(store: Store, entries: Iterable[Recorded]) -> None:
    """Append these events, five minutes apart."""
    heads: dict[str, int] = {}
    at: datetime = NOW
    with store.writing():
        for entry in entries:
            after = heads.get(entry.stream, 0)
            store.append((Append(entry.stream, after, (entry.event,)),), at=at, by="bench")
            heads[entry.stream], at = after + 1, at + BETWEEN


def theirs_filled(path: str, events: int) -> list[UUID]:
    """The ids of the peer's deployments in a file that has so many events of theirs."""
    theirs = peer.opened(path)
    ids = []
    for number in range(events // EACH):
        deployment = theirs.begin(f"sl-{number}")
        theirs.log_visits(deployment, EACH - 7)
        theirs.finish(deployment)
        ids.append(deployment)
    theirs.close()
    return ids


def fold_ours(store: Store) -> int:
    """Fold every stream, one after another, and let go of its state."""
    repository = Brokerage(store).repository
    kinds = ("deployment:", "grant:", "leader-year:")
    return count(repository.replay(stream) for kind in kinds for stream in store.streams(kind))


def fold_at(_: int, path: str) -> int:
    """By how many KiB the memory of a fresh process grows while it folds every stream of a file."""
    with open_store(f"sqlite:///{path}", create=False) as store:
        begun = most_memory()
        fold_ours(store)
        return most_memory() - begun


def most_memory() -> int:
    """The most memory that this process has had, in KiB. Linux only; what getrusage says includes the parent's."""
    status = Path("/proc/self/status").read_text("utf-8")
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM"))


def fold_theirs_at(_: int, path: str) -> int:
    """The same for the peer's file."""
    theirs = peer.opened(path)
    begun = most_memory()
    for deployment in {entry.originator_id for entry in theirs.scan()}:
        theirs.repository.get(deployment)
    grown = most_memory() - begun
    theirs.close()
    return grown


def awards(folder: Path, sizes: Iterable[int], costs: Costs) -> None:
    """The view of one award of many deployments."""
    (folder / "award").mkdir()
    (story,) = recorded_stories(folder / "award", 1)
    for size in sizes:
        with open_store(f"sqlite:///{folder}/award-{size}.db") as store:
            put_spread(store, of_one_award(story, size))
            brokerage = Brokerage(store, clock=lambda: NOW)
            view = {"award's view": lambda: brokerage.award_usage("grant-one")}  # noqa: B023  called at once
            times = in_turn(view)
            show(f"award of {size:,} deployments", times)
            grows(costs, "an award's view", size, times)


def of_one_award(story: Iterable[Recorded], deployments: int) -> Iterator[Recorded]:
    """The story of so many deployments of one award; the award is made, and the programme adopted, once."""
    for number in range(deployments):
        for entry in story:
            shared = isinstance(entry.event, GrantAwarded) or entry.stream.startswith("programme:")
            if number == 0 or not shared:
                words = {"grant-dep-0": "grant-one", "dep-0": f"dep-{number}", "sl-0": f"sl-{number}"}
                yield attrs.evolve(
                    entry, stream=replaced(entry.stream, words), event=replaced(entry.event, words)
                )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=EVENTS)
    parser.add_argument("--deployments", type=int, default=DEPLOYMENTS)
    main(**vars(parser.parse_args()))
