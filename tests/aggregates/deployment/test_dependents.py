from collections.abc import Iterable
from datetime import date

import pytest

from s2ss_core.aggregates.deployment.decisions.dependents import resting_on
from s2ss_core.events import (
    Commitment,
    DeploymentEvent,
    Leader,
    LeaderJoined,
    LeaderReplaced,
    SupportHalted,
    SupportResumed,
    TimeRenegotiated,
    VisitLogged,
    cause_of,
)
from s2ss_core.values import Days
from tests.aggregates.histories import (
    ENGLISH,
    EXCEED,
    LEAD,
    OTHER_SCHOOL,
    THE_OFFICER,
    WHEN_SIGNED,
    Y2023,
    Y2024,
    at,
    changed,
    visit,
)

NEXT = "sl-030"
JOINER = Leader(leader=NEXT, band="middle-leader", home_school=OTHER_SCHOOL)
REPLACED = LeaderReplaced(
    leaving=ENGLISH,
    on=date(2024, 3, 25),
    cause="cannot-provide-outreach",
    last_day=date(2024, 3, 22),
    effective_from=date(2024, 3, 25),
    joining=JOINER,
    commitments=(),
)
OF_THE_LEAD = Commitment(leader=LEAD, cap_year=Y2024, days=Days(4))
OF_THE_NEXT = Commitment(leader=NEXT, cap_year=Y2023, days=Days(4))
EXTENDED = TimeRenegotiated(
    negotiation="n-1",
    on=date(2024, 12, 2),
    effective_from=date(2024, 12, 20),
    intended_end=date(2025, 3, 28),
    commitments=(OF_THE_LEAD,),
)
BEGUN_EARLIER = TimeRenegotiated(
    negotiation="n-1", on=date(2023, 12, 20), start=date(2024, 1, 4), commitments=()
)
NEXT_DAYS_AGREED = changed(EXTENDED, negotiation="n-2", commitments=(OF_THE_NEXT,))
HALTED = SupportHalted(halt="h-1", on=date(2024, 2, 1), cause="other", by=THE_OFFICER, reason="Flood.")
RESUMED = SupportResumed(halt="h-1", on=date(2024, 3, 1), by=THE_OFFICER)


def hours(name: str, number: int, on: date = date(2024, 1, 16), leader: str = LEAD) -> VisitLogged:
    return changed(visit(name, on, leader=leader, unit="hour"), quantity=Days(number))


def resting(
    on: DeploymentEvent, *later: DeploymentEvent, before: Iterable[DeploymentEvent] = ()
) -> list[str]:
    """What rests on an entry, the newest first."""
    deployment = at((*WHEN_SIGNED, *before, on, *later))
    return [str(cause) for cause in resting_on(deployment, EXCEED, cause_of(on))]


def names(*events: DeploymentEvent) -> list[str]:
    return [str(cause_of(event)) for event in events]


def test_hours_beyond_a_day_rest_on_the_other_hours_of_their_day() -> None:
    afternoon = hours("v-2", 4)

    assert resting(hours("v-1", 4), afternoon) == names(afternoon)


@pytest.mark.parametrize(
    "other",
    (hours("v-0", 4, on=date(2024, 1, 17)), hours("v-0", 4, leader=ENGLISH)),
    ids=("another day", "another leader"),
)
def test_hours_beyond_a_day_rest_on_no_visit_of_another_day_or_leader(other: VisitLogged) -> None:
    assert resting(other, hours("v-1", 4), hours("v-2", 4)) == []


@pytest.mark.parametrize(
    "later",
    (
        visit("v-next", date(2024, 4, 10), leader=NEXT, line=None),
        changed(REPLACED, leaving=NEXT, on=date(2024, 5, 7), joining=None),
        changed(REPLACED, leaving=LEAD, on=date(2024, 5, 7), joining=None, new_lead=NEXT),
        NEXT_DAYS_AGREED,
    ),
    ids=("a visit", "leaving", "leading", "days agreed anew"),
)
def test_what_was_recorded_of_whoever_joined_by_a_replacement_rests_on_it(later: DeploymentEvent) -> None:
    assert resting(REPLACED, later) == names(later)


@pytest.mark.parametrize(
    "later",
    (
        visit("v-lead", date(2024, 4, 10), leader=LEAD, line=None),
        changed(REPLACED, leaving=LEAD, on=date(2024, 5, 7), joining=None),
        EXTENDED,
    ),
    ids=("a visit", "leaving", "days agreed anew"),
)
def test_what_was_recorded_of_another_leader_does_not_rest_on_a_replacement(later: DeploymentEvent) -> None:
    assert resting(REPLACED, later) == []


def test_nothing_rests_on_the_replacement_of_a_leader_by_one_who_joined_otherwise_too() -> None:
    joined = LeaderJoined(leader=JOINER, on=date(2024, 1, 15), commitments=())
    left = changed(REPLACED, leaving=NEXT, on=date(2024, 3, 1), last_day=date(2024, 3, 1), joining=None)
    later = visit("v-next", date(2024, 4, 10), leader=NEXT, line=None)

    assert resting(REPLACED, later, before=(joined, left)) == []


def test_only_a_later_total_of_the_same_leaders_same_year_rests_on_days_agreed_anew() -> None:
    again = changed(EXTENDED, negotiation="n-2", intended_end=None)
    of_another_year = changed(OF_THE_LEAD, cap_year=Y2023)
    of_another_leader = changed(OF_THE_LEAD, leader=ENGLISH)

    assert resting(EXTENDED, again) == names(again)
    assert resting(EXTENDED, changed(again, commitments=(of_another_year,))) == []
    assert resting(EXTENDED, changed(again, commitments=(of_another_leader,))) == []


@pytest.mark.parametrize(
    ("agreed", "days", "rests"),
    (
        (EXTENDED, (date(2024, 12, 21), date(2025, 3, 28)), True),
        (EXTENDED, (date(2024, 12, 19), date(2024, 12, 20), date(2025, 3, 29)), False),
        (BEGUN_EARLIER, (date(2024, 1, 4), date(2024, 1, 7)), True),
        (BEGUN_EARLIER, (date(2024, 1, 3), date(2024, 1, 8), date(2024, 12, 21)), False),
    ),
)
def test_a_visit_rests_on_a_period_agreed_anew_if_no_other_period_has_its_day(
    agreed: TimeRenegotiated, days: tuple[date, ...], *, rests: bool
) -> None:
    visits = tuple(visit(f"v-{day}", day) for day in days)

    assert resting(agreed, *visits) == (names(*reversed(visits)) if rests else [])


def test_a_visit_rests_on_the_resuming_of_support_if_nothing_else_withholds_or_allows_it() -> None:
    during, after = visit("v-1", date(2024, 2, 29)), visit("v-2", date(2024, 3, 1))
    before = visit("v-0", date(2024, 1, 31))
    other_halt = changed(HALTED, halt="h-2")

    assert resting(RESUMED, after, before=(HALTED,)) == names(after)
    assert resting(RESUMED, before, during, before=(HALTED,)) == []
    assert resting(RESUMED, after, before=(HALTED, other_halt)) == []
