"""Processes that share a schema, are forked, or die while they write."""

import pytest

from s2ss_core.store import open_store
from s2ss_core.testing.conformance.threads import finish, start
from tests.store.given import record, visit
from tests.store.postgres.conftest import raw

pytestmark = pytest.mark.postgres


def test_a_forked_child_may_use_the_store_it_inherited(postgres_url: str) -> None:
    program = """
    store = open_store(where)
    record(store, "d-1", visit(1))
    store.newest()
    child = os.fork()
    record(store, "child" if child == 0 else "parent", visit(1))
    if child == 0:
        os._exit(0)
    os.waitpid(child, 0)
    print(store.newest(), *store.streams())
    store.close()
    """
    assert finish(start(program, postgres_url)) == "3 child d-1 parent\n"


def test_a_process_that_dies_while_it_writes_leaves_nothing_half_done_and_holds_nobody_up(
    postgres_url: str,
) -> None:
    program = """
    store = open_store(where)
    record(store, "d-1", visit(1))
    with store.writing():
        record(store, "d-1", visit(2), after=1)
        os._exit(0)
    """
    finish(start(program, postgres_url))

    with open_store(postgres_url) as store:
        assert store.newest() == 1
        assert record(store, "d-1", visit(2), after=1)[0].position == 2


def test_processes_that_open_a_new_schema_at_once_lay_it_out_once(postgres_url: str) -> None:
    program = """
    with open_store(where) as store:
        record(store, f"d-{os.getpid()}", visit(1))
    """
    for process in [start(program, postgres_url) for _ in range(4)]:
        finish(process)

    with open_store(postgres_url) as store:
        assert store.newest() == len(store.streams()) == 4


def test_whoever_listens_is_told_of_an_append_when_it_is_committed(postgres_url: str) -> None:
    with open_store(postgres_url) as store, raw(postgres_url) as listener:
        listener.execute("LISTEN stored_events")
        with store.writing():
            record(store, "d-1", visit(1))
            assert list(listener.notifies(timeout=0.2)) == []

        assert [notice.channel for notice in listener.notifies(timeout=20, stop_after=1)] == ["stored_events"]
