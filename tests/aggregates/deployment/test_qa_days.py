"""QA Days: who is there."""

from datetime import date

import pytest

from s2ss_core.aggregates.decision import Decision
from s2ss_core.aggregates.deployment.decisions import qa_days
from s2ss_core.events import DeploymentEvent, QADayHeld
from s2ss_core.values import Person
from tests.aggregates.histories import (
    A_NOMINEE,
    HOME_HEADTEACHER,
    NOW,
    THE_HEADTEACHER,
    THE_LEADER,
    THE_QA_LEAD,
    WHEN_SIGNED,
    at,
    changed,
    codes,
)

MONITORED = QADayHeld(
    day="qa-1",
    on=date(2024, 2, 8),
    purpose="monitoring",
    held_by=THE_QA_LEAD,
    attendees=(THE_HEADTEACHER, THE_LEADER),
    funding_use="agreed",
)


def held(*attendees: Person) -> Decision[DeploymentEvent]:
    return qa_days.hold_qa_day(at(WHEN_SIGNED), NOW, changed(MONITORED, attendees=attendees))


def missing(*attendees: Person) -> str:
    (broken,) = held(*attendees).broken
    return dict(broken.facts)["missing"]


@pytest.mark.parametrize("headteacher", (THE_HEADTEACHER, A_NOMINEE))
@pytest.mark.parametrize("supporting", (THE_LEADER, HOME_HEADTEACHER))
def test_a_qa_day_is_held_with_one_of_each_side(headteacher: Person, supporting: Person) -> None:
    assert codes(held(headteacher, supporting)) == []


def test_a_refusal_names_each_side_of_which_nobody_was_there() -> None:
    supported = "the headteacher of the supported school"
    supporting = "a leader or headteacher of a supporting school"

    assert missing(THE_LEADER) == supported
    assert missing(THE_HEADTEACHER) == supporting
    assert missing() == f"{supporting}, {supported}"


def test_a_qa_day_may_be_recorded_though_a_side_was_missing() -> None:
    assert held(THE_LEADER).may_be_accepted
