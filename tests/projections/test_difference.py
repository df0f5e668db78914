"""Given a view at two moments, what differs is said with the entries that made the difference."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from s2ss_core.errors import NotFound
from s2ss_core.events import CostDisallowed, EntryStruckOut, VisitLogged, cause_of
from s2ss_core.projections import AWARD_USAGE, DEPLOYMENT_LOG, GRANT_USAGE, LEADER_WORKLOAD, AsAt, Projection
from s2ss_core.projections.engine.difference import Change, Difference, difference
from s2ss_core.testing.lifecycle.cast import person
from s2ss_core.values import Money
from tests.projections.histories import History
from tests.projections.worked_example import OWN, pounds, worked_example

KEY = ("deployment", "d-1")
HISTORY = worked_example()
VISIT = [entry for entry in HISTORY.entries if isinstance(entry.event, VisitLogged)][1]
VIEWS = (
    (DEPLOYMENT_LOG, KEY),
    (GRANT_USAGE, KEY),
    (AWARD_USAGE, ("award", "g-1")),
    (LEADER_WORKLOAD, ("leader", "sl-014", "2023/24")),
)


def by_path(found: Difference) -> dict[str, Change]:
    return {change.path: change for change in found.changes}


def of_certificate(history: History, before: AsAt, after: AsAt) -> Difference:
    return difference(GRANT_USAGE, history, KEY, before=before, after=after)


def told_late(event: Any) -> History:
    """The worked example, and one thing more that was told afterwards."""
    history = worked_example()
    history.tell(OWN, event)
    return history


def disallowed() -> CostDisallowed:
    return CostDisallowed(
        disallowance="late", on=date(2025, 2, 3), of=cause_of(VISIT.event), amount=pounds(100),
        reason="not-evidenced", by=person("u-2"),
    )  # fmt: skip


def test_a_certificate_of_last_march_is_not_today_what_it_was_in_march() -> None:
    history = told_late(disallowed())
    march, newest = date(2024, 3, 31), history.newest()

    found = of_certificate(
        history, AsAt(happened=march, position=newest - 1), AsAt(happened=march, position=newest)
    )

    change = by_path(found)["amounts.eligible"]
    assert int(change.before) - int(change.after) == pounds(100)
    assert change.positions == (newest,)
    assert [entry.position for entry in found.came] == [newest]
    assert found.went == ()


def test_an_entry_that_was_struck_out_is_named_with_what_struck_it_out() -> None:
    history = told_late(
        EntryStruckOut(
            of=cause_of(VISIT.event),
            on=date(2025, 2, 3),
            cause="did-not-happen",
            reason="It was not held.",
            asked_by=person("u-2"),
            agreed_by=person("u-3"),
        )
    )

    found = of_certificate(history, AsAt(position=history.newest() - 1), AsAt())

    change = by_path(found)["amounts.incurred"]
    assert change.before > change.after
    assert change.positions == (history.newest(),)


def test_between_two_days_what_happened_came() -> None:
    found = of_certificate(HISTORY, AsAt(happened=date(2024, 4, 11)), AsAt(happened=date(2024, 4, 12)))

    released = by_path(found)["amounts.released"]
    assert (released.before, released.after) == (Money(0), pounds(6000))
    assert set(released.positions) <= {entry.position for entry in found.came}
    assert {entry.event.on for entry in found.came} == {date(2024, 4, 12)}


def test_the_other_way_round_it_went() -> None:
    there = of_certificate(HISTORY, AsAt(position=90), AsAt(position=98))
    back = of_certificate(HISTORY, AsAt(position=98), AsAt(position=90))

    assert back.went == there.came
    assert back.came == there.went == ()
    turned = {path: (c.after, c.before, c.positions) for path, c in by_path(back).items()}
    assert turned == {path: (c.before, c.after, c.positions) for path, c in by_path(there).items()}


def test_a_row_without_figures_is_one_change() -> None:
    found = difference(DEPLOYMENT_LOG, HISTORY, KEY, before=AsAt(position=97), after=AsAt())

    change = by_path(found)["entries.98"]
    assert (change.before, change.after.position) == (None, 98)
    assert not [path for path in by_path(found) if path.startswith("entries.98.")]


def test_no_money_in_a_year_that_began_is_no_change() -> None:
    found = of_certificate(HISTORY, AsAt(position=90), AsAt())

    assert [c.path for c in found.changes if c.before is None and c.after == 0] == []


@pytest.mark.parametrize(("projection", "key"), VIEWS, ids=[view.name for view, _ in VIEWS])
def test_a_view_that_was_not_there_yet_differs_in_all_it_says(
    projection: Projection[Any, Any], key: tuple[str, ...]
) -> None:
    found = difference(projection, HISTORY, key, before=AsAt(position=0))

    assert {change.before for change in found.changes} == {None}
    assert found.changes


def test_at_neither_moment_is_said_so() -> None:
    with pytest.raises(NotFound, match="no events for deployment d-1 at either time"):
        of_certificate(HISTORY, AsAt(position=0), AsAt(position=0))


@pytest.mark.parametrize(("projection", "key"), VIEWS, ids=[view.name for view, _ in VIEWS])
@given(data=st.data())
def test_a_figure_that_changed_has_an_entry_that_made_it_change(
    projection: Projection[Any, Any], key: tuple[str, ...], data: st.DataObject
) -> None:
    earlier = data.draw(st.integers(20, HISTORY.newest()))
    later = data.draw(st.integers(earlier, HISTORY.newest()))

    found = difference(projection, HISTORY, key, before=AsAt(position=earlier), after=AsAt(position=later))

    came = {entry.position for entry in found.came}
    assert all(earlier < position <= later for position in came)
    for change in found.changes:
        if isinstance(change.before, Money) and isinstance(change.after, Money):
            assert came & set(change.positions), change
