from collections.abc import Iterator
from pathlib import Path
from typing import Any

import attrs
import pytest

from s2ss_core.errors import BadInput, StoreError
from s2ss_core.projections import (
    DEPLOYMENT_LOG,
    EVERY_PROJECTION,
    GRANT_USAGE,
    Key,
    Materialised,
    Progress,
    Projection,
    StreamReader,
)
from s2ss_core.projections.serving.document_builder import DocumentBuilder, catching_up
from s2ss_core.store import Drawn, Recorded, Store, open_store
from tests.projections.equivalence import differing, kept, live, put, read, wrongly_kept
from tests.projections.worked_example import worked_example
from tests.store.given import raw

ENTRIES = worked_example().entries
LOG = ("deployment", "d-1")
REPORTED = 60


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "support.db"


@pytest.fixture
def store(file: Path) -> Iterator[Store]:
    """A file that holds the worked example."""
    with open_store(f"sqlite:///{file}", clock_is_right=True) as opened:
        put(opened, ENTRIES)
        yield opened


def forgetful(entry: Recorded, streams: StreamReader) -> tuple[Key, ...]:
    """The wrong keys: the newest events are said to concern nobody."""
    return DEPLOYMENT_LOG.keys(entry, streams) if entry.position < REPORTED else ()


FORGETFUL = attrs.evolve(DEPLOYMENT_LOG, keys=forgetful)


def spoil(store: Store, projection: Projection[Any, Any]) -> None:
    """Put a wrong document in the place of the right one."""
    found = store.documents.find(projection.name, LOG)
    assert found
    assert found.document
    other = GRANT_USAGE if projection.name == DEPLOYMENT_LOG.name else DEPLOYMENT_LOG
    wrong = store.documents.find(other.name, LOG)
    assert wrong
    assert wrong.document
    store.documents.advance(found.checkpoint, found.checkpoint, Drawn(documents=(wrong.document,)))


def unknown(file: Path, position: int, topic: str = "deployment.unheard-of@1") -> str:
    """Make an entry one that nobody knows, and give what it was."""
    with raw(file) as connection:
        connection.execute("DROP TRIGGER IF EXISTS history_is_not_changed")
        (before,) = connection.execute(
            "SELECT topic FROM stored_events WHERE position = ?", (position,)
        ).fetchone()
        connection.execute("UPDATE stored_events SET topic = ? WHERE position = ?", (topic, position))
    return str(before)


def test_a_rebuild_switches_to_documents_that_are_what_is_folded_live(store: Store) -> None:
    materialised = Materialised(store)
    materialised.catch_up()
    spoil(store, DEPLOYMENT_LOG)
    assert kept(store, DEPLOYMENT_LOG, LOG) != live(store, DEPLOYMENT_LOG, LOG)

    outcome = materialised.rebuild(DEPLOYMENT_LOG, page=10)

    assert outcome.switched
    assert (outcome.documents, outcome.position) == (1, len(ENTRIES))
    assert wrongly_kept(store) == []
    assert [
        checkpoint.generation
        for checkpoint in store.documents.checkpoints()
        if checkpoint.projection == "deployment_log"
    ] == [2]


def test_a_rebuild_has_the_same_checksum_whatever_the_page(store: Store) -> None:
    checksums = {Materialised(store).rebuild(GRANT_USAGE, page=page).checksum for page in (7, 1000)}

    assert len(checksums) == 1


def test_documents_that_differ_from_the_live_fold_are_not_switched_to(store: Store) -> None:
    materialised = Materialised(store, (FORGETFUL,))
    materialised.catch_up()
    before = store.documents.checkpoints(), kept(store, FORGETFUL, LOG)

    outcome = materialised.rebuild(FORGETFUL, page=10)

    assert not outcome.switched
    assert outcome.differing == (LOG,)
    assert (store.documents.checkpoints(), kept(store, FORGETFUL, LOG)) == before


def test_an_interrupted_rebuild_leaves_the_old_documents_in_use_and_the_next_one_tidies_up(
    store: Store,
) -> None:
    materialised = Materialised(store)
    materialised.catch_up()

    def interrupt(progress: Progress) -> None:
        if progress.position > REPORTED:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        materialised.rebuild(DEPLOYMENT_LOG, page=10, watch=interrupt)

    assert len(store.documents.checkpoints()) == len(EVERY_PROJECTION) + 1
    assert wrongly_kept(store) == []
    assert materialised.rebuild(DEPLOYMENT_LOG).switched
    assert len(store.documents.checkpoints()) == len(EVERY_PROJECTION)


def test_a_rebuild_shows_how_far_it_is_and_never_goes_back(store: Store) -> None:
    seen: list[Progress] = []

    Materialised(store).rebuild(DEPLOYMENT_LOG, page=10, watch=seen.append)

    shares = [progress.position / progress.newest for progress in seen]
    assert shares == sorted(shares)
    assert shares[-1] == 1


def test_of_two_rebuilds_at_once_the_slower_one_gives_up(store: Store) -> None:
    materialised = Materialised(store)

    def meanwhile(progress: Progress) -> None:
        if progress.position == REPORTED:
            assert materialised.rebuild(DEPLOYMENT_LOG).switched

    with pytest.raises(StoreError, match="Another process rebuilt"):
        materialised.rebuild(DEPLOYMENT_LOG, page=10, watch=meanwhile)

    assert kept(store, DEPLOYMENT_LOG, LOG) == live(store, DEPLOYMENT_LOG, LOG)


def test_a_page_that_another_process_caught_up_is_not_saved_again(store: Store) -> None:
    begun = store.documents.begin(DEPLOYMENT_LOG.name, form="1", current=True)
    pages = catching_up(store, [DocumentBuilder(DEPLOYMENT_LOG, begun)], page=10)
    assert next(pages)
    store.documents.drop(begun)

    assert list(pages) == [False]


def test_documents_of_another_version_are_not_served_and_rebuilt_when_caught_up(store: Store) -> None:
    materialised = Materialised(store)
    materialised.catch_up()
    spoil(store, DEPLOYMENT_LOG)
    old = next(
        checkpoint
        for checkpoint in store.documents.checkpoints()
        if checkpoint.projection == "deployment_log"
    )
    store.documents.advance(old, attrs.evolve(old, form="0.0.1 of old"), Drawn())

    assert differing(store, materialised) == []
    assert [lag.projection for lag in materialised.lags() if lag.outdated] == ["deployment_log"]
    materialised.catch_up()
    assert wrongly_kept(store) == []


def test_documents_of_another_history_are_not_served_and_not_caught_up(store: Store) -> None:
    Materialised(store).catch_up()
    old = next(
        checkpoint
        for checkpoint in store.documents.checkpoints()
        if checkpoint.projection == "deployment_log"
    )
    for other in (attrs.evolve(old, position=10_000), attrs.evolve(old, digest="f" * 64)):
        spoil(store, DEPLOYMENT_LOG)
        store.documents.advance(old, other, Drawn())
        materialised = Materialised(store)

        assert differing(store, materialised) == []
        assert [lag.projection for lag in materialised.lags() if lag.foreign] == ["deployment_log"]
        with pytest.raises(StoreError, match="s2ss rebuild deployment_log"):
            materialised.catch_up()
        old = other

    assert Materialised(store).rebuild(DEPLOYMENT_LOG).switched
    Materialised(store).catch_up()
    assert wrongly_kept(store) == []


@pytest.mark.parametrize(("position", "page"), ((3, 1), (20, 7), (50, 1000), (50, 7)))
def test_an_entry_that_cannot_be_read_is_set_aside_and_the_rest_goes_on(
    store: Store, file: Path, page: int, position: int
) -> None:
    stream = store.page(after=position - 1, limit=1)[0].stream
    before = unknown(file, position)
    materialised = Materialised(store)

    progress = materialised.catch_up(page=page)

    assert progress.position == len(ENTRIES)
    assert progress.set_aside >= len(materialised.lags())
    for lag in materialised.lags():
        assert lag.position == len(ENTRIES)
        assert (position, stream) in [(set_aside.position, set_aside.stream) for set_aside in lag.set_aside]
        assert "unheard-of" in lag.set_aside[0].reason
    assert views_that_can_be_read_differ(store, materialised) == []

    unknown(file, position, before)
    for projection in materialised.projections:
        assert materialised.rebuild(projection).switched
    assert [lag.set_aside for lag in materialised.lags()] == [()] * len(EVERY_PROJECTION)
    assert wrongly_kept(store) == []


def test_an_entry_that_becomes_unreadable_later_stops_its_own_views_only(store: Store, file: Path) -> None:
    materialised = Materialised(store)
    materialised.catch_up()
    later = [attrs.evolve(ENTRIES[1], stream="deployment:d-1"), attrs.evolve(ENTRIES[1], stream="claim:x:1")]
    put(store, later)
    unknown(file, len(ENTRIES) + 1)
    assert views_that_can_be_read_differ(store, materialised) == []

    materialised.catch_up()

    assert views_that_can_be_read_differ(store, materialised) == []
    assert materialised.rebuild(DEPLOYMENT_LOG).switched
    assert materialised.rebuild(DEPLOYMENT_LOG).documents == 0


def test_a_view_that_cannot_be_folded_is_set_aside_and_the_others_are_kept(store: Store) -> None:
    def fail(_: Any) -> Any:
        raise ZeroDivisionError

    broken: Projection[Any, Any] = attrs.evolve(DEPLOYMENT_LOG, view=_typed(fail))
    materialised = Materialised(store, (broken, GRANT_USAGE))

    materialised.catch_up()

    assert [set_aside.reason for set_aside in materialised.lags()[0].set_aside] == ["ZeroDivisionError"]
    assert kept(store, GRANT_USAGE, LOG) == live(store, GRANT_USAGE, LOG)
    with pytest.raises(ZeroDivisionError):
        materialised.read(broken, LOG)


def test_a_view_function_without_a_return_annotation_cannot_be_materialised(store: Store) -> None:
    def unsaid(_: Any) -> Any:
        return None

    unsaid.__annotations__.clear()

    with pytest.raises(BadInput, match="annotate it"):
        Materialised(store, (attrs.evolve(DEPLOYMENT_LOG, view=unsaid),))


def _typed(fold: Any) -> Any:
    fold.__annotations__ = DEPLOYMENT_LOG.view.__annotations__
    return fold


def views_that_can_be_read_differ(store: Store, materialised: Materialised) -> list[tuple[str, Key]]:
    """Those served otherwise than folded live, of every key that a readable entry names."""
    found: list[tuple[Projection[Any, Any], Key]] = []
    for projection in materialised.projections:
        for entry in store.page(limit=1000):
            try:
                keys = projection.keys(entry, store) if isinstance(entry, Recorded) else ()
            except StoreError:
                continue
            found += [(projection, key) for key in keys]
    return [
        (projection.name, key)
        for projection, key in dict.fromkeys(found)
        if read(materialised, projection, key) != live(store, projection, key)
    ]
