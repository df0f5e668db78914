import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import attrs
import pytest

from s2ss_core.application import Brokerage
from s2ss_core.cli import rebuild as rebuilding
from s2ss_core.projections import DEPLOYMENT_LOG, EVERY_PROJECTION, Materialised, Projection, Rebuilt
from s2ss_core.projections.serving.document_builder import Watcher
from s2ss_core.store import Store, open_store
from tests.cli.conftest import Ran
from tests.projections.equivalence import wrongly_kept

S2ss = Callable[..., Ran]


@pytest.fixture
def store(running: Path) -> Store:
    return open_store(f"sqlite:///{running}", create=False)


def test_every_view_is_rebuilt_and_can_be_read(s2ss: S2ss, running: Path, store: Store) -> None:
    done = s2ss("rebuild", "--db", running)

    assert (done.code, done.err) == (0, "")
    assert [projection.name.replace("_", " ") in done.out for projection in EVERY_PROJECTION] == [True] * len(
        EVERY_PROJECTION
    )
    with store:
        assert {checkpoint.position for checkpoint in store.documents.checkpoints()} == {store.newest()}
        assert wrongly_kept(store) == []


def test_one_view_is_rebuilt_and_told_as_json(s2ss: S2ss, running: Path, store: Store) -> None:
    done = s2ss("rebuild", "deployment-log", "--db", running, "--format", "json")

    (outcome,) = json.loads(done.out)
    assert (outcome["projection"], outcome["switched"], outcome["documents"]) == ("deployment_log", True, 1)
    assert len(outcome["checksum"]) == 64
    with store:
        assert [checkpoint.projection for checkpoint in store.documents.checkpoints()] == ["deployment_log"]


def test_what_differs_from_the_live_fold_is_a_finding(
    s2ss: S2ss, running: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    # given: a key function that forgets the second half of history, which takes a page or more
    half = store.newest() // 2
    forgetful = attrs.evolve(
        DEPLOYMENT_LOG,
        keys=lambda entry, streams: DEPLOYMENT_LOG.keys(entry, streams) if entry.position < half else (),
    )
    monkeypatch.setattr(rebuilding, "EVERY_PROJECTION", (forgetful,))
    in_small_pages = Materialised.rebuild

    def rebuild(self: Materialised, projection: Projection[Any, Any], *, watch: Watcher) -> Rebuilt:
        return in_small_pages(self, projection, page=5, watch=watch)

    monkeypatch.setattr(Materialised, "rebuild", rebuild)

    done = s2ss("rebuild", "--db", running)

    assert done.code == 1
    assert "1 new documents differ from the live fold (deployment" in " ".join(done.out.split())
    with store:
        assert store.documents.checkpoints() == ()


def test_a_view_that_there_is_not_cannot_be_rebuilt(s2ss: S2ss, running: Path) -> None:
    assert "Name one of these: deployment-log" in s2ss("rebuild", "weather", "--db", running).cannot()


def test_a_store_that_is_not_there_cannot_be_rebuilt(s2ss: S2ss, tmp_path: Path) -> None:
    assert "no store" in s2ss("rebuild", "--db", tmp_path / "none.db").cannot()


def test_a_program_of_its_own_shows_nothing_on_the_way(program: S2ss, running: Path) -> None:
    done = program("rebuild", "--db", str(running))

    assert (done.code, done.err) == (0, "")
    with Brokerage.open(f"sqlite:///{running}", create=False) as brokerage:
        assert len(brokerage.store.documents.checkpoints()) == len(EVERY_PROJECTION)
