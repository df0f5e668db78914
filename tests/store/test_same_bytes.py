"""One history, one sequence of bytes, whichever back end keeps it."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from s2ss_core.store import open_store, state_of
from s2ss_core.store.envelope import Draft
from tests.store.samples import sample_history


@pytest.mark.postgres
def test_every_kind_of_event_is_the_same_bytes_at_the_same_position_everywhere(
    tmp_path: Path, postgres_url: str
) -> None:
    history = sample_history()
    places: tuple[str | Mapping[str, str], ...] = (
        "memory:",
        f"sqlite:///{tmp_path}/support.db",
        postgres_url,
        {"PERSISTENCE_MODULE": "eventsourcing.sqlite", "SQLITE_DBNAME": str(tmp_path / "foreign.db")},
    )

    for place in places:
        with open_store(place) as store:
            store._backend.with_texts.put([Draft(recorded) for recorded in history])

            assert list(store.entries()) == [(recorded.position, state_of(recorded)) for recorded in history]
            assert list(store.history()) == history
            assert {name: store.read(name) for name in store.streams()} == {
                name: tuple(r for r in history if r.stream == name)
                for name in sorted({r.stream for r in history})
            }
