"""Threads, processes and rolled-back transactions: the cached states always equal the store."""

import multiprocessing
import threading
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from benchmarks.story import NOW, YEAR, log_visit, ready
from s2ss_core import Brokerage, Conflict, Days, Refused, StoreError


def _visits(brokerage: Brokerage, deployment: str = "dep-0") -> int:
    return len(brokerage.deployment_log(deployment).records_of_visit)


def _log_and_undo(brokerage: Brokerage) -> None:
    with brokerage.store.writing():
        log_visit(brokerage, 0, 1)
        log_visit(brokerage, 0, 2)
        raise RuntimeError


def test_a_transaction_that_was_rolled_back_is_not_in_the_cache(tmp_path: Path) -> None:
    brokerage = ready(tmp_path / "support.db", deployments=1)

    with pytest.raises(RuntimeError):
        _log_and_undo(brokerage)

    assert _visits(brokerage) == 0
    log_visit(brokerage, 0, 1)
    assert _visits(brokerage) == 1


def test_what_another_brokerage_wrote_is_seen_at_once(tmp_path: Path) -> None:
    ours = ready(tmp_path / "support.db", deployments=1)
    theirs = Brokerage.open(f"sqlite:///{tmp_path / 'support.db'}", clock=lambda: NOW).acting_as("other")
    log_visit(ours, 0, 1)
    log_visit(theirs, 0, 2)

    log_visit(ours, 0, 3)

    assert _visits(ours) == _visits(theirs) == 3
    assert ours.leader_workload("sl-0", YEAR).worked.value == Days("0.6")


def test_a_store_that_always_conflicts_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    brokerage = ready(tmp_path / "support.db", deployments=1)

    def never(*_: object, **__: object) -> None:
        raise Conflict("another writer came first")

    monkeypatch.setattr(brokerage.store, "append", never)

    with pytest.raises(Conflict):
        log_visit(brokerage, 0, 1)


def test_threads_that_share_a_brokerage_each_record_once(tmp_path: Path) -> None:
    brokerage = ready(tmp_path / "support.db", deployments=1)
    threads = [threading.Thread(target=log_visit, args=(brokerage, 0, visit)) for visit in range(20)]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert _visits(brokerage) == 20
    assert brokerage.leader_workload("sl-0", YEAR).worked.value == Days(4)


def _book(path: str, number: int, start: object, booked: object) -> None:
    from tests.application.test_commands import _second_for

    brokerage = Brokerage.open(
        f"sqlite:///{path}", clock=lambda: datetime(2024, 8, 1, 9, tzinfo=UTC)
    ).acting_as(f"p{number}")
    start.wait()  # type: ignore[attr-defined]
    for turn in range(5):
        try:
            _second_for(brokerage, f"dep-{number}-{turn}", Days(1))
        except Refused:
            continue
        booked.put(1)  # type: ignore[attr-defined]


def test_processes_racing_for_one_leader_never_book_past_the_allowance(tmp_path: Path) -> None:
    brokerage = ready(tmp_path / "support.db", deployments=1)
    context = multiprocessing.get_context("spawn")
    start, booked = context.Barrier(3), context.Queue()
    processes = [
        context.Process(target=_book, args=(str(tmp_path / "support.db"), number, start, booked))
        for number in range(3)
    ]

    for process in processes:
        process.start()
    for process in processes:
        process.join()

    workload = brokerage.leader_workload("sl-0", YEAR)
    assert [process.exitcode for process in processes] == [0, 0, 0]
    assert sum(booked.get() for _ in range(3)) == 3
    assert booked.empty()
    assert workload.booked.value == workload.allowance.value == Days(15)
    assert date(2023, 11, 6) <= NOW.date()


def test_a_command_waits_for_another_writer_only_as_long_as_the_setting_says(tmp_path: Path) -> None:
    with ready(tmp_path / "support.db", deployments=1) as brokerage:
        url = f"sqlite:///{tmp_path / 'support.db'}"
        with (
            Brokerage.open(url, clock=lambda: NOW, wait=0.1).acting_as("other") as hasty,
            brokerage.store.writing(),
            pytest.raises(StoreError, match="has been writing"),
        ):
            log_visit(hasty, 0, 1)

        assert _visits(brokerage) == 0
