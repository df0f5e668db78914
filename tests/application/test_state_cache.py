"""States that are kept between commands are those that the store holds, whatever happened in between."""

from collections.abc import Iterator
from pathlib import Path
from shutil import copyfile

import pytest

from benchmarks.story import NOW, log_visit, ready
from s2ss_core import Brokerage
from s2ss_core.application import state_cache

STREAM = "deployment:dep-0"


@pytest.fixture
def brokerage(tmp_path: Path) -> Iterator[Brokerage]:
    with ready(tmp_path / "support.db", deployments=1) as brokerage:
        log_visit(brokerage, 0, 1)
        yield brokerage


def another(brokerage: Brokerage) -> Brokerage:
    url = f"sqlite:///{brokerage.store.about['path']}"
    return Brokerage.open(url, clock=lambda: NOW).acting_as("other")


def seen(brokerage: Brokerage) -> list[str]:
    with brokerage.repository.current():
        return list(brokerage.repository.state(STREAM)[0].support.visits)


def test_what_another_wrote_is_applied_and_nothing_is_folded_anew(
    brokerage: Brokerage, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen(brokerage)
    with another(brokerage) as other:
        log_visit(other, 0, 2)
    monkeypatch.delattr(type(brokerage.store), "read")

    assert seen(brokerage) == ["v-1", "v-2"]


def log_and_fail(brokerage: Brokerage) -> None:
    with brokerage.store.writing():
        log_visit(brokerage, 0, 2)
        assert seen(brokerage) == ["v-1", "v-2"]
        raise ZeroDivisionError


def test_what_was_undone_is_forgotten_and_what_took_its_place_is_seen(brokerage: Brokerage) -> None:
    with pytest.raises(ZeroDivisionError):
        log_and_fail(brokerage)

    log_visit(brokerage, 0, 3)

    assert seen(brokerage) == ["v-1", "v-3"]


def test_a_backup_that_was_put_back_is_what_counts(tmp_path: Path) -> None:
    path, backup = tmp_path / "support.db", tmp_path / "backup.db"
    with ready(path, deployments=1) as brokerage:
        log_visit(brokerage, 0, 1)
    copyfile(path, backup)
    with another_at(path) as kept:
        log_visit(kept, 0, 2)
        repository = kept.repository
    copyfile(backup, path)

    with another_at(path) as reopened:
        repository.store = reopened.store
        repository._cache._store = reopened.store
        log_visit(reopened, 0, 3)

        with repository.current():
            assert list(repository.state(STREAM)[0].support.visits) == ["v-1", "v-3"]


def another_at(path: Path) -> Brokerage:
    return Brokerage.open(f"sqlite:///{path}", clock=lambda: NOW).acting_as("other")


def test_who_is_far_behind_folds_anew(brokerage: Brokerage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(state_cache, "FURTHEST", 4)
    seen(brokerage)
    with another(brokerage) as other:
        for visit in range(2, 7):
            log_visit(other, 0, visit)

    assert seen(brokerage) == [f"v-{visit}" for visit in range(1, 7)]


def test_a_state_that_could_not_follow_is_forgotten(
    brokerage: Brokerage, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen(brokerage)
    with another(brokerage) as other:
        log_visit(other, 0, 2)
    with monkeypatch.context() as broken:
        broken.setattr(state_cache, "natural_id", None)
        with pytest.raises(TypeError):
            seen(brokerage)

    assert seen(brokerage) == ["v-1", "v-2"]


def test_no_more_streams_are_kept_than_are_used(
    brokerage: Brokerage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(state_cache, "MOST", 1)

    with another(brokerage) as other:
        log_visit(other, 0, 2)

        assert seen(other) == ["v-1", "v-2"]
        assert len(other.repository._cache._states) == 1
