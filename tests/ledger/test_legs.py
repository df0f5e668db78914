"""On which leg an entry is, who pays it, and what it adds there."""

from datetime import date
from typing import Any

import attrs
import pytest

from s2ss_core.events import GrantRecovered, PaymentReversed, Settled, cause_of
from s2ss_core.ledger import Dues, Legs, MoneyEntries, money_parties
from s2ss_core.programmes import funding_terms
from s2ss_core.testing.lifecycle.cast import person
from s2ss_core.values import Cause
from tests.aggregates.histories import (
    BROKERED,
    COST,
    EXCEED,
    HOME_SCHOOL,
    INSTALMENT_RELEASED,
    INVOICE_RECEIVED,
    LLF,
    PAYMENT_MADE,
    SCHOOL,
    THE_OFFICER,
    VISIT,
    WHEN_SIGNED,
    at,
    changed,
    pounds,
)
from tests.ledger.test_parties import DAY, EVE, REPLACED


def legs(programme: Any = EXCEED, kind: Any = "external", changes: Any = (), **terms: Any) -> Legs:
    return Legs(
        dues=Dues(
            programme=programme,
            terms=attrs.evolve(funding_terms(programme, kind), **terms),
            parties=money_parties(BROKERED, changes),
        )
    )


LLF_LEGS = legs(LLF, "self-funded")
RECOVERED = GrantRecovered(
    recovery="rc-1", on=date(2024, 5, 1), amount=pounds(100), recovered_from=HOME_SCHOOL, how="repaid",
    asked_by=THE_OFFICER, agreed_by=person("u-2"),
)  # fmt: skip


def money(**more: Any) -> MoneyEntries:
    nothing: dict[str, Any] = {
        "invoices": {}, "releases": (), "recoveries": (), "payments": {}, "reversed": {}, "costs": {},
    }  # fmt: skip
    return MoneyEntries(**{**nothing, **more})


def postings(entries: MoneyEntries, of: Legs | None = None, *facts: Any, by: date = date.max) -> list[Any]:
    """What each entry adds, as far as it stands: leg, organisation, payer, side, pence, cause and day."""
    found = (of or legs()).postings(at(WHEN_SIGNED, *facts).account(EXCEED), entries, by)
    return [(*one.leg, one.payer, one.what, int(one.amount), one.of, one.day) for one in found]


@pytest.mark.parametrize(
    ("leg", "organisation", "key"),
    (
        ("instalment", "S-7", "x-trust"),
        ("subcontract", "S-7", "s-7"),
        ("subcontract", "S-9", "s-9"),
        ("unknown", "S-7", "s-7"),
    ),
)
def test_a_leads_school_and_trust_are_one_on_a_leg_that_pays_either(
    leg: str, organisation: str, key: str
) -> None:
    assert legs().key(leg, organisation) == (leg, key)


@pytest.mark.parametrize(
    ("leg", "eve", "day"),
    (
        ("instalment", "exceed", "exceed"),
        ("subcontract", "x-trust", "z-trust"),
        ("unknown", "exceed", "exceed"),
    ),
)
def test_a_leg_is_paid_by_whom_the_flow_names_as_of_the_day(leg: str, eve: str, day: str) -> None:
    of = legs(changes=(REPLACED,))

    assert [of.payer(leg, EVE), of.payer(leg, DAY)] == [eve, day]


def test_a_leg_of_no_flow_pays_the_leaders_trust_or_school_if_the_programme_describes_no_flows() -> None:
    none = legs(flows=())

    assert none.key("instalment", "S-7") == ("instalment", "x-trust")
    assert none.payer("instalment", DAY) == "exceed"
    assert none.kind("instalment") == "share"


@pytest.mark.parametrize(
    ("leg", "kind"),
    (("instalment", "share"), ("subcontract", "onward"), ("grant", "award"), ("unknown", "onward")),
)
def test_a_leg_is_of_the_kind_of_its_flow_and_onward_without_one(leg: str, kind: str) -> None:
    assert legs().kind(leg) == kind


def test_a_leg_is_settled_by_releases_by_being_kept_or_by_payments() -> None:
    assert [legs().settling(leg) for leg in ("instalment", "subcontract")] == ["released", "paid"]
    kept = legs(LLF, "self-funded", gates=())
    assert [kept.settling(leg) for leg in ("home-school-share", "retained", "charge")] == [
        "paid",
        "kept",
        "paid",
    ]
    assert [LLF_LEGS.keeps(leg) for leg in ("home-school-share", "retained", "charge")] == [
        False,
        True,
        False,
    ]


def test_an_invoice_a_release_and_a_recovery_are_on_the_leg_that_they_name() -> None:
    on_leg = {"leg": "subcontract"}

    assert legs().of(changed(INVOICE_RECEIVED, **on_leg)) == ("subcontract", "x-trust")
    assert legs().of(changed(INSTALMENT_RELEASED, **on_leg)) == ("subcontract", "x-trust")
    assert legs().of(changed(RECOVERED, **on_leg)) == ("subcontract", "s-7")
    assert legs().of(RECOVERED) == ("instalment", "x-trust")


def test_an_invoice_adds_its_net_sum_and_a_release_and_a_recovery_add_theirs() -> None:
    entries = money(
        invoices={"XT-1": changed(INVOICE_RECEIVED, vat=pounds(7))},
        releases=[INSTALMENT_RELEASED],
        recoveries=[changed(RECOVERED, how="offset")],
    )

    assert postings(entries) == [
        ("instalment", "x-trust", "exceed", "invoiced", 6000_00, cause_of(INVOICE_RECEIVED), date(2024, 4, 9)),
        ("instalment", "x-trust", "exceed", "released", 6000_00, cause_of(INSTALMENT_RELEASED), date(2024, 4, 12)),
        ("instalment", "x-trust", "exceed", "recovered", 100_00, cause_of(RECOVERED), date(2024, 5, 1)),
    ]  # fmt: skip


def test_what_was_recovered_by_being_repaid_is_less_paid() -> None:
    of = cause_of(RECOVERED)

    assert postings(money(recoveries=[RECOVERED])) == [
        ("instalment", "x-trust", "exceed", "recovered", 100_00, of, RECOVERED.on),
        ("instalment", "x-trust", "exceed", "paid", -100_00, of, RECOVERED.on),
    ]


def test_a_visit_adds_what_is_due_for_it_up_to_the_day() -> None:
    due = ("instalment", "x-trust", "exceed", "due", 500_00, cause_of(VISIT), VISIT.on)

    assert postings(money(), None, VISIT) == [due]
    assert postings(money(), None, VISIT, by=VISIT.on) == [due]
    assert postings(money(), None, VISIT, by=date(2024, 1, 15)) == []


def test_a_cost_adds_what_the_holder_owes_for_it_and_what_the_payee_owes_in_turn() -> None:
    assert postings(money(), None, COST) == [
        ("instalment", "x-trust", "exceed", "due", 1000_00, cause_of(COST), COST.on),
        ("subcontract", "reading-programme", "x-trust", "due", 1000_00, cause_of(COST), COST.on),
    ]


def test_a_payment_of_which_nothing_came_back_adds_what_it_paid() -> None:
    assert postings(money(payments={"p-1": PAYMENT_MADE})) == [
        ("instalment", "x-trust", "exceed", "paid", 6000_00, cause_of(PAYMENT_MADE), PAYMENT_MADE.on)
    ]


def paid_parts(payment: Any, *back: PaymentReversed, **entries: Any) -> list[tuple[Any, ...]]:
    """Leg, organisation, pence and day of each part of a payment."""
    every = postings(money(payments={"p-1": payment}, reversed={"p-1": back}, **entries))
    found = [posting for posting in every if posting[3] == "paid"]
    assert {of for *_, of, _ in found} == {cause_of(payment)}
    return [(leg, to, amount, day) for leg, to, _, _, amount, _, day in found]


def test_a_payment_pays_the_leg_of_what_it_settles() -> None:
    invoice = Settled(of=cause_of(INVOICE_RECEIVED), amount=pounds(400))
    cost = Settled(of=cause_of(COST), amount=pounds(600))
    payment = changed(PAYMENT_MADE, amount=pounds(1000), settles=(invoice, cost))

    found = paid_parts(payment, invoices={"XT-1": INVOICE_RECEIVED}, costs={"c-1": COST})

    day = PAYMENT_MADE.on
    assert found == [
        ("instalment", "x-trust", 400_00, day),
        ("subcontract", "reading-programme", 600_00, day),
    ]


def test_what_came_back_of_a_payment_is_paid_less_from_that_day() -> None:
    """Of £6,000 that settled a release, £100 came back a day early on paper, £200 in May and £50 in June."""
    early, may, june = date(2024, 4, 1), date(2024, 5, 2), date(2024, 6, 3)
    back = [
        PaymentReversed(payment="p-1", document=f"B-{day}", on=day, amount=pounds(amount))
        for day, amount in ((june, 50), (may, 200), (early, 100))
    ]

    assert paid_parts(PAYMENT_MADE, *back) == [
        ("instalment", "x-trust", 5900_00, PAYMENT_MADE.on),
        ("instalment", "x-trust", -200_00, may),
        ("instalment", "x-trust", -50_00, june),
    ]


def test_what_came_back_is_less_of_each_part_that_it_is_taken_from() -> None:
    """£300 for an invoice and £700 for a cost: of £800 that came back, the cost gives £700 and the invoice £100."""
    settles = (
        Settled(of=cause_of(INVOICE_RECEIVED), amount=pounds(300)),
        Settled(of=cause_of(COST), amount=pounds(700)),
    )
    payment = changed(PAYMENT_MADE, amount=pounds(1000), settles=settles)
    may = date(2024, 5, 2)
    back = PaymentReversed(payment="p-1", document="B-1", on=may, amount=pounds(800))

    found = paid_parts(payment, back, invoices={"XT-1": INVOICE_RECEIVED}, costs={"c-1": COST})

    assert found[2:] == [
        ("instalment", "x-trust", -100_00, may),
        ("subcontract", "reading-programme", -700_00, may),
    ]


def test_a_part_that_is_on_no_leg_adds_nothing_and_the_next_does() -> None:
    settles = (
        Settled(of=Cause("invoice", ("unknown",)), amount=pounds(300)),
        Settled(of=cause_of(INVOICE_RECEIVED), amount=pounds(700)),
    )
    payment = changed(PAYMENT_MADE, amount=pounds(1100), settles=settles)

    found = paid_parts(payment, invoices={"XT-1": INVOICE_RECEIVED})

    assert found == [("instalment", "x-trust", 700_00, PAYMENT_MADE.on)]


@pytest.mark.parametrize(
    ("settled", "leg"),
    (
        (Cause("release", ("1", "instalment", "S-7", "1")), ("instalment", "x-trust")),
        (Cause("release", ("1", "subcontract", "S-9", "2")), ("subcontract", "s-9")),
        (Cause("release", ("1",)), None),
        (Cause("invoice", ("XT-1",)), ("instalment", "x-trust")),
        (Cause("invoice", ("c-1",)), None),
        (Cause("cost", ("c-1",)), ("subcontract", "reading-programme")),
        (Cause("cost", ("c-2",)), ("reimbursement", "s-1")),
        (Cause("cost", ("c-3",)), None),
        (Cause("cost", ("XT-1",)), None),
        (Cause("visit", ("v-1",)), None),
        (None, None),
    ),
    ids=str,
)
def test_what_is_settled_is_on_a_leg_or_on_none(settled: Cause | None, leg: Any) -> None:
    entries = money(
        invoices={"XT-1": INVOICE_RECEIVED},
        costs={
            "c-1": COST,
            "c-2": changed(COST, supplier=SCHOOL),
            "c-3": changed(COST, supplier=HOME_SCHOOL),
        },
    )

    assert legs().settled_by(settled, entries) == leg
