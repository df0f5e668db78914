from collections.abc import Iterator
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from s2ss_core.errors import NotFound
from s2ss_core.events import Brokered, ProgrammeAdopted
from s2ss_core.projections import DEPLOYMENT_LOG, GRANT_USAGE, Figure, Materialised, canonical_bytes
from s2ss_core.projections.serving.document_builder import Progress
from s2ss_core.projections.serving.document_codec import TO_BE_FOLDED, encode_document
from s2ss_core.projections.serving.stream_cache import StreamCache
from s2ss_core.store import Drawn, Recorded, Store, open_store
from s2ss_core.testing.postgres import postgres_server, postgres_url
from tests.projections.equivalence import differing, every_view, kept, live, put, read, wrongly_kept
from tests.projections.nonsense import histories
from tests.projections.worked_example import worked_example

__all__ = ["postgres_server", "postgres_url"]  # fixtures

ENTRIES = worked_example().entries
LOG = ("deployment", "d-1")
unhurried = settings(
    max_examples=3, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


@pytest.fixture(params=("memory", "sqlite", pytest.param("postgres", marks=pytest.mark.postgres)))
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    url = {"memory": "memory:", "sqlite": f"sqlite:///{tmp_path}/support.db"}.get(request.param)
    with open_store(url or request.getfixturevalue("postgres_url"), clock_is_right=True) as opened:
        yield opened


def programme_last(entries: list[Recorded]) -> list[Recorded]:
    """The same history, the programme adopted only at the end."""
    adopted = [entry for entry in entries if isinstance(entry.event, ProgrammeAdopted)]
    return [*(entry for entry in entries if entry not in adopted), *adopted]


def test_every_document_is_the_view_folded_live(store: Store) -> None:
    put(store, ENTRIES)

    progress = Materialised(store).catch_up()

    assert progress == Progress(position=len(ENTRIES), newest=len(ENTRIES), documents=10, set_aside=0)
    assert len(every_view(store)) == progress.documents
    assert wrongly_kept(store) == []
    assert differing(store, Materialised(store)) == []


@given(cuts=st.lists(st.integers(1, len(ENTRIES)), max_size=4), page=st.sampled_from((1, 3, 10, 1000)))
@unhurried
def test_after_any_prefix_a_document_is_the_view_folded_live(cuts: list[int], page: int) -> None:
    with open_store("memory:", clock_is_right=True) as store:
        materialised = Materialised(store)
        begun = 0
        for cut in sorted({*cuts, len(ENTRIES)}):
            put(store, ENTRIES[begun:cut])
            assert differing(store, materialised) == []  # from the tail
            begun = cut
            materialised.catch_up(page=page)
            assert wrongly_kept(store) == []
            assert differing(store, materialised) == []


@given(entries=histories(longest=20), page=st.sampled_from((1, 5, 1000)), cut=st.integers(0, 20))
@unhurried
def test_whatever_happened_documents_are_the_views_folded_live(
    entries: list[Recorded], page: int, cut: int
) -> None:
    with open_store("memory:", clock_is_right=True) as store:
        materialised = Materialised(store)
        for part in (entries[:cut], entries[cut:]):
            put(store, part)
            assert differing(store, materialised) == []
            materialised.catch_up(page=page)
            assert differing(store, materialised) == []
            assert materialised.lags()[0].set_aside == ()


def test_a_programme_adopted_after_the_deployment_is_brokered_is_in_its_documents(store: Store) -> None:
    put(store, programme_last(ENTRIES))

    Materialised(store).catch_up(page=len(ENTRIES) - 1)

    assert wrongly_kept(store) == []


def test_a_deployment_that_was_never_brokered_is_in_no_award(store: Store) -> None:
    put(store, [entry for entry in ENTRIES if not isinstance(entry.event, Brokered)])

    Materialised(store).catch_up(page=1)

    assert wrongly_kept(store) == []


def test_a_reader_sees_what_was_just_written(store: Store) -> None:
    materialised = Materialised(store)
    for entry in ENTRIES[:20]:
        put(store, [entry])
        assert read(materialised, DEPLOYMENT_LOG, LOG) == live(store, DEPLOYMENT_LOG, LOG)
        if entry.position % 7 == 0:
            materialised.catch_up()


def test_reading_is_quick_where_the_tail_holds_nothing_of_the_key(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(store, ENTRIES)
    Materialised(store).catch_up()
    expected = live(store, GRANT_USAGE, LOG)
    put(store, [attrs.evolve(entry, stream="leader-year:other:2023/24") for entry in ENTRIES[:1]])

    def never(*_: object, **__: object) -> Any:
        raise AssertionError

    monkeypatch.setattr(type(GRANT_USAGE), "fold", never)

    assert Materialised(store).read(GRANT_USAGE, LOG) == expected


def test_reading_writes_nothing(tmp_path: Path) -> None:
    with open_store(f"sqlite:///{tmp_path}/support.db", clock_is_right=True) as store:
        put(store, ENTRIES)
        Materialised(store).read(GRANT_USAGE, LOG)
        Materialised(store).lags()

        assert store.documents.checkpoints() == ()


def test_a_key_without_events_is_not_found(store: Store) -> None:
    put(store, ENTRIES)
    Materialised(store).catch_up()

    with pytest.raises(NotFound, match="d-7"):
        Materialised(store).read(DEPLOYMENT_LOG, ("deployment", "d-7"))


def test_documents_hold_no_private_text_and_a_reader_may_ask_for_it(store: Store) -> None:
    put(store, ENTRIES)
    materialised = Materialised(store)
    materialised.catch_up()
    withheld, shown = (
        materialised.read(DEPLOYMENT_LOG, LOG),
        materialised.read(DEPLOYMENT_LOG, LOG, texts=True),
    )
    content = store.documents.find("deployment_log", LOG)

    assert content
    assert content.document
    assert b"in the post" not in content.document.content
    assert str(withheld.findings[0].reason) == "[withheld]"
    assert shown == DEPLOYMENT_LOG.live(store, LOG)
    assert "in the post" in str(shown.findings[0].reason)


def test_a_view_that_does_not_survive_encoding_is_folded_when_it_is_read() -> None:
    view = GRANT_USAGE.live(worked_example(), LOG)
    more_than_money_can_hold: Any = 2**60
    huge = attrs.evolve(view.amounts, awarded=Figure(more_than_money_can_hold))

    assert encode_document(GRANT_USAGE, attrs.evolve(view, amounts=huge)) == TO_BE_FOLDED


def test_a_document_that_is_damaged_is_folded_instead(tmp_path: Path) -> None:
    with open_store(f"sqlite:///{tmp_path}/support.db", clock_is_right=True) as store:
        put(store, ENTRIES)
        Materialised(store).catch_up()
        checkpoint = store.documents.checkpoints()[0]
        document = next(store.documents.every(checkpoint.projection, checkpoint.generation))
        broken = attrs.evolve(document, content=b'{"half":')
        store.documents.advance(checkpoint, checkpoint, Drawn(documents=(broken,)))

        assert differing(store, Materialised(store)) == []


def test_a_pass_drops_streams_and_reads_them_again(store: Store) -> None:
    put(store, ENTRIES)
    roomy, narrow = StreamCache(store, after=0), StreamCache(store, after=0, most=5)
    for begun in range(0, len(ENTRIES), 10):
        page = store.page(after=begun, limit=10)
        roomy.advance(page)
        narrow.advance(page)
        for stream in store.streams():
            assert narrow.read(stream) == roomy.read(stream)
            assert set(narrow.streams("d")) >= set(roomy.streams("d"))

    assert {kept(store, *view) for view in every_view(store)} == {None}
    assert canonical_bytes(DEPLOYMENT_LOG.drawn(narrow, LOG)) == canonical_bytes(
        DEPLOYMENT_LOG.drawn(roomy, LOG)
    )
