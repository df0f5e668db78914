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


def test_entries_of_another_writer_are_applied_without_a_replay(
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


def test_entries_that_were_rolled_back_leave_the_cache_and_their_successors_are_seen(
    brokerage: Brokerage,
) -> None:
    with pytest.raises(ZeroDivisionError):
        log_and_fail(brokerage)

    log_visit(brokerage, 0, 3)

    assert seen(brokerage) == ["v-1", "v-3"]


def test_a_restored_backup_is_what_counts(tmp_path: Path) -> None:
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


def test_a_cache_that_is_far_behind_replays(brokerage: Brokerage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(state_cache, "FURTHEST", 4)
    seen(brokerage)
    with another(brokerage) as other:
        for visit in range(2, 7):
            log_visit(other, 0, visit)

    assert seen(brokerage) == [f"v-{visit}" for visit in range(1, 7)]


def test_a_state_that_an_event_cannot_follow_leaves_the_cache(
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


def test_the_cache_keeps_only_the_streams_used_last(
    brokerage: Brokerage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(state_cache, "MOST", 1)

    with another(brokerage) as other:
        log_visit(other, 0, 2)

        assert seen(other) == ["v-1", "v-2"]
        assert len(other.repository._cache._states) == 1
