"""What an account counts: of what, on which day, and on which line."""

from datetime import date, timedelta
from typing import Any

import attrs
import pytest

from s2ss_core.aggregates.deployment.deployment import evolve
from s2ss_core.events import CostAllowed, CostDisallowed, CostReversed, Split, VatSettled
from s2ss_core.ledger import Dues, charge, money_parties
from s2ss_core.programmes import Programme, funding_terms
from s2ss_core.testing.lifecycle.cast import person
from s2ss_core.values import Cause, Days, FundingKind, Money
from tests.aggregates.histories import (
    AMENDMENT_APPROVED,
    BROKERED,
    BROKERED_SELF_FUNDED,
    COST,
    EXCEED,
    LINES,
    LLF,
    PLAN_SUBMITTED,
    SECOND_VISIT,
    VISIT,
    WHEN_SIGNED,
    WHEN_WORKED,
    amendment,
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


def test_what_a_credit_takes_away_is_due_below_nought_on_its_day() -> None:
    """£1,000 for the programme: £100 is credited in May, and £40 on paper before the cost."""
    second = changed(CREDIT, document="CN-2", on=date(2024, 1, 31), net=pounds(40))
    on_both = ("instalment", "x-trust"), ("subcontract", "reading-programme")

    assert due(*WHEN_SIGNED, COST, CREDIT, second) == [
        *((COST.on, *leg, 960_00) for leg in on_both),
        *((CREDIT.on, *leg, -100_00) for leg in on_both),
    ]


def test_nothing_is_due_any_more_of_a_cost_that_is_credited_whole() -> None:
    whole = changed(CREDIT, net=pounds(1000))
    on_both = ("instalment", "x-trust"), ("subcontract", "reading-programme")

    assert due(*WHEN_SIGNED, COST, whole) == [
        *((COST.on, *leg, 1000_00) for leg in on_both),
        *((CREDIT.on, *leg, -1000_00) for leg in on_both),
    ]


def test_what_is_due_up_to_a_day_counts_that_day_and_the_line_of_its_plan() -> None:
    visit = (VISIT.on, "instalment", "x-trust", 500_00)
    eve_of_credit = CREDIT.on - timedelta(days=1)

    assert due(*WHEN_SIGNED, VISIT, COST, CREDIT, by=VISIT.on) == [visit]
    assert due(*WHEN_SIGNED, VISIT, COST, CREDIT, by=VISIT.on - timedelta(days=1)) == []
    assert len(due(*WHEN_SIGNED, VISIT, COST, CREDIT, by=eve_of_credit)) == 3
    assert len(due(*WHEN_SIGNED, VISIT, COST, CREDIT, by=CREDIT.on)) == 5


def test_a_visit_whose_rate_is_split_is_due_in_its_parts() -> None:
    assert due(*WHEN_SPLIT, VISIT, programme=LLF, kind="self-funded") == [
        (VISIT.on, "home-school-share", "s-7", 375_00),
        (VISIT.on, "retained", "exceed", 125_00),
        (VISIT.on, "charge", "exceed", 500_00),
    ]


def test_a_credit_is_of_the_cost_and_not_of_the_visit_that_has_its_id() -> None:
    namesake = changed(VISIT, visit=COST.cost)

    found = due(*WHEN_SIGNED, namesake, COST, CREDIT)

    assert [amount for _, leg, _, amount in found if leg == "instalment"] == [500_00, 1000_00, -100_00]


def test_nothing_is_due_for_what_happened_before_any_plan_was_in_force() -> None:
    early = date(2023, 12, 1)

    assert due(*WHEN_SIGNED, changed(COST, on=early), changed(VISIT, on=early)) == []


DISALLOWED = CostDisallowed(
    disallowance="x-1", on=date(2024, 6, 1), of=Cause("cost", ("c-1",)), amount=pounds(300), reason="other",
    by=person("u-1"),
)  # fmt: skip


def by_day(*events: Any, of: Cause) -> list[tuple[date, Money]]:
    return list(at(WHEN_SIGNED, *events).account(EXCEED).by_day(of))


def test_each_credit_of_a_cost_counts_on_its_own_day_and_what_is_disallowed_on_the_day_of_the_cost() -> None:
    early = changed(CREDIT, document="CN-0", on=date(2024, 1, 2), net=pounds(50))
    of = Cause("cost", ("c-1",))

    assert by_day(COST, of=of) == [(COST.on, pounds(1000))]
    assert by_day(COST, CREDIT, early, DISALLOWED, of=of) == [
        (COST.on, pounds(700)),
        (CREDIT.on, -pounds(100)),
        (COST.on, -pounds(50)),
    ]
    assert {type(amount) for _, amount in by_day(COST, CREDIT, DISALLOWED, of=of)} == {Money}


def test_a_credit_of_what_is_disallowed_counts_only_as_far_as_it_takes_from_the_rest() -> None:
    """Of £1,000 £950 is disallowed: of a credit of £100, £50 takes from what is eligible."""
    disallowed = changed(DISALLOWED, amount=pounds(950))

    found = by_day(COST, CREDIT, disallowed, of=Cause("cost", ("c-1",)))

    assert found == [(COST.on, pounds(50)), (CREDIT.on, -pounds(50))]


def test_a_cost_off_the_plan_counts_on_no_day() -> None:
    off = changed(COST, line="99")

    assert by_day(off, CREDIT, of=Cause("cost", ("c-1",))) == [(COST.on, 0), (CREDIT.on, 0)]


def test_a_visit_counts_on_its_day_less_what_is_disallowed() -> None:
    of = Cause("visit", ("v-1",))
    disallowed = changed(DISALLOWED, of=of, amount=pounds(120))

    assert by_day(VISIT, of=of) == [(VISIT.on, pounds(500))]
    assert by_day(VISIT, disallowed, of=of) == [(VISIT.on, pounds(380))]
    assert by_day(changed(VISIT, visit="c-1"), COST, CREDIT, of=Cause("visit", ("c-1",))) == [
        (VISIT.on, pounds(500))
    ]


@pytest.mark.parametrize(
    ("first", "last", "eligible"),
    (
        (date(2024, 1, 1), date(2024, 12, 31), 1400),
        (VISIT.on, COST.on, 1500),
        (VISIT.on + timedelta(days=1), COST.on, 1000),
        (VISIT.on, COST.on - timedelta(days=1), 500),
        (CREDIT.on, CREDIT.on, -100),
        (date(2025, 1, 1), date(2025, 12, 31), 0),
    ),
)
def test_what_is_eligible_in_a_period_counts_its_first_and_its_last_day(
    first: date, last: date, eligible: int
) -> None:
    found = at(WHEN_SIGNED, VISIT, COST, CREDIT).account(EXCEED).eligible_between(first, last)

    assert (found, type(found)) == (pounds(eligible), Money)


@pytest.mark.parametrize(
    ("lines", "eligible"), ((("3",), 500), (("2",), 900), (("2", "3"), 1400), (("1",), 0), ((), 0))
)
def test_what_is_eligible_in_a_period_is_counted_on_the_lines_that_are_asked_for(
    lines: tuple[str, ...], eligible: int
) -> None:
    account = at(WHEN_SIGNED, VISIT, COST, CREDIT).account(EXCEED)

    assert account.eligible_between(date(2024, 1, 1), date(2024, 12, 31), lines) == pounds(eligible)


def test_each_line_counts_what_is_eligible_on_it() -> None:
    account = at(WHEN_SIGNED, VISIT, COST, DISALLOWED).account(EXCEED)

    assert (account.eligible_on("3"), account.eligible_on("2")) == (pounds(500), pounds(700))
    assert repr(account.eligible_on("1")) == "Money('0.00')"
    assert account.eligible_by_line() == {"3": pounds(500), "2": pounds(700)}


@pytest.mark.parametrize(
    "visit", ({"line": None}, {"line": "99"}, {"quantity": Days(0)}, {"on": date(2023, 12, 1)}), ids=str
)
def test_a_visit_that_charges_nothing_is_no_item(visit: dict[str, Any]) -> None:
    account = at(WHEN_SIGNED, changed(VISIT, **visit)).account(EXCEED)

    assert account.of(Cause("visit", ("v-1",))) is None
    assert list(account.items) == []
    assert repr(account.eligible()) == "Money('0.00')"


def test_an_account_keeps_the_programme_that_it_is_under() -> None:
    assert at(WHEN_SIGNED).account(EXCEED).programme == EXCEED


def carried(*then: Any) -> list[Money]:
    """What an account comes to that is carried on over each of these events, from the visit and the cost on."""
    deployment = at(WHEN_SIGNED, VISIT, COST)
    sums = [deployment.account(EXCEED).eligible()]
    for event in then:
        following = evolve(deployment, event)
        sums.append(following.account(EXCEED).eligible())
        deployment = following
    return sums


def test_an_account_that_is_carried_on_counts_each_event_as_it_comes() -> None:
    """£500 and £1,000; £100 is credited, £300 disallowed and allowed again, and £30 of VAT is for the payer."""
    vat = VatSettled(settlement="s-1", on=DISALLOWED.on, of=DISALLOWED.of, irrecoverable_vat=pounds(30))
    allowed = CostAllowed(disallowance="x-1", on=DISALLOWED.on, by=person("u-2"))

    assert carried(CREDIT, DISALLOWED, allowed, vat, SECOND_VISIT) == [
        pounds(sum_) for sum_ in (1500, 1400, 1100, 1400, 1430, 1930)
    ]


def test_a_fact_recorded_again_counts_once() -> None:
    assert carried(changed(COST, net=pounds(400)), changed(VISIT, unit="half-day")) == [
        pounds(1500),
        pounds(900),
        pounds(650),
    ]


def test_a_plan_that_comes_into_force_prices_anew_what_happened_since() -> None:
    dearer = tuple(
        attrs.evolve(line, rate=pounds(600), amount=pounds(1200)) if line.id == "3" else line
        for line in LINES
    )
    approved = changed(AMENDMENT_APPROVED, on=VISIT.on, effective_from=VISIT.on)

    assert carried(amendment(*dearer), approved) == [pounds(1500), pounds(1500), pounds(1600)]
