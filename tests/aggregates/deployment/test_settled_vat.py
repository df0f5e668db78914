from collections.abc import Iterable
from datetime import date

from s2ss_core.aggregates.decision import Decision
from s2ss_core.aggregates.deployment.decisions import settled_vat
from s2ss_core.events import CostDisallowed, CostReversed, DeploymentEvent, VatSettled
from s2ss_core.values import Cause, Days, Money
from tests.aggregates.histories import (
    COST,
    NOW,
    THE_OFFICER,
    VISIT,
    WHEN_SIGNED,
    at,
    changed,
    codes,
    cost,
    pounds,
)

OF_THE_COST = Cause("cost", ("c-1",))
WITH_VAT = changed(COST, net=pounds(900), vat=pounds(100))
SETTLED = VatSettled(settlement="vs-1", on=date(2024, 5, 3), of=OF_THE_COST, irrecoverable_vat=Money(0))
DISALLOWED = CostDisallowed(
    disallowance="x-1",
    on=date(2024, 5, 1),
    of=OF_THE_COST,
    amount=pounds(200),
    reason="not-evidenced",
    by=THE_OFFICER,
)
CREDITED = CostReversed(cost="c-1", document="CN-1", on=date(2024, 5, 2), net=pounds(300))


def settled(irrecoverable: Money, history: Iterable[DeploymentEvent]) -> Decision[DeploymentEvent]:
    return settled_vat.settle_vat(at(history), NOW, changed(SETTLED, irrecoverable_vat=irrecoverable))


def spent(amount: Money, *of_the_cost: DeploymentEvent) -> tuple[DeploymentEvent, ...]:
    """A history with a cost that has VAT, and another on the same line of £4,000 that comes to this amount."""
    return (*WHEN_SIGNED, WITH_VAT, *of_the_cost, cost("c-2", date(2024, 4, 2), amount))


def test_vat_that_adds_nothing_may_be_settled_on_a_line_that_was_exceeded() -> None:
    exceeded = spent(pounds(3200))

    assert codes(settled(Money(0), exceeded)) == []
    assert codes(settled(Money(1), exceeded)) == ["S2SS-X08"]


def test_a_penny_of_vat_does_not_fit_a_line_that_is_spent() -> None:
    assert codes(settled(Money(1), spent(pounds(3100)))) == ["S2SS-X08"]


def test_vat_takes_the_room_on_its_line_that_a_disallowance_of_its_cost_left() -> None:
    history = spent(pounds(3250), DISALLOWED)

    assert codes(settled(pounds(50), history)) == []
    assert codes(settled(pounds(50) + Money(1), history)) == ["S2SS-X08"]


def test_vat_on_a_cost_of_which_more_is_disallowed_than_a_credit_left_takes_no_room() -> None:
    in_full = changed(DISALLOWED, amount=pounds(900))

    assert codes(settled(pounds(50), spent(pounds(4000), in_full, CREDITED))) == []


def test_all_the_vat_on_a_cost_that_is_nothing_but_vat_takes_room() -> None:
    nothing_else = changed(WITH_VAT, net=Money(0))
    history = (*WHEN_SIGNED, nothing_else, cost("c-2", date(2024, 4, 2), pounds(3950)))

    assert codes(settled(pounds(50), history)) == []
    assert codes(settled(pounds(50) + Money(1), history)) == ["S2SS-X08"]


def test_vat_is_settled_beside_visits_that_are_charged_by_the_hour() -> None:
    by_the_hour = changed(VISIT, unit="hour", quantity=Days(4))

    assert codes(settled(pounds(50), (*WHEN_SIGNED, by_the_hour, WITH_VAT))) == []
