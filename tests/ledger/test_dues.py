"""What is due on each leg: the parts of a rate make the charge to the penny, and each payee is due its own."""

from datetime import date
from typing import Any

import attrs
import pytest

from s2ss_core.events import CostIncurred, Costs, Split, VisitLogged
from s2ss_core.ledger import Dues, Item, charge, is_kept, money_parties, releases_on, shares
from s2ss_core.programmes import find, funding_terms
from s2ss_core.values import Cause, Days, Money, Organisation
from tests.aggregates.histories import (
    BROKER,
    BROKERED,
    ENGLISH,
    ENGLISH_JOINED,
    EXCEED,
    HOME_SCHOOL,
    HOME_TRUST,
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
from tests.ledger.test_parties import DAY as NEW_LEAD_SINCE
from tests.ledger.test_parties import EVE, REPLACED

DAY = date(2024, 1, 16)


def due(fact: Any, line: Any, *, eligible: Money | None = None, programme: Any = EXCEED, kind: Any = "external",
        brokered: Any = BROKERED, changes: Any = (), costs: Costs | None = None) -> dict[tuple[str, str], int]:  # fmt: skip
    """What is due on each leg to each organisation for a fact, of which all is eligible if nothing else is said."""
    dues = Dues(
        programme=programme,
        terms=funding_terms(programme, kind),
        parties=money_parties(brokered, changes),
        costs=costs,
    )
    is_visit = isinstance(fact, VisitLogged)
    amount = (charge(programme, line, fact) or Money(0)) if is_visit else fact.net
    of = Cause("visit", (fact.visit,)) if is_visit else Cause("cost", (fact.cost,))
    item = Item(of=(of,), line=line.id if line else "99", day=fact.on, amount=amount)
    found = [*dues.of(item, amount if eligible is None else eligible, line, fact)]
    by_leg = {(part.leg, part.to or ""): int(part.amount) for part in found}
    assert len(by_leg) == len(found)
    assert {type(part.amount) for part in found} <= {Money}
    return by_leg


def test_a_day_of_the_leads_school_is_due_to_its_trust() -> None:
    assert due(VISIT, LEAD_LINE) == {("instalment", "x-trust"): 500_00}


def test_each_sum_is_due_from_the_one_who_pays_on_its_leg() -> None:
    books: CostIncurred = changed(cost("c-1", DAY, pounds(600)), supplier=SCHOOL)
    dues = Dues(
        programme=EXCEED, terms=funding_terms(EXCEED, "external"), parties=money_parties(BROKERED, ())
    )
    item = Item(of=(Cause("cost", ("c-1",)),), line="2", day=DAY, amount=pounds(600))

    assert [(part.payer, part.to) for part in dues.of(item, pounds(600), None, books)] == [
        (BROKER.id, "x-trust"),
        ("x-trust", SCHOOL.id),
    ]


def test_nothing_is_due_for_what_is_not_eligible() -> None:
    assert due(VISIT, LEAD_LINE, eligible=Money(0)) == {}
    assert due(VISIT, LEAD_LINE, eligible=Money(1)) == {("instalment", "x-trust"): 1}
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
    kept = next(flow for flow in LLF.funding[0].flows if flow.kept)
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


# Which share a line goes along

EXTERNAL = EXCEED.funding[0]
KEPT = next(flow for flow in LLF.funding[0].flows if flow.kept)
WITH_KEPT = attrs.evolve(EXCEED, funding=(attrs.evolve(EXTERNAL, flows=(*EXTERNAL.flows, KEPT)),))
BOUGHT: CostIncurred = changed(cost("c-1", DAY, pounds(600)), supplier=SUPPLIER)


def split(*amounts: int, rate: int) -> Any:
    """A line of the lead whose rate is split over an instalment and what is kept, in pence."""
    legs = ("instalment", "retained")
    parts = tuple(Split(leg=leg, amount=Money(amount)) for leg, amount in zip(legs, amounts, strict=True))
    return attrs.evolve(LEAD_LINE, rate=Money(rate), splits=parts)


def test_a_cost_is_split_as_the_rate_of_its_line_is_and_the_payee_pays_on_its_own_part_alone() -> None:
    """£600.00 at 200.01 of 300.01 is £400.00 and a fraction: the rest of £200.00 is kept."""
    assert due(BOUGHT, split(200_01, 100_00, rate=300_01), programme=WITH_KEPT) == {
        ("instalment", "x-trust"): 400_00,
        ("retained", "exceed"): 200_00,
        ("subcontract", "reading-programme"): 400_00,
    }


def test_of_a_cost_that_is_disallowed_in_part_each_share_takes_its_part() -> None:
    found = due(BOUGHT, split(200_00, 100_00, rate=300_00), programme=WITH_KEPT, eligible=Money(100_01))

    assert list(found.values()) == [66_67, 33_34, 66_67]


@pytest.mark.parametrize("fact", (BOUGHT, VISIT))
def test_a_part_of_nothing_is_nothing_and_the_last_takes_the_rest(fact: Any) -> None:
    found = due(fact, split(0, 500_00, rate=500_00), programme=WITH_KEPT)

    assert (found["instalment", "x-trust"], found["retained", "exceed"]) == (
        0,
        500_00 if fact is VISIT else 600_00,
    )


def test_a_cost_on_a_line_without_a_price_goes_along_the_last_share() -> None:
    found = due(BOUGHT, split(0, 0, rate=0), programme=WITH_KEPT)

    assert (found["instalment", "x-trust"], found["retained", "exceed"]) == (0, 600_00)


def test_a_line_that_names_a_leg_which_is_no_share_is_not_split() -> None:
    splits = (Split(leg="instalment", amount=pounds(200)), Split(leg="subcontract", amount=pounds(300)))

    assert due(VISIT, attrs.evolve(LEAD_LINE, splits=splits)) == {("instalment", "x-trust"): 500_00}


def test_what_is_on_no_line_goes_along_the_instalment_whole() -> None:
    assert due(BOUGHT, None)["instalment", "x-trust"] == 600_00


def test_a_rate_that_is_not_on_the_card_goes_along_the_first_share_that_is_paid() -> None:
    line = attrs.evolve(LEAD_LINE, rate=pounds(400), band=None)
    funding = LLF.funding[0]
    turned = attrs.evolve(LLF, funding=(attrs.evolve(funding, flows=funding.flows[::-1]),))
    kept = attrs.evolve(LLF, funding=(attrs.evolve(funding, flows=(funding.flows[0], KEPT)),))

    for programme in (LLF, turned):
        assert due(VISIT, line, programme=programme, kind="self-funded") == {
            ("home-school-share", "s-7"): 400_00,
            ("charge", "exceed"): 400_00,
        }
    assert due(VISIT, line, programme=kept, kind="self-funded") == {
        ("retained", "exceed"): 400_00,
        ("charge", "exceed"): 400_00,
    }


def test_a_rate_is_split_as_the_card_splits_it_for_the_band_of_the_line() -> None:
    """The Institute pays a school £450 of £500 for a national leader, and of no other leader."""
    institute = find("exceed-institute", "undated")
    line = attrs.evolve(LEAD_LINE, band="nle")

    assert due(VISIT, line, programme=institute) == {
        ("instalment", "s-7"): 450_00,
        ("retained", "exceed"): 50_00,
    }
    assert due(VISIT, attrs.evolve(line, band="sle"), programme=institute) == {("instalment", "s-7"): 500_00}


def test_an_instalment_takes_what_is_not_split_before_any_other_share_that_is_paid() -> None:
    institute = find("exceed-institute", "undated")
    funding = institute.funding[0]
    turned = attrs.evolve(institute, funding=(attrs.evolve(funding, flows=funding.flows[::-1]),))

    assert [flow.id for flow in shares(turned.funding[0])] == ["retained", "cover", "instalment"]
    assert due(VISIT, attrs.evolve(LEAD_LINE, rate=pounds(1)), programme=turned) == {
        ("instalment", "s-7"): 1_00
    }


def test_a_share_of_the_leaders_school_is_due_to_the_school_of_who_worked() -> None:
    line = attrs.evolve(LEAD_LINE, rate=pounds(350), band=None)
    joined = changed(
        ENGLISH_JOINED, leader=attrs.evolve(ENGLISH_JOINED.leader, home_school=OTHER_SCHOOL, home_trust=None)
    )

    found = due(changed(VISIT, leader=ENGLISH), line, programme=LLF, kind="self-funded", changes=(joined,))

    assert found["home-school-share", "s-9"] == 300_00


def test_nothing_is_paid_on_out_of_a_share_that_another_is_due() -> None:
    """The flow pays the leaders' schools, and the trust, which pays the supplier, is due nothing of it."""
    flows = tuple(
        attrs.evolve(flow, paid_to=("supported-school",)) if flow.id == "instalment" else flow
        for flow in EXTERNAL.flows
    )
    other = attrs.evolve(EXCEED, funding=(attrs.evolve(EXTERNAL, flows=flows),))

    assert due(BOUGHT, LEAD_LINE, programme=other) == {("instalment", "s-1"): 600_00}


# Whom the lead's school pays for a cost, and which legs are released on and kept


@pytest.mark.parametrize(
    ("supplier", "onward"),
    (
        (SUPPLIER, ("subcontract", SUPPLIER)),
        (SCHOOL, ("reimbursement", SCHOOL)),
        (HOME_SCHOOL, None),
        (HOME_TRUST, None),
    ),
    ids=lambda value: getattr(value, "id", ""),
)
def test_a_cost_is_paid_onward_to_its_supplier_on_the_leg_for_it_and_never_to_the_lead(
    supplier: Organisation, onward: Any
) -> None:
    dues = Dues(
        programme=EXCEED, terms=funding_terms(EXCEED, "external"), parties=money_parties(BROKERED, ())
    )

    assert dues.onward(changed(BOUGHT, supplier=supplier)) == onward


def test_a_cost_is_paid_onward_by_the_lead_of_its_day() -> None:
    dues = Dues(
        programme=EXCEED,
        terms=funding_terms(EXCEED, "external"),
        parties=money_parties(BROKERED, (REPLACED,)),
    )
    of_the_new_lead = changed(BOUGHT, supplier=OTHER_SCHOOL)

    assert dues.onward(changed(of_the_new_lead, on=EVE)) == ("subcontract", OTHER_SCHOOL)
    assert dues.onward(changed(of_the_new_lead, on=NEW_LEAD_SINCE)) is None


def test_shares_pass_gates_if_the_programme_has_any_and_some_are_kept() -> None:
    terms = funding_terms(LLF, "self-funded")
    legs = ("home-school-share", "retained", "charge", "unknown")

    assert [releases_on(leg, terms) for leg in legs] == [bool(terms.gates)] * 2 + [False] * 2
    assert [releases_on(leg, attrs.evolve(terms, gates=("agreement-signed",))) for leg in legs] == [
        True,
        True,
        False,
        False,
    ]
    assert [releases_on(leg, attrs.evolve(terms, gates=())) for leg in legs] == [False] * 4
    assert [is_kept(leg, terms) for leg in legs] == [False, True, False, False]


def test_a_programme_that_describes_no_flows_pays_an_instalment() -> None:
    none = attrs.evolve(funding_terms(EXCEED, "external"), flows=())

    [flow] = shares(none)

    assert (flow.id, flow.kind, flow.kept, is_kept("instalment", none)) == (
        "instalment",
        "share",
        False,
        False,
    )
    assert (flow.paid_by, flow.paid_to) == (("broker",), ("home-trust", "home-school"))


@pytest.mark.parametrize(
    ("total", "school", "home", "charged"),
    ((2600, 0, 650, {"home-school-cost": 87_50}), (2600, 1300, 1300, {"charge": 175_00, "home-school-cost": 175_00}),
     (0, 0, 0, {"charge": 350_00})),
)  # fmt: skip
def test_each_charge_brings_the_part_of_the_stated_costs_that_its_payer_bears(
    total: int, school: int, home: int, charged: dict[str, int]
) -> None:
    costs = Costs(
        total=pounds(total),
        supported_school=pounds(school),
        broker=pounds(total - school - home),
        home_school=pounds(home),
    )
    line = changed(LEAD_LINE, rate=pounds(350))
    charges = {flow.id for flow in LLF.funding[0].flows if flow.kind == "charge"}

    found = due(VISIT, line, programme=LLF, kind="self-funded", costs=costs)

    assert {leg: amount for (leg, _), amount in found.items() if leg in charges} == charged
