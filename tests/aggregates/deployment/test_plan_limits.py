"""What a plan may come to."""

import attrs

from s2ss_core.aggregates.award_share import AwardShare
from s2ss_core.aggregates.deployment.decisions.plan_limits import within_the_allocation
from s2ss_core.events import PlanSubmitted
from s2ss_core.values import Money
from tests.aggregates.histories import ENGLISH_LINE, LEAD_LINE, NOW, changed, plan, pounds

OF_TWO_AWARDS = attrs.evolve(
    NOW,
    shares=(
        AwardShare(award="g-1", lines=frozenset({"1"}), allocated=pounds(4000)),
        AwardShare(award="g-2", lines=frozenset({"3"}), allocated=pounds(1000)),
    ),
)


def exceeded(waiting: PlanSubmitted | None) -> list[dict[str, str]]:
    """The facts of each limit that a plan of two awards exceeds."""
    return [dict(broken.facts) for broken in within_the_allocation(OF_TWO_AWARDS, waiting)]


def test_each_of_several_awards_bears_its_own_lines_and_no_more_than_it_set_aside() -> None:
    a_penny_more = changed(LEAD_LINE, amount=LEAD_LINE.amount + Money(1))

    assert exceeded(plan(ENGLISH_LINE, LEAD_LINE)) == []
    assert exceeded(plan(ENGLISH_LINE, a_penny_more)) == [{"total": "£1,000.01", "allocated": "£1,000.00"}]


def test_not_a_penny_is_approved_on_a_line_that_no_award_bears() -> None:
    borne_by_none = changed(LEAD_LINE, id="4", rate=Money(1), amount=Money(1))

    assert exceeded(plan(ENGLISH_LINE, borne_by_none)) == [{"total": "£0.01", "allocated": "£0.00"}]


def test_no_plan_is_within_what_several_awards_set_aside() -> None:
    assert exceeded(None) == []
