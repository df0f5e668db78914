"""A rule at its very bound: kept by the last value that keeps it, broken by the next."""

from datetime import date
from typing import Any

import pytest

from s2ss_core.rules import Rule, brokering, grant, money, reviews
from s2ss_core.values import Money

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
)


@pytest.mark.parametrize(("rule", "last", "_next"), BOUNDS, ids=lambda bound: getattr(bound, "code", ""))
def test_the_last_value_that_meets_a_rule_meets_it(
    rule: Rule[...], last: dict[str, Any], _next: object
) -> None:
    assert rule(**last)


@pytest.mark.parametrize(("rule", "_last", "next_"), BOUNDS, ids=lambda bound: getattr(bound, "code", ""))
def test_the_next_value_does_not_meet_it(rule: Rule[...], _last: object, next_: dict[str, Any]) -> None:
    assert not rule(**next_)
