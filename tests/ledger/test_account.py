"""What an account counts: of what, on which day, and on which line."""

from datetime import date, timedelta

import pytest

from s2ss_core.events import CostDisallowed, CostReversed
from s2ss_core.ledger import charge
from s2ss_core.testing.lifecycle.cast import person
from s2ss_core.values import Cause, Days, Money
from tests.aggregates.histories import (
    COST,
    EXCEED,
    PLAN_SUBMITTED,
    VISIT,
    WHEN_WORKED,
    at,
    changed,
    pounds,
)
from tests.ledger.test_carried_account import check_every_prefix


@pytest.mark.parametrize(
    "of",
    (
        Cause("visit", ("v-9",)),
        Cause("visit", ()),
        Cause("visit", ("v-1", "v-2")),
        Cause("visit", ("v-1",), "deployment:d-2"),
    ),
    ids=str,
)
def test_a_correction_of_what_was_never_recorded_counts_nothing(of: Cause) -> None:
    credit = CostReversed(cost="c-9", document="CN-1", on=date(2024, 5, 1), net=pounds(100))
    disallowed = CostDisallowed(
        disallowance="x-1",
        on=date(2024, 5, 1),
        of=of,
        amount=pounds(100),
        reason="other",
        by=person("u-1"),
    )

    assert check_every_prefix([*WHEN_WORKED, credit, disallowed], EXCEED)
    assert at(WHEN_WORKED, credit, disallowed).account(EXCEED).eligible() == pounds(6000)


def test_a_cost_on_no_line_of_the_plan_is_not_eligible() -> None:
    account = at(WHEN_WORKED, changed(COST, cost="c-9", line="99")).account(EXCEED)

    assert account.of(Cause("cost", ("c-9",))) is not None
    assert (account.eligible(), account.eligible_on("99")) == (pounds(6000), Money(0))


def test_a_credit_counts_from_its_own_day() -> None:
    credit = CostReversed(cost="c-1", document="CN-1", on=date(2024, 5, 1), net=pounds(100))
    before = at(WHEN_WORKED, COST).account(EXCEED)
    account = at(WHEN_WORKED, COST, credit).account(EXCEED)
    eve = credit.on - timedelta(days=1)

    assert account.eligible(by=eve) == before.eligible(by=eve) == before.eligible()
    assert account.eligible(by=credit.on) == account.eligible() == before.eligible() - pounds(100)


def test_a_decision_of_a_day_counts_what_had_happened_by_then() -> None:
    disallowed = CostDisallowed(
        disallowance="x-1", on=date(2024, 6, 1), of=Cause("cost", (COST.cost,)), amount=pounds(950),
        reason="other", by=person("u-1"),
    )  # fmt: skip
    credit = CostReversed(cost=COST.cost, document="CN-1", on=date(2024, 5, 1), net=pounds(100))
    events = [*WHEN_WORKED, COST, credit, disallowed]
    account = at(events).account(EXCEED)

    for day in (COST.on, credit.on - timedelta(days=1), credit.on, disallowed.on):
        happened = [event for event in events if event.on <= day or event is disallowed]
        assert account.eligible(by=day) == at(happened).account(EXCEED).eligible()


def test_of_two_credits_the_one_of_the_day_itself_counts() -> None:
    first = CostReversed(cost=COST.cost, document="CN-1", on=date(2024, 5, 1), net=pounds(100))
    second = CostReversed(cost=COST.cost, document="CN-2", on=date(2024, 5, 2), net=pounds(50))
    account = at(WHEN_WORKED, COST, first, second).account(EXCEED)

    assert account.eligible(by=first.on) == account.eligible() + pounds(50)


def test_a_credit_takes_nothing_from_the_visit_that_has_the_id_of_its_cost() -> None:
    namesake = changed(VISIT, visit=COST.cost)
    credit = CostReversed(cost=COST.cost, document="CN-1", on=date(2024, 5, 1), net=pounds(100))
    eve = credit.on - timedelta(days=1)
    without = at(WHEN_WORKED, COST, namesake).account(EXCEED)

    account = at(WHEN_WORKED, COST, namesake, credit).account(EXCEED)

    assert account.eligible(by=eve) == without.eligible(by=eve)


def test_nothing_eligible_up_to_a_day_is_still_money() -> None:
    assert type(at(WHEN_WORKED).account(EXCEED).eligible(by=date(2023, 1, 1))) is Money


def test_a_visit_of_no_time_charges_nothing_in_pence() -> None:
    line = PLAN_SUBMITTED.lines[-1]

    assert type(charge(EXCEED, line, changed(VISIT, quantity=Days(0)))) is Money
