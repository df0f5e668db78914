"""Whatever the store does, a command that is insisted on has exactly one effect; and a seed does the same again."""

import datetime as dt
import os
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import cache, partial
from itertools import groupby, islice
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import given, settings

from benchmarks.story import NOW, _prepare, log_visit
from s2ss_core.application import Brokerage
from s2ss_core.cli.demo import example
from s2ss_core.cli.rows import Row
from s2ss_core.errors import Conflict, StoreError
from s2ss_core.events import DaysWorked, VisitLogged
from s2ss_core.programmes import Programme
from s2ss_core.projections import Materialised
from s2ss_core.rules import Refused
from s2ss_core.store import Store, open_store
from s2ss_core.testing.chaos import (
    AFTER,
    BEFORE,
    CONFLICT,
    DELAY,
    FAULTS,
    SEED,
    TWICE,
    ChaosStore,
    Insisting,
    insist,
)
from s2ss_core.testing.lifecycle import Clock, Runner, Sequence, StepsUntil, sequences
from s2ss_core.testing.postgres import postgres_server, postgres_url
from s2ss_core.testing.samples import record, visit
from tests.lifecycle.runs import SEQUENCES
from tests.projections.equivalence import differing

__all__ = ["postgres_server", "postgres_url"]  # fixtures

LATER = dt.datetime(2025, 6, 1, 12, tzinfo=dt.UTC)
StreamedEvent = tuple[str, int, str, object]


def always(fault: str) -> Mapping[str, float]:
    return {fault: 1.0}


def asked(brokerage: Brokerage, row: Row) -> Callable[[], object]:
    command = row.kind.bound(brokerage.acting_as(row.recorded_by, evidence=row.evidence))
    if row.despite:
        return lambda: command.despite(row.despite, *row.arguments, **row.fields)
    return lambda: command(*row.arguments, **row.fields)


def played(store: Store) -> tuple[StreamedEvent, ...]:
    """The worked example, each of its commands insisted on, and what is then in history."""
    brokerage = Brokerage(store, clock=lambda: LATER)
    for row in example():
        command = asked(brokerage, row)
        if row.refused:
            with pytest.raises(Refused):
                insist(command)
        else:
            insist(command)
    return tuple((entry.stream, entry.version, entry.recorded_by, entry.event) for entry in store.history())


@cache
def calm() -> tuple[StreamedEvent, ...]:
    with open_store("memory:") as store:
        return played(store)


@pytest.fixture(params=("memory", "sqlite", pytest.param("postgres", marks=pytest.mark.postgres)))
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    known = {"memory": "memory:", "sqlite": f"sqlite:///{tmp_path}/support.db"}
    return known.get(request.param) or request.getfixturevalue("postgres_url")


@pytest.mark.parametrize("seed", range(int(os.environ.get("S2SS_SEEDS", "1"))))
def test_every_command_that_is_insisted_on_has_exactly_one_effect(url: str, seed: int) -> None:
    with ChaosStore(open_store(url), seed=seed) as store:
        assert played(store) == calm()

        assert {BEFORE, AFTER, CONFLICT, DELAY} <= set(store.log)


def over_chaos(clock: Clock, programmes: tuple[Programme, ...]) -> Brokerage:
    """A brokerage over a store that fails in three of ten writes, chosen by the day on which everything begins."""
    seed = clock.today.toordinal()
    return Insisting(ChaosStore(open_store("memory:"), seed=seed), clock=clock, programmes=programmes)


@settings(SEQUENCES, max_examples=int(os.environ.get("S2SS_SEQUENCES", "2")))
@given(sequences(("d-1", "d-2")))
def test_random_lifecycles_come_to_the_same_over_a_failing_store(sequence: Sequence) -> None:
    from_nothing = (StepsUntil("log_visit", 0), StepsUntil("log_visit", 1)) if sequence.agreed else ()
    sequence = attrs.evolve(sequence, agreed=False, steps=(*from_nothing, *sequence.steps))
    calm, shaken = Runner(sequence.scenario), Runner(sequence.scenario, opener=over_chaos)
    for runner in (calm, shaken):
        runner.through(sequence)
        runner.check_whole()

    assert [(entry.stream, entry.version, entry.event) for entry in shaken.world.history] == [
        (entry.stream, entry.version, entry.event) for entry in calm.world.history
    ]
    assert [outcome for outcome, _ in shaken.transcript] == [outcome for outcome, _ in calm.transcript]


def test_commands_that_several_send_at_once_and_insist_on_have_one_effect_each(tmp_path: Path) -> None:
    visits = range(6)
    with ChaosStore(open_store(f"sqlite:///{tmp_path}/support.db"), seed=3) as store:
        brokerage = Brokerage(store, clock=lambda: NOW)
        insist(lambda: _prepare(brokerage, "dep-0", "sl-0"))

        def send(_: int) -> None:
            for number in visits:
                insist(partial(log_visit, brokerage, 0, number))

        with ThreadPoolExecutor(4) as pool:
            list(pool.map(send, range(4)))

        for kind in (VisitLogged, DaysWorked):
            log = [entry.event.visit for entry in store.history() if isinstance(entry.event, kind)]
            assert len(log) == len(set(log)) == len(visits)


def test_the_same_seed_does_the_same_again_and_another_does_not() -> None:
    def log(seed: int) -> list[str]:
        with ChaosStore(open_store("memory:"), seed=seed) as store:
            played(store)
            return store.log

    assert log(7) == log(7) != log(8)


def test_the_seed_is_printed_and_may_be_given_from_outside(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(SEED, "41")

    assert ChaosStore(open_store("memory:")).seed == 41
    assert ChaosStore(open_store("memory:"), seed=7).seed == 7
    assert capsys.readouterr().out.splitlines() == [
        "The seed of this chaos is 41: S2SS_CHAOS_SEED=41 repeats it.",
        "The seed of this chaos is 7: S2SS_CHAOS_SEED=7 repeats it.",
    ]


@pytest.mark.parametrize(("fault", "kept"), ((BEFORE, 0), (AFTER, 1), (DELAY, 1)))
def test_what_failed_before_its_commit_is_not_kept_and_what_failed_after_it_is(
    url: str, fault: str, kept: int
) -> None:
    with ChaosStore(open_store(url), seed=1, faults=always(fault)) as store:
        if fault == DELAY:
            record(store, "d-1", visit(1))
        else:
            with pytest.raises(StoreError, match="Simulated fault"):
                record(store, "d-1", visit(1))

        assert len(store.read("d-1")) == kept


@pytest.mark.parametrize(("fault", "kept"), ((BEFORE, 0), (AFTER, 2)))
def test_one_transaction_fails_whole(url: str, fault: str, kept: int) -> None:
    def both(store: Store) -> None:
        with store.writing():
            record(store, "d-1", visit(1))
            record(store, "d-2", visit(1))

    with ChaosStore(open_store(url), seed=1, faults=always(fault)) as store:
        with pytest.raises(StoreError, match="Simulated fault"):
            both(store)

        assert store.newest() == kept


def test_a_conflict_is_never_raised_twice_in_succession() -> None:
    with ChaosStore(open_store("memory:"), seed=1, faults=always(CONFLICT)) as store:
        for number in range(3):
            with pytest.raises(Conflict):
                record(store, "d-1", visit(number), after=number)
            assert len(record(store, "d-1", visit(number), after=number)) == 1


def test_a_follower_gets_some_entries_twice_but_in_order() -> None:
    with ChaosStore(open_store("memory:"), seed=1, faults={TWICE: 0.5}) as store:
        record(store, "d-1", *map(visit, range(20)))

        given = [entry.position for entry in islice(store.follow(stop=threading.Event()), 25)]

        assert given == sorted(given)
        assert {len(list(same)) for _, same in groupby(given)} == {1, 2}
        assert sorted(set(given)) == list(range(1, given[-1] + 1))


def test_documents_that_are_insisted_on_are_the_views_folded_live() -> None:
    with ChaosStore(open_store("memory:"), seed=2) as store:
        played(store)
        materialised = Materialised(store)

        insist(lambda: materialised.catch_up(page=10))

        assert differing(store, materialised) == []
        assert {lag.position for lag in materialised.lags()} == {store.newest()}


def test_what_is_no_failure_of_the_store_is_not_insisted_on() -> None:
    tried: list[int] = []

    def refuse() -> Any:
        tried.append(1)
        raise LookupError

    def fail() -> Any:
        tried.append(1)
        raise StoreError("down")

    with pytest.raises(LookupError):
        insist(refuse)
    with pytest.raises(StoreError, match="down"):
        insist(fail, tries=3)

    assert len(tried) == 1 + 3
    assert set(FAULTS) == {BEFORE, AFTER, CONFLICT, DELAY, TWICE}
