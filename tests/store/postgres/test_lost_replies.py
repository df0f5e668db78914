"""A connection that dies between a commit and its answer: who does the same again records nothing twice."""

import os
import random
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from benchmarks.story import NOW, _prepare, log_visit
from s2ss_core import Brokerage, Days, StoreError
from s2ss_core.store import open_store
from s2ss_core.testing._servers.postgres_server import Server
from tests.store.given import record, visit
from tests.store.postgres.proxy import Wire

pytestmark = pytest.mark.postgres

CUTS = int(os.environ.get("S2SS_CUTS", "20"))
BRIEFLY = Days("0.1")  # of an hour: two hundred such visits are within a leader's year


@pytest.fixture
def wire(postgres_server: Server) -> Iterator[Wire]:
    with (
        tempfile.TemporaryDirectory(prefix="s2ss-wire-") as name,
        Wire(Path(name), postgres_server.home) as wire,
    ):
        yield wire


@pytest.fixture
def through(wire: Wire, postgres_server: Server, postgres_url: str) -> str:
    """The URL of the test's schema, by way of the wire."""
    return postgres_url.replace(quote(str(postgres_server.home)), quote(str(wire.folder)))


@pytest.fixture
def brokerage(through: str) -> Iterator[Brokerage]:
    """One deployment whose visits are logged, over the wire."""
    with Brokerage.open(through, clock=lambda: NOW).acting_as("bench") as opened:
        _prepare(opened, "dep-0", "sl-0")
        yield opened


def again_and_again(brokerage: Brokerage, number: int) -> int:
    """Log a visit until that is confirmed, and give how often it was not."""
    for failures in range(10):
        try:
            log_visit(brokerage, 0, number, hours=BRIEFLY)
        except StoreError:
            continue
        return failures
    raise AssertionError("it never got through")


def settled(brokerage: Brokerage, before: int) -> int:
    """The newest position once the server has finished the commit whose answer was cut off."""
    until = time.monotonic() + 10
    while brokerage.store.newest() == before and time.monotonic() < until:
        time.sleep(0.01)
    return brokerage.store.newest()


def test_an_answer_that_never_came_says_to_do_the_same_again(wire: Wire, through: str) -> None:
    with open_store(through) as store:
        wire.cut_at_commit()
        with pytest.raises(StoreError, match=r"may have been recorded, or not\. Do the same again"):
            record(store, "d-1", visit(1))

        assert wire.cuts == 1
        until = time.monotonic() + 10
        while not store.read("d-1") and time.monotonic() < until:
            time.sleep(0.01)
        assert len(store.read("d-1")) == 1


def test_wherever_the_wire_is_cut_while_a_store_is_opened_and_read_it_is_said_in_words(
    wire: Wire, through: str, postgres_url: str
) -> None:
    with open_store(postgres_url) as store:
        record(store, "d-1", visit(1))

    in_words = 0
    for replies in range(20):
        wire.cut_after(replies, 0.5)
        cuts = wire.cuts
        try:
            with open_store(through) as store:
                assert store.newest() == 1
        except StoreError:
            in_words += 1
        if wire.cuts == cuts:
            break

    assert wire.cuts == cuts  # everything was cut that there is to cut
    assert in_words >= 3


def test_the_same_command_again_after_a_lost_answer_records_nothing_twice(
    wire: Wire, brokerage: Brokerage
) -> None:
    before = brokerage.store.newest()
    wire.cut_at_commit()
    with pytest.raises(StoreError):
        log_visit(brokerage, 0, 1)
    after = settled(brokerage, before)

    log_visit(brokerage, 0, 1)

    assert after > before
    assert brokerage.store.newest() == after
    assert len(brokerage.deployment_log("dep-0").records_of_visit) == 1


def test_wherever_the_wire_is_cut_everything_confirmed_is_there_and_nothing_twice(
    wire: Wire, brokerage: Brokerage
) -> None:
    chance = random.Random(20_240_329)
    log_visit(brokerage, 0, 0)
    before = wire.replies
    log_visit(brokerage, 0, 1)
    replies = wire.replies - before
    unanswered = 0
    for number in range(2, CUTS + 2):
        wire.cut_after(chance.randrange(replies), chance.random())
        unanswered += again_and_again(brokerage, number)

    visits = [record.visit for record in brokerage.deployment_log("dep-0").records_of_visit]
    assert len(visits) == len(set(visits)) == CUTS + 2
    assert wire.cuts == CUTS
    assert unanswered >= CUTS // 4


def test_after_the_server_began_anew_reading_and_writing_go_on(
    postgres_url: str, postgres_server: Server
) -> None:
    with Server() as server, open_store(server.url()) as store:
        record(store, "d-1", visit(1))
        assert store.newest() == 1
        server.stop()
        with pytest.raises(StoreError, match="cannot be reached"):
            store.newest()
        server.start()

        assert store.newest() == 1
        assert record(store, "d-1", visit(2), after=1)[0].position == 2
        server.stop()
        server.start()
        assert record(store, "d-1", visit(3), after=2)[0].position == 3
