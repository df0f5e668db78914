"""Support that two schools arranged between them: how it is logged, struck out, and weighed when a leader is matched."""

from datetime import date
from typing import Any

import pytest

from s2ss_core import Brokerage, Days
from s2ss_core.errors import BadInput
from s2ss_core.rules import Refused
from s2ss_core.testing.postgres import postgres_server, postgres_url
from s2ss_core.values import AcademicYear, Cause
from tests.scenarios.register import (
    AUTUMN,
    CHAIR,
    COORDINATOR,
    HEAD,
    HIGHMOOR,
    MARCH,
    MAY,
    RIVERSIDE,
    register,
    support,
)

__all__ = ["postgres_server", "postgres_url"]  # fixtures

YEAR = AcademicYear("2023/24")
VISIT: dict[str, Any] = {
    "leader": "sl-2", "visit": "u-1", "on": MARCH, "school": HIGHMOOR, "home_school": RIVERSIDE, "days": Days(1),
    "arranged_by": HEAD, "by": COORDINATOR, "note": "Agreed by telephone.",
}  # fmt: skip


@pytest.fixture
def alliance(desk: Brokerage) -> Brokerage:
    register(desk)
    support(desk)
    return desk


def reasons(alliance: Brokerage, leader: str = "sl-2") -> list[tuple[str, str]]:
    """What a match for Highmoor says of support that nobody brokered, and how it speaks."""
    proposals = {proposal.leader: proposal for proposal in alliance.match(school="highmoor", on=MAY)}
    found = (reason for reason in proposals[leader].reasons if reason.about == "unbrokered-support")
    return [(reason.speaks, reason.sentence) for reason in found]


def test_a_visit_is_logged_once_and_keeps_its_note_as_private_text(alliance: Brokerage) -> None:
    (logged,) = alliance.log_unbrokered_support(**VISIT)

    assert alliance.log_unbrokered_support(**VISIT) == ()
    assert logged.stream == "system-leader:sl-2"
    assert (logged.event.note, logged.event.school.kind) == ("Agreed by telephone.", "school")
    assert alliance.erase(logged.position) == 1
    with pytest.raises(BadInput, match="u-1"):
        alliance.log_unbrokered_support(**VISIT | {"days": Days(2)})


def test_a_visit_of_many_days_is_recorded_whatever_the_limit(alliance: Brokerage) -> None:
    assert alliance.log_unbrokered_support.why_not(**VISIT | {"days": Days(9)}) == ()


def test_a_visit_that_was_logged_wrongly_is_struck_out(alliance: Brokerage) -> None:
    alliance.log_unbrokered_support(**VISIT)

    alliance.strike_out_of_leader(
        "sl-2", of=Cause("unbrokered-visit", ("u-1",)), on=MAY, cause="did-not-happen", reason="It was cancelled.",
        asked_by=COORDINATOR, agreed_by=CHAIR,
    )  # fmt: skip

    assert alliance.leader_register("sl-2").unbrokered == ()
    assert alliance.leader_workload("sl-2", YEAR).unbrokered.value == 0
    assert reasons(alliance) == []


def test_days_without_a_broker_leave_the_days_that_can_be_booked_as_they_were(alliance: Brokerage) -> None:
    before = alliance.leader_workload("sl-2", YEAR).left

    alliance.log_unbrokered_support(**VISIT | {"days": Days(9)})

    after = alliance.leader_workload("sl-2", YEAR)
    assert (after.left, after.unbrokered.value) == (before, Days(9))


def test_a_match_says_what_nobody_brokered_for_within_a_day_and_against_past_it(alliance: Brokerage) -> None:
    alliance.log_unbrokered_support(**VISIT)
    within = reasons(alliance)
    alliance.log_unbrokered_support(**VISIT | {"visit": "u-2", "days": Days("0.5")})

    assert within == [("for", "sl-2 was at highmoor for 1 day in 2023/24 that nobody brokered.")]
    assert reasons(alliance) == [
        ("against", "sl-2 was at highmoor for 1.5 days in 2023/24 that nobody brokered.")
    ]


def test_a_match_leaves_out_other_schools_other_years_and_days_to_come(alliance: Brokerage) -> None:
    alliance.log_unbrokered_support(**VISIT | {"school": RIVERSIDE, "home_school": HIGHMOOR})
    alliance.log_unbrokered_support(**VISIT | {"visit": "u-2", "on": AUTUMN.replace(month=8)})
    alliance.log_unbrokered_support(**VISIT | {"visit": "u-3", "on": MAY.replace(month=6)})

    assert reasons(alliance) == []


def test_a_leader_with_nothing_but_such_a_visit_has_no_days_left_on_record(alliance: Brokerage) -> None:
    alliance.log_unbrokered_support(**VISIT | {"leader": "sl-40", "home_school": RIVERSIDE})

    proposals = {proposal.leader: proposal for proposal in alliance.match(school="highmoor", on=MAY)}

    assert proposals["sl-40"].left is None
    assert "No home school agreed on days of sl-40 in 2023/24." in [
        reason.sentence for reason in proposals["sl-40"].reasons
    ]


def test_the_leaders_own_school_is_no_school_to_support(alliance: Brokerage) -> None:
    with pytest.raises(Refused) as refusal:
        alliance.log_unbrokered_support(**VISIT | {"school": RIVERSIDE})

    assert [broken.rule.code for broken in refusal.value.broken] == ["S2SS-B03"]


def test_a_visit_on_the_first_day_that_can_be_recorded_is_no_reason_and_stops_nothing(
    alliance: Brokerage,
) -> None:
    alliance.log_unbrokered_support(**VISIT | {"on": date(2000, 1, 1)})

    assert reasons(alliance, "sl-2") == []
    assert [visit.on for visit in alliance.leader_register("sl-2").unbrokered] == [date(2000, 1, 1)]
