"""A rule at its very bound: kept by the last value that keeps it, broken by the next."""

from datetime import date
from typing import Any

import pytest

from s2ss_core.rules import Rule, brokering, grant, money, offices, reviews
from s2ss_core.values import Money

PENNY, TWO = Money(1), Money(2)
LEG = {"leg": "cover", "to": "s-1", "due": PENNY, "invoiced": Money(0), "paid": Money(0)}
BOUNDS: tuple[tuple[Rule[...], dict[str, Any], dict[str, Any]], ...] = (
    (
        brokering.the_support_runs_for_the_usual_number_of_terms,
        {"terms": 2, "fewest": 2, "most": 3},
        {"terms": 1, "fewest": 2, "most": 3},
    ),
    (
        brokering.the_support_runs_for_the_usual_number_of_terms,
        {"terms": 3, "fewest": 2, "most": 3},
        {"terms": 4, "fewest": 2, "most": 3},
    ),
    (
        money.the_review_was_held_on_that_report,
        {"report": "i-1", "review": "r-1", "held": date(2024, 3, 21), "on": date(2024, 3, 21)},
        {"report": "i-1", "review": "r-1", "held": date(2024, 3, 21), "on": date(2024, 3, 20)},
    ),
    (reviews.the_review_took_its_time, {"minutes": 60, "usual": 60}, {"minutes": 59, "usual": 60}),
    (
        grant.only_what_is_free_goes_back,
        {"amount": Money(1), "free": Money(1)},
        {"amount": Money(0), "free": Money(1)},
    ),
    (
        money.no_more_is_reversed_than_was_paid,
        {"payment": "p-1", "amount": Money(1), "left": Money(1)},
        {"payment": "p-1", "amount": Money(0), "left": Money(1)},
    ),
    (
        grant.no_more_is_recalled_than_was_received_above_the_award,
        {"amount": Money(1), "above": Money(1)},
        {"amount": Money(0), "above": Money(1)},
    ),
    (
        grant.an_allocation_gives_back_only_what_it_does_not_need,
        {"amount": Money(1), "free": Money(1), "eligible": Money(2), "committed": Money(0)},
        {"amount": Money(0), "free": Money(1), "eligible": Money(2), "committed": Money(0)},
    ),
    (
        grant.the_usage_return_covers_a_period,
        {"covers_from": date(2024, 3, 31), "covers_to": date(2024, 3, 31)},
        {"covers_from": date(2024, 4, 1), "covers_to": date(2024, 3, 31)},
    ),
    (
        money.a_leg_is_invoiced_and_paid_within_what_is_due,
        {**LEG, "invoiced": PENNY},
        {**LEG, "invoiced": TWO},
    ),
    (money.a_leg_is_invoiced_and_paid_within_what_is_due, {**LEG, "paid": PENNY}, {**LEG, "paid": TWO}),
    (
        brokering.the_leader_comes_from_another_school,
        {"home_school": "s-7", "school": "s-1", "shared_urn": None},
        {"home_school": "s-1", "school": "s-1", "shared_urn": None},
    ),
    (
        brokering.the_leader_comes_from_another_school,
        {"home_school": "s-7", "school": "s-1", "shared_urn": None},
        {"home_school": "s-7", "school": "s-1", "shared_urn": "100001"},
    ),
    (
        offices.a_plan_is_returned_by_the_one_who_signs_plans_off,
        {"by": "u-1", "role": "broker", "approver": "anyone", "role_asked": "broker"},
        {"by": "u-1", "role": "broker", "approver": "u-2", "role_asked": "broker"},
    ),
)


@pytest.mark.parametrize(("rule", "last", "_next"), BOUNDS, ids=lambda bound: getattr(bound, "code", ""))
def test_the_last_value_that_meets_a_rule_meets_it(
    rule: Rule[...], last: dict[str, Any], _next: object
) -> None:
    assert rule(**last)


@pytest.mark.parametrize(("rule", "_last", "next_"), BOUNDS, ids=lambda bound: getattr(bound, "code", ""))
def test_the_next_value_does_not_meet_it(rule: Rule[...], _last: object, next_: dict[str, Any]) -> None:
    assert not rule(**next_)
