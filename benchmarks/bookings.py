"""Several processes book days of one leader at once, on every back end. No booking passes the allowance or is lost."""

import argparse
import tempfile
import time
from collections import Counter
from contextlib import ExitStack
from datetime import date
from pathlib import Path

from benchmarks.parallel import in_processes, in_threads
from benchmarks.story import HOME, HOME_HEADTEACHER, NOW, YEAR, broker
from s2ss_core.application import Brokerage
from s2ss_core.errors import Conflict
from s2ss_core.events import DaysCommitted, leader_year_stream
from s2ss_core.rules import Refused
from s2ss_core.testing._servers.postgres_server import Server
from s2ss_core.values import Days

BOOKERS, BOOKINGS = 16, 200
ALLOWANCE, EACH = Days(15), Days("0.01")  # so that about half of the bookings are refused
LEADER = "sl-014"


def main(bookers: int = BOOKERS, bookings: int = BOOKINGS) -> None:
    """Book on all three back ends, and print the results."""
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        server = stack.enter_context(Server(durable=True))
        for name, url in (("SQLite", f"sqlite:///{Path(folder) / 'a.db'}"), ("PostgreSQL", server.url())):
            with opened(url) as brokerage:
                begun = time.perf_counter()
                outcomes = sum(in_processes(book_at, url, bookings, number=bookers), Counter[str]())
                report(name, outcomes, brokerage, time.perf_counter() - begun)
        with opened("memory:") as brokerage:
            begun = time.perf_counter()
            outcomes = sum(in_threads(book, brokerage, bookings, number=bookers), Counter[str]())
            report("memory (threads)", outcomes, brokerage, time.perf_counter() - begun)


def opened(url: str) -> Brokerage:
    """A brokerage in which the leader's allowance is agreed."""
    brokerage = Brokerage.open(url, clock=lambda: NOW).acting_as("bench")
    brokerage.agree_allowance(
        leader=LEADER,
        cap_year=YEAR,
        on=date(2023, 9, 2),
        days=ALLOWANCE,
        home_school=HOME,
        agreed_by=HOME_HEADTEACHER,
    )
    return brokerage


def book_at(which: int, url: str, bookings: int) -> Counter[str]:
    """Book in another process."""
    with Brokerage.open(url, create=False, clock=lambda: NOW, wait=60) as brokerage:
        return book(which, brokerage.acting_as(f"booker-{which}"), bookings)


def book(which: int, brokerage: Brokerage, bookings: int) -> Counter[str]:
    """Broker deployments that each commit some of the leader's days, and count the outcomes."""
    outcomes: Counter[str] = Counter()
    for number in range(bookings):
        try:
            broker(brokerage, f"dep-{which}-{number}", LEADER, days=EACH)
            outcomes["recorded"] += 1
        except Refused as refused:
            outcomes[" ".join(sorted(broken_rule.rule.code for broken_rule in refused.broken))] += 1
        except Conflict:
            outcomes["conflict"] += 1
    return outcomes


def report(name: str, outcomes: Counter[str], brokerage: Brokerage, seconds: float) -> None:
    """Print the outcomes, and what the history and the view show."""
    booked = [
        entry.event
        for entry in brokerage.store.read(leader_year_stream(LEADER, YEAR))
        if isinstance(entry.event, DaysCommitted)
    ]
    total = sum((booking.days for booking in booked), Days(0))
    view = brokerage.leader_workload(LEADER, YEAR)
    counts = ", ".join(f"{count} {outcome}" for outcome, count in sorted(outcomes.items()))
    print(
        f"{name:16} {counts}; booked in history {len(booked)}, {total} of {ALLOWANCE} days, "
        f"lost {outcomes['recorded'] - len(booked)}, view {view.committed.value}; {seconds:.1f} s"
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bookers", type=int, default=BOOKERS)
    parser.add_argument("--bookings", type=int, default=BOOKINGS)
    main(**vars(parser.parse_args()))
