from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from s2ss_core.projections import (
    AWARD_USAGE,
    DEPLOYMENT_LOG,
    GRANT_USAGE,
    HOME_SCHOOL_WORKLOAD,
    LEADER_WORKLOAD,
    ORGANISATION_STATEMENT,
    USAGE_RETURNS,
    AsAt,
    Projection,
    canonical_bytes,
)
from s2ss_core.store import Append, Recorded, Store, open_store
from tests.projections.histories import History
from tests.projections.worked_example import worked_example

HISTORY = worked_example()
VIEWS: tuple[tuple[Projection[Any, Any], tuple[str, ...]], ...] = (
    (DEPLOYMENT_LOG, ("deployment", "d-1")),
    (GRANT_USAGE, ("deployment", "d-1")),
    (AWARD_USAGE, ("award", "g-1")),
    (USAGE_RETURNS, ("award", "g-1")),
    (ORGANISATION_STATEMENT, ("organisation", "x-trust")),
    (LEADER_WORKLOAD, ("leader", "sl-014", "2023/24")),
    (HOME_SCHOOL_WORKLOAD, ("home-school", "s-7", "2023/24")),
)
TIMES = (
    AsAt(),
    AsAt(position=60),
    AsAt(happened=date(2024, 3, 31)),
    AsAt(recorded=date(2024, 4, 12)),
    AsAt(recorded=datetime(2024, 9, 1, tzinfo=UTC), happened=date(2024, 5, 1)),
)


@pytest.fixture(params=("memory", "file"))
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    url = "memory:" if request.param == "memory" else f"sqlite:///{tmp_path}/support.db"
    with open_store(url, clock_is_right=True) as opened:
        for entry in HISTORY.entries:
            append = Append(entry.stream, entry.version - 1, (entry.event,))
            opened.append([append], at=entry.recorded_at, by=entry.recorded_by)
        yield opened


@pytest.mark.parametrize(("projection", "key"), VIEWS, ids=[view.name for view, _ in VIEWS])
def test_a_store_gives_the_views_that_its_history_gives(
    store: Store, projection: Projection[Any, Any], key: tuple[str, ...]
) -> None:
    for as_at in TIMES:
        from_store = projection.live(store, key, as_at=as_at)
        assert canonical_bytes(from_store) == canonical_bytes(projection.live(HISTORY, key, as_at=as_at))


def test_erased_text_leaves_the_certificate_as_it_was(store: Store) -> None:
    key = ("deployment", "d-1")
    before = canonical_bytes(GRANT_USAGE.live(store, key))
    shown = DEPLOYMENT_LOG.live(store, key).findings[0].reason
    for position in range(1, store.newest() + 1):
        store.erase(position)

    assert canonical_bytes(GRANT_USAGE.live(store, key)) == before
    assert shown == "The payee's signature was in the post."
    assert str(DEPLOYMENT_LOG.live(store, key).findings[0].reason) == "[withheld]"


def test_no_private_text_is_in_a_certificate_or_a_home_schools_days() -> None:
    private = ("Pupils do not read", "Reading in year 3", "Reading ages rise", "in the post", "Cover falls")

    for projection, key in VIEWS[1:3]:
        shown = canonical_bytes(projection.live(HISTORY, key)).decode()
        assert [text for text in private if text in shown] == []


def test_what_is_written_while_a_view_is_read_is_not_half_in_it() -> None:
    key = ("deployment", "d-1")
    young = HISTORY.upto(60)

    class Moving(History):
        """A history to which the rest is written as soon as its newest position was asked for."""

        def newest(self) -> int:
            newest = super().newest()
            self.entries = list(HISTORY.entries)
            return newest

    seen = GRANT_USAGE.live(Moving(young.entries), key)

    assert canonical_bytes(seen) == canonical_bytes(GRANT_USAGE.live(young, key))


def test_only_the_streams_drawn_on_are_read() -> None:
    read: list[str] = []

    class Watched(History):
        def read(self, stream: str, *, texts: bool = True) -> tuple[Recorded, ...]:
            read.append(stream)
            return super().read(stream, texts=texts)

    GRANT_USAGE.live(Watched(HISTORY.entries), ("deployment", "d-1"))

    assert sorted(read) == ["deployment:d-1", "grant:g-1", "programme:exceed-2023:V7"]
