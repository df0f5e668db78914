"""What of a sum released each award pays for: its own lines' costs, the oldest first."""

from s2ss_core.aggregates.deployment.award_shares import released_of_lines
from s2ss_core.events import DeploymentEvent
from s2ss_core.values import Money
from tests.aggregates.deployment.test_corrections import COST_DISALLOWED
from tests.aggregates.histories import (
    BROKERED,
    COST,
    EXCEED,
    PLAN_APPROVED,
    PLAN_SUBMITTED,
    VISIT,
    at,
    pounds,
)

# £500 on line 3, then £1,000 on line 2, of which £200 is disallowed.
SPENT = (BROKERED, PLAN_SUBMITTED, PLAN_APPROVED, VISIT, COST, COST_DISALLOWED)


def paid_for(line: str, net: int, *history: DeploymentEvent) -> Money:
    deployment = at(history)
    return released_of_lines(deployment, deployment.account(EXCEED), frozenset({line}), pounds(net))


def test_a_release_pays_the_oldest_costs_first_and_what_is_disallowed_last() -> None:
    assert [paid_for("3", net, *SPENT) for net in (400, 500, 1300, 1500)] == [
        pounds(400), pounds(500), pounds(500), pounds(500),
    ]  # fmt: skip
    assert [paid_for("2", net, *SPENT) for net in (500, 1300, 1400, 1600)] == [
        pounds(0), pounds(800), pounds(900), pounds(1000),
    ]  # fmt: skip


def test_what_is_released_beyond_every_cost_counts_with_the_first_line_of_the_plan() -> None:
    assert [paid_for(line, 1700, *SPENT) for line in "123"] == [pounds(200), pounds(1000), pounds(500)]


def test_what_is_released_without_a_plan_counts_with_no_line() -> None:
    assert paid_for("1", 100, BROKERED) == 0
