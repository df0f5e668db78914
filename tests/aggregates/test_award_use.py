"""What a deployment uses of an award: on all lines of its plan, or on those that one of several awards bears."""

from datetime import date

import pytest

from s2ss_core.aggregates.award_use import AwardUse, use_of
from s2ss_core.events import CostDisallowed, DeploymentEvent
from s2ss_core.values import Cause, Days, Money
from tests.aggregates.histories import (
    CLOSED,
    EXCEED,
    SUPPORT_ENDED,
    THE_OFFICER,
    VISIT,
    WHEN_BROKERED,
    WHEN_CLOSED,
    WHEN_RELEASED,
    WHEN_WORKED,
    at,
    but,
    changed,
    pounds,
)

ALL, OF_ONE, OF_OTHER = frozenset[str](), frozenset({"1"}), frozenset({"2", "3"})
DAY, EVE = date(2024, 12, 20), date(2024, 12, 19)
LESS = CostDisallowed(
    disallowance="x-1",
    on=date(2024, 6, 1),
    of=Cause("visit", ("v-1",)),
    amount=pounds(100),
    reason="other",
    by=THE_OFFICER,
)

BY_THE_HOUR = but(WHEN_WORKED, VISIT, changed(VISIT, unit="hour", quantity=Days(3)))  # £300 instead of £500


def used(history: tuple[DeploymentEvent, ...], lines: frozenset[str] = ALL, on: date = DAY) -> AwardUse:
    return use_of("d-1", at(history), EXCEED, on, lines)


def use(eligible: int, committed: int, owed: int = 0, overpaid: int = 0) -> AwardUse:
    """What is used, in pounds, by a deployment that is open."""
    return AwardUse(
        deployment="d-1",
        eligible=pounds(eligible),
        committed=pounds(committed),
        owed=pounds(owed),
        overpaid=pounds(overpaid),
    )


@pytest.mark.parametrize(
    ("history", "lines", "expected"),
    (
        (WHEN_WORKED, ALL, use(6000, 5000, owed=6000)),
        (WHEN_WORKED, OF_ONE, use(4000, 0, owed=4000)),
        (WHEN_WORKED, OF_OTHER, use(2000, 5000, owed=2000)),
        (WHEN_RELEASED, ALL, use(6000, 5000)),
        (WHEN_RELEASED, OF_OTHER, use(2000, 5000)),
        ((*WHEN_RELEASED, LESS), ALL, use(5900, 5100, overpaid=100)),
        ((*WHEN_RELEASED, LESS), OF_ONE, use(4000, 0)),
        ((*WHEN_RELEASED, LESS), OF_OTHER, use(1900, 5100, overpaid=100)),
        (BY_THE_HOUR, ALL, use(5800, 5200, owed=5800)),
        (BY_THE_HOUR, OF_OTHER, use(1800, 5200, owed=1800)),
        (WHEN_BROKERED, OF_ONE, use(0, 0)),
    ),
)
def test_a_deployment_uses_what_is_eligible_and_what_its_plan_still_needs_on_the_lines_of_the_award(
    history: tuple[DeploymentEvent, ...], lines: frozenset[str], expected: AwardUse
) -> None:
    assert used(history, lines) == expected


@pytest.mark.parametrize("lines", (ALL, OF_OTHER))
def test_nothing_is_committed_from_the_day_on_which_the_end_was_agreed(lines: frozenset[str]) -> None:
    ended = (*WHEN_WORKED, SUPPORT_ENDED)

    assert used(ended, lines, on=EVE).committed == pounds(5000)
    assert used(ended, lines, on=DAY).committed == Money(0)


def test_a_deployment_that_is_closed_says_so() -> None:
    assert [used(WHEN_CLOSED).closed, used(WHEN_CLOSED, on=CLOSED.on).closed] == [True, True]


@pytest.mark.parametrize("lines", (ALL, OF_ONE))
def test_a_deployment_that_uses_nothing_uses_a_sum_of_money(lines: frozenset[str]) -> None:
    nothing = used(WHEN_BROKERED, lines)

    assert {str(sum_) for sum_ in (nothing.eligible, nothing.committed, nothing.owed, nothing.overpaid)} == {
        "£0.00"
    }
