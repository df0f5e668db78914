"""What is due on each leg: the parts of a rate make the charge to the penny, and each payee is due its own."""

from datetime import date
from typing import Any

import attrs
import pytest

from s2ss_core.events import CostIncurred, Split, VisitLogged
from s2ss_core.ledger import Dues, Item, charge, money_parties
from s2ss_core.programmes import funding_terms
from s2ss_core.values import Cause, Days, Money, Organisation
from tests.aggregates.histories import (
    BROKER,
    BROKERED,
    ENGLISH,
    ENGLISH_JOINED,
    EXCEED,
    HOME_SCHOOL,
    LEAD_LINE,
    LLF,
    OTHER_SCHOOL,
    SCHOOL,
    SUPPLIER,
    VISIT,
    changed,
    cost,
    pounds,
)

DAY = date(2024, 1, 16)


def due(fact: Any, line: Any, *, eligible: Money | None = None, programme: Any = EXCEED, kind: Any = "external",
        brokered: Any = BROKERED, changes: Any = ()) -> dict[tuple[str, str], int]:  # fmt: skip
    """What is due on each leg to each organisation for a fact, of which all is eligible if nothing else is said."""
    dues = Dues(
        programme=programme,
        terms=funding_terms(programme, kind),
        parties=money_parties(brokered, changes),
    )
    is_visit = isinstance(fact, VisitLogged)
    amount = (charge(programme, line, fact) or Money(0)) if is_visit else fact.net
    of = Cause("visit", (fact.visit,)) if is_visit else Cause("cost", (fact.cost,))
    item = Item(of=(of,), line=line.id, day=fact.on, amount=amount)
    found = dues.of(item, amount if eligible is None else eligible, line, fact)
    return {(part.leg, part.to or ""): int(part.amount) for part in found}


def test_a_day_of_the_leads_school_is_due_to_its_trust() -> None:
    assert due(VISIT, LEAD_LINE) == {("instalment", "x-trust"): 500_00}


def test_nothing_is_due_for_what_is_not_eligible() -> None:
    assert due(VISIT, LEAD_LINE, eligible=Money(0)) == {}
    assert due(VISIT, LEAD_LINE, eligible=pounds(250)) == {("instalment", "x-trust"): 250_00}


def test_a_cost_of_the_supported_school_is_due_to_it_from_the_payee() -> None:
    books: CostIncurred = changed(cost("c-1", DAY, pounds(600)), supplier=SCHOOL)

    assert due(books, LEAD_LINE) == {("instalment", "x-trust"): 600_00, ("reimbursement", "s-1"): 600_00}


def test_a_cost_of_another_supplier_is_due_to_it_and_one_of_the_payees_own_school_to_nobody_more() -> None:
    bought: CostIncurred = changed(cost("c-1", DAY, pounds(600)), supplier=SUPPLIER)

    assert due(bought, LEAD_LINE)[("subcontract", "reading-programme")] == 600_00
    assert due(changed(bought, supplier=HOME_SCHOOL), LEAD_LINE) == {("instalment", "x-trust"): 600_00}


def test_a_day_of_another_trusts_leader_is_due_to_it_from_the_leads() -> None:
    joined = changed(
        ENGLISH_JOINED,
        leader=attrs.evolve(ENGLISH_JOINED.leader, home_school=OTHER_SCHOOL, home_trust=None),
    )

    assert due(changed(VISIT, leader=ENGLISH), LEAD_LINE, changes=(joined,)) == {
        ("instalment", "x-trust"): 500_00,
        ("subcontract", "s-9"): 500_00,
    }


def test_a_charge_is_the_sum_of_the_shares() -> None:
    line = attrs.evolve(LEAD_LINE, rate=pounds(350), band=None)

    assert due(VISIT, line, programme=LLF, kind="self-funded") == {
        ("home-school-share", "s-7"): 300_00,
        ("retained", "exceed"): 50_00,
        ("charge", "exceed"): 350_00,
    }


@pytest.mark.parametrize(
    ("home", "rest", "parts"),
    (
        ("300.00", "50.01", {"instalment": 150_00, "retained": 25_00}),
        ("300.01", "50.01", {"instalment": 150_00, "retained": 25_01}),
    ),
)
def test_one_part_of_a_split_takes_the_rest(home: str, rest: str, parts: dict[str, int]) -> None:
    """Half of £350.01 is £175.00 and half of £350.02 is £175.01: the parts make the charge."""
    external = EXCEED.funding[0]
    kept = LLF.funding[0].flows[2]
    programme = attrs.evolve(EXCEED, funding=(attrs.evolve(external, flows=(*external.flows, kept)),))
    splits = (Split(leg="instalment", amount=Money(home)), Split(leg="retained", amount=Money(rest)))
    line = attrs.evolve(LEAD_LINE, rate=Money(home) + Money(rest), splits=splits)
    half = changed(VISIT, unit="half-day", quantity=Days(1))

    found = due(half, line, programme=programme)

    assert {leg: amount for (leg, _), amount in found.items()} == parts


def test_a_day_shared_by_three_schools_is_split_as_a_day_is() -> None:
    """A third of £350 is £116.66: £100.00 of £300 for the home school, and the rest."""
    line = attrs.evolve(LEAD_LINE, rate=pounds(350), band=None)

    found = due(changed(VISIT, shared_between=3), line, programme=LLF, kind="self-funded")

    assert list(found.values()) == [100_00, 16_66, 116_66]


def test_a_part_of_a_day_that_is_disallowed_takes_its_part_of_every_share() -> None:
    line = attrs.evolve(LEAD_LINE, rate=pounds(350), band=None)

    found = due(VISIT, line, programme=LLF, kind="self-funded", eligible=pounds(175))

    assert (found["home-school-share", "s-7"], found["retained", "exceed"]) == (150_00, 25_00)


def test_organisations_are_one_whatever_their_spelling() -> None:
    parties = money_parties(BROKERED, ())

    assert parties.party("S-7", ("home-trust", "home-school")) == "x-trust"
    assert parties.party("S-7", ("leader-school",)) == "s-7"
    assert isinstance(parties.paid(("local-authority", "broker"), DAY), Organisation)
    assert parties.paid(("local-authority",), DAY) == BROKER
