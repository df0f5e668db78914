from collections.abc import Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from threading import Event, Thread

import attrs
import pytest

from s2ss_core.errors import StoreError
from s2ss_core.store import (
    Checkpoint,
    Document,
    Documents,
    Drawn,
    Found,
    Recorded,
    SetAside,
    Store,
    open_store,
)
from tests.store.given import raw, record, visit
from tests.store.programs import finish, start, stopping

KEY = ("deployment", "d-1")
OTHER = ("leader", "sl-014", "2023/24")
ASIDE = SetAside(position=2, stream="d-2", reason="it is not known")


@pytest.fixture(params=("memory", "sqlite", pytest.param("postgres", marks=pytest.mark.postgres)))
def store(request: pytest.FixtureRequest, url: str) -> Iterator[Store]:
    """An empty store on each back end."""
    where = {"memory": "memory:", "sqlite": url}.get(request.param)
    with open_store(where or request.getfixturevalue("postgres_url")) as opened:
        yield opened


@pytest.fixture
def documents(store: Store) -> Documents:
    return store.documents


def begun(documents: Documents, *, current: bool = True) -> Checkpoint:
    return documents.begin("log", form="1", current=current)


def at(checkpoint: Checkpoint, position: int) -> Checkpoint:
    return attrs.evolve(checkpoint, position=position, digest=f"{position:064x}")


def document(key: tuple[str, ...] = KEY, position: int = 3, content: bytes = b"{}") -> Document:
    return Document(key=key, position=position, content=content)


def test_nothing_is_kept_of_what_was_never_materialised(documents: Documents) -> None:
    assert documents.checkpoints() == ()
    assert documents.find("log", KEY) is None
    assert list(documents.every("log", 1)) == []
    assert documents.set_aside("log", 1) == ()


def test_a_generation_begins_at_nought_and_a_current_one_only_once(documents: Documents) -> None:
    first = begun(documents)

    assert first == Checkpoint(projection="log", generation=1, position=0, digest="", form="1", current=True)
    assert documents.begin("log", form="2", current=True) == first
    assert begun(documents, current=False).generation == 2
    assert documents.find("log", KEY) == Found(checkpoint=first, document=None)
    assert documents.find("workload", KEY) is None


def test_documents_and_checkpoint_are_found_together(documents: Documents) -> None:
    first = begun(documents)
    kept = document()

    assert documents.advance(first, at(first, 3), Drawn(documents=(kept,), set_aside=(ASIDE,)))
    assert documents.find("log", KEY) == Found(
        checkpoint=at(first, 3), document=kept, set_aside=frozenset({"d-2"})
    )
    assert documents.find("log", OTHER) == Found(
        checkpoint=at(first, 3), document=None, set_aside=frozenset({"d-2"})
    )
    assert documents.set_aside("log", 1) == (ASIDE,)
    assert documents.checkpoints() == (at(first, 3),)


def test_a_document_is_replaced_and_can_go(documents: Documents) -> None:
    first = begun(documents)
    documents.advance(first, at(first, 3), Drawn(documents=(document(), document(OTHER))))
    newer = document(position=5, content=b"[]")

    documents.advance(at(first, 3), at(first, 5), Drawn(documents=(newer,), gone=(OTHER,)))

    assert list(documents.every("log", 1)) == [newer]


def test_a_checkpoint_that_was_moved_meanwhile_is_not_moved_again(documents: Documents) -> None:
    first = begun(documents)
    documents.advance(first, at(first, 3), Drawn())

    assert not documents.advance(first, at(first, 2), Drawn(documents=(document(),)))
    assert not documents.advance(attrs.evolve(first, generation=7), at(first, 2), Drawn())
    assert documents.checkpoints() == (at(first, 3),)
    assert list(documents.every("log", 1)) == []


def test_more_documents_than_are_read_at_once_come_by_key(documents: Documents) -> None:
    first = begun(documents)
    many = [document(("deployment", f"d-{number:03}")) for number in range(450)]
    documents.advance(first, at(first, 3), Drawn(documents=many[::-1]))

    assert list(documents.every("log", 1)) == many


def test_a_new_generation_stands_beside_the_old_until_it_is_switched_to(documents: Documents) -> None:
    old, other = begun(documents), documents.begin("workload", form="1", current=True)
    documents.advance(old, at(old, 3), Drawn(documents=(document(content=b"old"),), set_aside=(ASIDE,)))
    new = begun(documents, current=False)
    documents.advance(new, at(new, 4), Drawn(documents=(document(content=b"new"),)))
    found = documents.find("log", KEY)
    assert found
    assert found.document == document(content=b"old")

    assert documents.switch(at(new, 4))

    switched = attrs.evolve(at(new, 4), current=True)
    assert documents.find("log", KEY) == Found(checkpoint=switched, document=document(content=b"new"))
    assert documents.checkpoints() == (switched, other)
    assert list(documents.every("log", old.generation)) == []
    assert documents.set_aside("log", old.generation) == ()
    assert not documents.switch(old)


def test_a_generation_or_some_of_its_documents_can_be_dropped(documents: Documents) -> None:
    first = begun(documents)
    kept = at(first, 3)
    documents.advance(first, kept, Drawn(documents=(document(), document(OTHER))))

    documents.drop(kept, keys=(OTHER,))
    assert list(documents.every("log", 1)) == [document()]

    documents.drop(kept)
    assert documents.checkpoints() == ()
    assert documents.find("log", KEY) is None


def test_what_is_kept_in_a_transaction_that_fails_is_undone_even_its_tables(store: Store) -> None:
    def fail() -> None:
        with store.writing():
            first = begun(store.documents)
            store.documents.advance(first, at(first, 3), Drawn(documents=(document(),)))
            assert store.documents.find("log", KEY)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()

    assert store.documents.checkpoints() == ()
    assert begun(store.documents).generation == 1


def test_looking_for_documents_writes_nothing_to_a_file(file: Path, url: str) -> None:
    with open_store(url) as store:
        record(store, "d-1", visit(1))
        store.documents.checkpoints()
        store.documents.find("log", KEY)
        with raw(file) as connection:
            named = connection.execute(
                "SELECT name FROM sqlite_master WHERE name LIKE '%document%'"
            ).fetchall()
            assert named == []
        begun(store.documents)

    with raw(file) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (2,)
    with open_store(url, create=False) as again:
        assert len(again.documents.checkpoints()) == 1


def test_a_store_that_was_closed_keeps_nothing_any_more(store: Store) -> None:
    begun(store.documents)
    store.close()

    with pytest.raises(StoreError):
        store.documents.find("log", KEY)


def test_a_page_tells_what_cannot_be_read_and_goes_on(file: Path, url: str) -> None:
    with open_store(url) as store:
        recorded = record(store, "d-1", visit(1), visit(2), visit(3))
        with raw(file) as connection:
            connection.execute("DROP TRIGGER history_is_not_changed")
            connection.execute(
                "UPDATE stored_events SET topic = 'deployment.unheard-of@1' WHERE position = 2"
            )
        page = store.page()

    assert [type(entry) for entry in page] == [Recorded, SetAside, Recorded]
    assert [entry.position for entry in page] == [entry.position for entry in recorded]
    assert isinstance(page[1], SetAside)
    assert (page[1].position, page[1].stream) == (2, "d-1")
    assert "unheard-of" in page[1].reason


def test_following_gives_what_is_there_and_what_comes_once_and_in_order(store: Store) -> None:
    record(store, "d-1", visit(1), visit(2))
    stop = Event()
    seen: list[int] = []

    def write() -> None:
        for version in range(2, 22):
            record(store, "d-1", visit(version), after=version)

    with ExitStack() as writer:
        for entry in store.follow(after=1, stop=stop):
            seen.append(entry.position)
            if entry.position == 2:
                writer.enter_context(stopping(stop, write))
            if len(seen) == 21:
                break

    assert seen == list(range(2, 23))


def test_following_ends_when_it_is_told_to_though_nothing_comes(store: Store) -> None:
    stop = Event()
    follower = Thread(target=lambda: list(store.follow(stop=stop)))
    follower.start()

    stop.set()
    follower.join(timeout=5)

    assert not follower.is_alive()


def test_following_a_file_that_another_process_writes_to(url: str) -> None:
    program = """
    with open_store(url) as store:
        for version in range(50):
            record(store, "d-1", visit(version), after=version)
    """
    with open_store(url) as store:
        stop = Event()
        process = start(program, url)
        seen: list[int] = []
        with stopping(stop, partial(finish, process)):
            for entry in store.follow(stop=stop):
                seen.append(entry.version)
                if len(seen) == 50:
                    break

    assert seen == list(range(1, 51))
