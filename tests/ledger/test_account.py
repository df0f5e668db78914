"""What an account counts: of what, on which day, and on which line."""

from datetime import date, timedelta
from typing import Any

import attrs
import pytest

from s2ss_core.events import CostDisallowed, CostReversed, Split
from s2ss_core.ledger import Dues, charge, money_parties
from s2ss_core.programmes import Programme, funding_terms
from s2ss_core.testing.lifecycle.cast import person
from s2ss_core.values import Cause, Days, FundingKind, Money
from tests.aggregates.histories import (
    BROKERED,
    BROKERED_SELF_FUNDED,
    COST,
    EXCEED,
    LLF,
    PLAN_SUBMITTED,
    VISIT,
    WHEN_SIGNED,
    WHEN_WORKED,
    at,
    but,
    changed,
    plan,
    pounds,
)
from tests.ledger.test_carried_account import check_every_prefix

CREDIT = CostReversed(cost="c-1", document="CN-1", on=date(2024, 5, 1), net=pounds(100))


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


def due(
    *events: Any, programme: Programme = EXCEED, kind: FundingKind = "external", by: date = date.max
) -> list[Any]:
    """What is due for what happened up to a day: each day, leg, payee and sum in pence."""
    brokered = events[0]
    dues = Dues(
        programme=programme, terms=funding_terms(programme, kind), parties=money_parties(brokered, ())
    )
    return [
        (item.day, item.leg, item.to, int(item.amount))
        for item in at(events).account(programme).due(dues, by)
    ]


SPLIT = tuple(
    attrs.evolve(
        line,
        splits=(
            Split(leg="home-school-share", amount=Money(int(line.rate) * 3 // 4)),
            Split(leg="retained", amount=Money(int(line.rate) // 4)),
        ),
    )
    for line in PLAN_SUBMITTED.lines
)
WHEN_SPLIT = but(but(WHEN_SIGNED, PLAN_SUBMITTED, plan(*SPLIT)), BROKERED, BROKERED_SELF_FUNDED)


@pytest.mark.parametrize("credited", (1000, 400))
def test_a_cost_whose_rate_is_split_is_due_in_parts_until_it_is_credited(credited: int) -> None:
    """Of £1,000 three quarters are the home school's: £750 and £250, until £1,000 or £400 of it is credited."""
    credit = changed(CREDIT, net=pounds(credited))

    found = due(*WHEN_SPLIT, COST, credit, programme=LLF, kind="self-funded")

    assert [(day, leg, amount) for day, leg, _, amount in found] == [
        (COST.on, "home-school-share", 750_00),
        (COST.on, "retained", 250_00),
        (COST.on, "charge", 1000_00),
        (CREDIT.on, "home-school-share", -75 * credited),
        (CREDIT.on, "retained", -25 * credited),
        (CREDIT.on, "charge", -100 * credited),
    ]
