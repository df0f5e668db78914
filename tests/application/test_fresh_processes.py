"""New processes that have decoded nothing yet, with many threads at once: none of them may crash."""

import os
import subprocess
import sys
from textwrap import dedent

import pytest

from s2ss_core import Brokerage
from s2ss_core.cli.demo import example, play_example
from s2ss_core.projections import Materialised

PROCESSES = int(os.environ.get("S2SS_FRESH_PROCESSES", "3"))  # of each kind
THREADS = 16

PROGRAM = dedent("""
    import datetime as dt, sys, threading
    sys.setswitchinterval(1e-9)
    from s2ss_core import AcademicYear, Brokerage, Days, Organisation, Person
    from s2ss_core.projections import DEPLOYMENT_LOG, GRANT_USAGE, Materialised

    url, shared, threads = sys.argv[1], sys.argv[2] == "shared", int(sys.argv[3])
    home = Organisation(id="h", kind="school", member_of_broker=False)
    head = Person(person="ht-9", role="home-headteacher", organisation="h")
    year = AcademicYear("2023/24")
    deployment = ("deployment", "dep-2023-014")

    def open():
        brokerage = Brokerage.open(url)
        return brokerage.acting_as("u-1"), Materialised(brokerage.store)

    def ask(number):
        gate.wait()
        brokerage, documents = ours or open()
        match number % 8:
            case 0:
                brokerage.agree_allowance(leader=f"l-{number}", cap_year=year, on=dt.date(2023, 9, 4),
                                          days=Days(9), home_school=home, agreed_by=head)
            case 1 | 4:
                documents.read(GRANT_USAGE, deployment)
            case 2 | 5:
                documents.read(DEPLOYMENT_LOG, deployment)
            case 3 | 6:
                brokerage.deployment_log("dep-2023-014")
            case 7:
                list(brokerage.history())
        done.append(number)

    ours, gate, done = open() if shared else None, threading.Barrier(threads), []
    readers = [threading.Thread(target=ask, args=(number,)) for number in range(threads)]
    for thread in readers:
        thread.start()
    for thread in readers:
        thread.join()
    sys.exit(len(done) != threads)
""")


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A store that holds the worked example, and its views as documents."""
    url = f"sqlite:///{tmp_path_factory.mktemp('fresh') / 'support.db'}"
    with Brokerage.open(url) as brokerage:
        play_example(brokerage, example())
        Materialised(brokerage.store).catch_up()
    return url


@pytest.mark.parametrize("brokerage", ("shared", "each its own"))
def test_a_fresh_process_survives_many_threads_at_once(url: str, brokerage: str) -> None:
    begin = [sys.executable, "-X", "faulthandler", "-W", "error", "-c", PROGRAM, url, brokerage, str(THREADS)]

    ended = [subprocess.run(begin, capture_output=True, text=True, check=False) for _ in range(PROCESSES)]

    assert len(ended) == PROCESSES
    assert [(process.returncode, process.stderr) for process in ended if process.returncode] == []
