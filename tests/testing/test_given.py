"""Given, when, then: what they let pass, and everything they object to."""

import datetime as dt
from collections.abc import Callable, Iterable
from datetime import date
from functools import reduce
from typing import Any

import attrs
import pytest

from s2ss_core.aggregates import leader_year
from s2ss_core.aggregates.decision import Decision
from s2ss_core.aggregates.deployment.decisions import brokering, support
from s2ss_core.application import Brokerage
from s2ss_core.errors import BadInput
from s2ss_core.events import AcceptedDespite, DaysWorked, VisitLogged, leader_year_stream
from s2ss_core.projections import DEPLOYMENT_LOG, GRANT_USAGE, LEADER_WORKLOAD, Key, Projection
from s2ss_core.rules import Despite
from s2ss_core.store import Recorded
from s2ss_core.testing.given import given
from s2ss_core.testing.lifecycle.cast import person
from s2ss_core.testing.seeding import in_stream
from s2ss_core.values import Days
from tests.aggregates.histories import (
    BROKERED,
    CONCERN_RAISED,
    LEAD,
    NOW,
    VISIT,
    WHEN_APPOINTED,
    WHEN_SIGNED,
    Y2023,
)
from tests.aggregates.test_leader_year import AGREED, committing, working
from tests.projections.test_laws import HISTORY, VIEWS

YEAR = ("leader", LEAD, Y2023)
WORKED = [working(f"v-{day}", on=date(2024, 1, day)) for day in range(1, 8)]


def objected(to: Callable[[], object]) -> str:
    with pytest.raises(AssertionError) as objection:
        to()
    return str(objection.value)


# Decisions


def test_a_decision_is_made_under_the_programme_of_its_deployment() -> None:
    given(*WHEN_SIGNED).when(support.log_visit, VISIT).then(VISIT)
    given(*WHEN_APPOINTED).when(support.log_visit, VISIT).then_refused(
        "S2SS-S01", "S2SS-S02", "S2SS-S03", "S2SS-S07", despite=True
    )
    given().where(NOW).when(brokering.broker, BROKERED).then(BROKERED)


def test_it_fails_on_other_events_than_expected() -> None:
    asked = given(AGREED).when(leader_year.work_days, WORKED[0])

    assert "DaysWorked.visit: 'v-1', not 'v-2'" in objected(lambda: asked.then(WORKED[1]))
    assert "DaysWorked(visit='v-1'" in objected(asked.then_nothing)
    assert "every rule is met" in objected(lambda: asked.then_refused("S2SS-Y02"))


def test_it_fails_on_other_rules_than_expected() -> None:
    asked = given().when(leader_year.work_days, WORKED[0])

    assert "not met are S2SS-Y02, but the test expects S2SS-Y03" in objected(
        lambda: asked.then_refused("S2SS-Y03")
    )
    assert "1 rule is not met" in objected(lambda: asked.then(WORKED[0]))
    assert "record it with despite" in objected(lambda: asked.then_refused("S2SS-Y02", despite=False))


def test_it_fails_if_a_second_call_gives_another_decision() -> None:
    times: list[int] = []

    def moody(year: leader_year.LeaderYear, fact: DaysWorked) -> Decision[Any]:
        times.append(1)
        return Decision(request=f"record it {len(times)}", events=(fact,))

    assert "a second call gives another decision" in objected(
        lambda: given(AGREED).when(moody, WORKED[0]).then(WORKED[0])
    )


# Commands


def test_a_command_is_called_on_a_brokerage_and_writes_to_all_its_streams() -> None:
    year = [AGREED, committing("6", cap=None)]

    given(*WHEN_SIGNED, *year).when(Brokerage.log_visit, "d-1", VISIT).then(
        VISIT, working("v-1", on=VISIT.on)
    )
    too_early = given(*WHEN_APPOINTED, *year).when(Brokerage.log_visit, "d-1", VISIT)
    too_early.then_refused("S2SS-S01", "S2SS-S02", "S2SS-S03", "S2SS-S07", despite=True)
    despite = Despite(reason="It happened.", accepted_by=person("u-2"))
    assert [type(event) for event in too_early.then_accepted(despite)] == [
        VisitLogged,
        AcceptedDespite,
        DaysWorked,
    ]
    assert "every rule is met" in objected(
        lambda: given(*WHEN_SIGNED, *year).when(Brokerage.log_visit, "d-1", VISIT).then_refused("S2SS-S01")
    )


# Views


def test_events_are_recorded_in_the_streams_they_belong_to() -> None:
    given(AGREED, *WORKED[:2]).then_view(LEADER_WORKLOAD, YEAR, worked=Days(2), left=Days(13))
    given(*in_stream(leader_year_stream("another", Y2023), *WORKED)).then_no_view(LEADER_WORKLOAD, YEAR)
    with pytest.raises(BadInput, match="ConcernRaised comes before any deployment"):
        given(CONCERN_RAISED).then_no_view(LEADER_WORKLOAD, YEAR)
    with pytest.raises(BadInput, match="int is not an event"):
        given(7).then_no_view(LEADER_WORKLOAD, YEAR)


def test_the_programme_of_a_deployment_is_adopted_with_it() -> None:
    usage = given(*WHEN_SIGNED, VISIT).then_view(GRANT_USAGE, ("deployment", "d-1"))

    assert usage.amounts.incurred.value == 500_00


def test_it_fails_on_other_values_than_expected_and_on_an_unexpected_view() -> None:
    year = given(AGREED, *WORKED)

    assert "not {'worked': Days" in objected(lambda: year.then_view(LEADER_WORKLOAD, YEAR, worked=Days(1)))
    assert "there is a view, leader_workload of leader sl-014 2023/24" in objected(
        lambda: year.then_no_view(LEADER_WORKLOAD, YEAR)
    )


@attrs.frozen
class Count:
    """A view to spoil: how many visits, and which was last."""

    visits: int = 0
    last: str = ""


def keys(entry: Recorded, _: object) -> tuple[Key, ...]:
    return (("leader", entry.event.leader),) if isinstance(entry.event, DaysWorked) else ()


def streams(key: Key, _: object) -> tuple[str, ...]:
    return (leader_year_stream(key[1], Y2023),)


def step(count: Count, entry: Recorded) -> Count:
    if not isinstance(entry.event, DaysWorked):
        return count
    return Count(count.visits + 1, entry.event.visit)


def shown(count: Count) -> Count:
    return count


VISITS: Projection[Count, Count] = Projection(
    name="visits", keys=keys, streams_for=streams, initial=lambda _: Count(), step=step, view=shown
)


def test_your_own_projection_is_the_same_however_it_is_served() -> None:
    given(AGREED, *WORKED).then_view(VISITS, ("leader", LEAD), visits=7, last="v-7")


def test_it_fails_on_a_document_that_its_keys_leave_stale() -> None:
    def only_the_first(entry: Recorded, observed: object) -> tuple[Key, ...]:
        return keys(entry, observed) if entry.version < 4 else ()

    stale = attrs.evolve(VISITS, keys=only_the_first)

    assert "read before the documents caught up, it differs" in objected(
        lambda: given(AGREED, *WORKED).then_view(stale, ("leader", LEAD), visits=7)
    )


class Doubling(Projection[Count, Count]):
    """A projection that folds whatever it is given."""

    def fold(self, key: Key, entries: Iterable[Recorded]) -> Count:
        return reduce(self.step, sorted(entries, key=lambda entry: entry.position), self.initial(key))


def test_it_fails_on_a_projection_that_counts_duplicate_deliveries() -> None:
    doubling = Doubling(
        name="visits", keys=keys, streams_for=streams, initial=lambda _: Count(), step=step, view=shown
    )

    assert "differs if every event is delivered twice" in objected(
        lambda: given(AGREED, *WORKED).then_view(doubling, ("leader", LEAD))
    )


def test_it_fails_on_a_fold_that_keeps_state_between_folds() -> None:
    given_before: list[int] = []

    def remembering(count: Count, entry: Recorded) -> Count:
        given_before.append(entry.position)
        return Count(len(given_before), "")

    spoilt = attrs.evolve(VISITS, step=remembering)

    assert "differ" in objected(lambda: given(AGREED, *WORKED).then_view(spoilt, ("leader", LEAD)))


def test_it_objects_to_a_view_of_another_time() -> None:
    def today(_: Count) -> Count:
        return Count(0, dt.datetime.now(tz=dt.UTC).isoformat())

    spoilt = attrs.evolve(VISITS, view=today)

    assert "differ" in objected(lambda: given(AGREED, *WORKED).then_view(spoilt, ("leader", LEAD)))


def test_private_text_is_in_the_view_and_in_the_way_of_no_comparison() -> None:
    log = given(*WHEN_SIGNED, CONCERN_RAISED).then_view(DEPLOYMENT_LOG, ("deployment", "d-1"))

    assert str(CONCERN_RAISED.about) in str(log)


@pytest.mark.slow
@pytest.mark.parametrize(("projection", "key"), VIEWS, ids=[projection.name for projection, _ in VIEWS])
def test_every_view_of_ours_is_served_alike(projection: Projection[Any, Any], key: Key) -> None:
    given(*HISTORY.entries).then_view(projection, key)
