import random
from collections.abc import Iterator
from datetime import date
from typing import Any

import attrs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from s2ss_core.errors import NotFound
from s2ss_core.events import Brokered, GrantAwarded, natural_id
from s2ss_core.projections import (
    AWARD_USAGE,
    DEPLOYMENT_LOG,
    GRANT_USAGE,
    HOME_SCHOOL_WORKLOAD,
    LEADER_REGISTER,
    LEADER_WORKLOAD,
    MONEY_TRAIL,
    ORGANISATION_STATEMENT,
    SUPPORTED_SCHOOL_WORKLOAD,
    USAGE_RETURNS,
    AsAt,
    Projection,
    canonical_bytes,
    digest,
)
from s2ss_core.projections.grant_usage import Amounts
from s2ss_core.store import Recorded
from tests.projections.figures import figures
from tests.projections.histories import History
from tests.projections.nonsense import histories
from tests.projections.worked_example import worked_example

HISTORY = worked_example()
VIEWS: tuple[tuple[Projection[Any, Any], tuple[str, ...]], ...] = (
    (DEPLOYMENT_LOG, ("deployment", "d-1")),
    (GRANT_USAGE, ("deployment", "d-1")),
    (MONEY_TRAIL, ("deployment", "d-1")),
    (AWARD_USAGE, ("award", "g-1")),
    (USAGE_RETURNS, ("award", "g-1")),
    (ORGANISATION_STATEMENT, ("organisation", "x-trust")),
    (LEADER_WORKLOAD, ("leader", "sl-014", "2023/24")),
    (HOME_SCHOOL_WORKLOAD, ("home-school", "s-7", "2023/24")),
    (SUPPORTED_SCHOOL_WORKLOAD, ("supported-school", "s-1", "2023/24")),
)
NONSENSE: tuple[tuple[Projection[Any, Any], tuple[str, ...]], ...] = (
    (DEPLOYMENT_LOG, ("deployment", "a")),
    (GRANT_USAGE, ("deployment", "a")),
    (MONEY_TRAIL, ("deployment", "a")),
    (AWARD_USAGE, ("award", "a")),
    (USAGE_RETURNS, ("award", "a")),
    (ORGANISATION_STATEMENT, ("organisation", "a")),
    (LEADER_REGISTER, ("leader", "a")),
    (LEADER_WORKLOAD, ("leader", "a", "2023/24")),
    (HOME_SCHOOL_WORKLOAD, ("home-school", "a", "2023/24")),
    (SUPPORTED_SCHOOL_WORKLOAD, ("supported-school", "a", "2023/24")),
)
names = pytest.mark.parametrize(("projection", "key"), VIEWS, ids=[view.name for view, _ in VIEWS])
nonsense_names = pytest.mark.parametrize(
    ("projection", "key"), NONSENSE, ids=[view.name for view, _ in NONSENSE]
)
unhurried = settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


def balance(amounts: Amounts, base: int) -> None:
    net = amounts.released.value - amounts.recovered.value
    assert amounts.incurred.value - amounts.disallowed.value == amounts.eligible.value
    assert amounts.eligible.value == net + amounts.owed.value - amounts.overpaid.value
    used = amounts.eligible.value + amounts.committed.value
    assert base + amounts.uncovered.value == used + amounts.unspent.value + amounts.returned.value
    assert min(amounts.unspent.value, amounts.uncovered.value) == 0


def seen(
    projection: Projection[Any, Any], key: tuple[str, ...], history: History, as_at: AsAt
) -> bytes | None:
    try:
        return canonical_bytes(projection.live(history, key, as_at=as_at))
    except NotFound:
        return None


@names
def test_recomputing_gives_identical_bytes(projection: Projection[Any, Any], key: tuple[str, ...]) -> None:
    first = projection.live(HISTORY, key)
    shuffled = random.Random(7).sample(HISTORY.entries, len(HISTORY.entries))

    assert canonical_bytes(projection.live(worked_example(), key)) == canonical_bytes(first)
    assert canonical_bytes(projection.fold(key, shuffled)) == canonical_bytes(first)


@names
@given(position=st.integers(1, len(HISTORY.entries)))
@settings(max_examples=25, deadline=None)
def test_as_known_at_a_position_is_the_history_as_it_stood_then(
    projection: Projection[Any, Any], key: tuple[str, ...], position: int
) -> None:
    known = seen(projection, key, HISTORY, AsAt(position=position))

    assert known == seen(projection, key, HISTORY.upto(position), AsAt())


@names
def test_every_figure_comes_from_exactly_the_events_it_names(
    projection: Projection[Any, Any], key: tuple[str, ...]
) -> None:
    found = list(figures(projection.live(HISTORY, key)))

    assert found
    for place, figure in found:
        if figure.positions:
            again = dict(figures(projection.fold(key, HISTORY.only(figure.positions))))
            assert again[place].value == figure.value, place
        else:
            assert figure.value == 0, place


@names
def test_a_view_is_kept_up_to_date_by_the_events_whose_keys_name_it(
    projection: Projection[Any, Any], key: tuple[str, ...]
) -> None:
    drawn = projection.streams_for(key, HISTORY)
    named = [entry for entry in HISTORY.entries if key in projection.keys(entry, HISTORY)]

    assert {entry.stream for entry in named} <= set(drawn)
    before = None
    for entry in HISTORY.entries:
        view = seen(projection, key, HISTORY, AsAt(position=entry.position))
        assert view == before or entry in named
        before = view


def test_the_digest_is_of_the_certificates_bytes_without_it() -> None:
    usage = GRANT_USAGE.live(HISTORY, ("deployment", "d-1"))
    unsigned = attrs.evolve(usage, basis=attrs.evolve(usage.basis, digest=""))

    assert usage.basis.digest == digest(unsigned)


def test_a_certificate_made_at_a_position_can_be_made_again_from_its_basis() -> None:
    certified = GRANT_USAGE.live(HISTORY, ("deployment", "d-1"), as_at=AsAt(position=90))
    again = GRANT_USAGE.live(HISTORY, ("deployment", "d-1"), as_at=AsAt(position=certified.basis.position))

    assert canonical_bytes(again) == canonical_bytes(certified)


@nonsense_names
@given(entries=histories(), order=st.randoms(use_true_random=False))
@unhurried
def test_folds_never_raise_whatever_the_events_and_their_order(
    projection: Projection[Any, Any], key: tuple[str, ...], entries: list[Recorded], order: random.Random
) -> None:
    view = projection.fold(key, entries)
    shuffled = list(entries)
    order.shuffle(shuffled)

    assert canonical_bytes(projection.fold(key, shuffled)) == canonical_bytes(view)


@nonsense_names
@given(entries=histories(), happened=st.dates(), position=st.integers(0, 40))
@unhurried
def test_a_view_at_any_day_never_raises_whatever_the_events(
    projection: Projection[Any, Any],
    key: tuple[str, ...],
    entries: list[Recorded],
    happened: date,
    position: int,
) -> None:
    seen(projection, key, History(entries), AsAt(happened=happened, position=position))


def told_once(entries: list[Recorded]) -> Iterator[Recorded]:
    """Those that tell something new: each fact once, and one beginning a stream."""
    names = set()
    for entry in entries:
        begins = isinstance(entry.event, Brokered | GrantAwarded)
        name = (entry.stream, type(entry.event) if begins else natural_id(entry.event))
        if name not in names:
            names.add(name)
            yield entry


@nonsense_names
@given(entries=histories())
@unhurried
def test_every_figure_comes_from_the_events_it_names_whatever_happened(
    projection: Projection[Any, Any], key: tuple[str, ...], entries: list[Recorded]
) -> None:
    history = History(told_once(entries))
    drawn = [entry for stream in projection.streams_for(key, history) for entry in history.read(stream)]

    for place, figure in figures(projection.fold(key, drawn)):
        again = dict(figures(projection.fold(key, history.only(figure.positions))))
        assert again[place].value == figure.value if figure.positions else figure.value == 0, place


@given(entries=histories())
@unhurried
def test_the_equations_between_the_amounts_always_hold(entries: list[Recorded]) -> None:
    deployment = GRANT_USAGE.fold(("deployment", "a"), entries)
    award = AWARD_USAGE.fold(("award", "a"), entries)

    balance(deployment.amounts, deployment.amounts.set_aside.value)
    balance(award.amounts, award.amounts.awarded.value)
    for row in (*deployment.cuts.by_term, *deployment.cuts.by_financial_year, *deployment.cuts.by_own_year):
        assert sum(line.eligible.value for line in row.lines) == row.eligible.value
    for cuts in (deployment.cuts.by_financial_year, deployment.cuts.by_own_year):
        assert sum(cut.eligible.value for cut in cuts) == deployment.amounts.eligible.value
        assert sum(cut.released_on_date.value for cut in cuts) == deployment.amounts.released.value
