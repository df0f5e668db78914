"""A primary that dies under load: what was confirmed is on the standby that takes its place."""

import signal
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest

from s2ss_core.errors import StoreError
from s2ss_core.store import open_store
from s2ss_core.testing._servers.postgres_server import STANDBY, Server
from tests.store.given import record, visit

pytestmark = [pytest.mark.postgres, pytest.mark.slow, pytest.mark.usefixtures("postgres_server")]

WRITERS = 4


@pytest.fixture
def primary() -> Iterator[Server]:
    with Server(durable=True, settings={"synchronous_standby_names": STANDBY}) as server:
        yield server


@pytest.fixture
def standby(primary: Server) -> Iterator[Server]:
    """A synchronous standby that has caught up."""
    with Server(durable=True, standby_of=primary) as server:
        give_up = time.monotonic() + 30
        with psycopg.connect(primary.url(), autocommit=True) as connection:
            while connection.execute("SELECT sync_state FROM pg_stat_replication").fetchall() != [("sync",)]:
                assert time.monotonic() < give_up
                time.sleep(0.05)
        yield server


def promote(server: Server) -> None:
    with psycopg.connect(server.url(), autocommit=True) as connection:
        assert connection.execute("SELECT pg_promote()").fetchall() == [(True,)]


def either(primary: Server, standby: Server) -> str:
    """The URL of whichever of the two may be written to."""
    return primary.url(host=f"{primary.home},{standby.home}", target_session_attrs="read-write")


def test_nothing_that_was_confirmed_is_missing_after_the_primary_was_killed(
    primary: Server, standby: Server
) -> None:
    url = either(primary, standby)
    open_store(url).close()
    begun = threading.Barrier(WRITERS + 1)

    def write(number: int) -> list[str]:
        confirmed: list[str] = []
        with open_store(url) as store:
            for version in range(100_000):
                try:
                    confirmed.append(record(store, f"d-{number}", visit(version), after=version)[0].event_id)
                except StoreError:
                    return confirmed
                if version == 20:
                    begun.wait(60)
        raise AssertionError("nobody killed the primary")

    with ThreadPoolExecutor(WRITERS) as pool:
        writing = [pool.submit(write, number) for number in range(WRITERS)]
        begun.wait(60)
        time.sleep(0.3)
        primary.stop(signal.SIGKILL)
        confirmed = [writer.result(60) for writer in writing]
    promote(standby)

    with open_store(url, create=False) as store:
        history = list(store.history())
        there = {recorded.event_id for recorded in history}
        assert all(len(ids) > 20 for ids in confirmed)
        assert [event_id for ids in confirmed for event_id in ids if event_id not in there] == []
        assert len(there) <= sum(map(len, confirmed)) + WRITERS
        assert [recorded.position for recorded in history] == list(range(1, len(history) + 1))
        for number in range(WRITERS):
            known = store.read(f"d-{number}")
            assert [recorded.version for recorded in known] == list(range(1, len(known) + 1))
        assert record(store, "d-0", visit(0), after=len(store.read("d-0")))[0].position == len(history) + 1


def test_an_open_store_goes_on_with_the_standby_that_was_promoted(primary: Server, standby: Server) -> None:
    with open_store(either(primary, standby)) as store:
        record(store, "d-1", visit(1))
        primary.stop(signal.SIGKILL)
        promote(standby)

        assert len(store.read("d-1")) == 1
        assert record(store, "d-1", visit(2), after=1)[0].position == 2


def test_a_standby_is_read_and_says_that_it_can_only_be_read(primary: Server, standby: Server) -> None:
    with open_store(primary.url()) as store:
        record(store, "d-1", visit(1))

    with open_store(standby.url(), create=False) as store:
        give_up = time.monotonic() + 30
        while not store.newest() and time.monotonic() < give_up:
            time.sleep(0.05)
        assert [recorded.event for recorded in store.history()] == [visit(1)]
        with pytest.raises(StoreError, match="is read-only"):
            record(store, "d-1", visit(2), after=1)
