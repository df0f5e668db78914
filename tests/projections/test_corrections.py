from datetime import date
from typing import Any

import attrs
import pytest

from s2ss_core.events import (
    Brokered,
    CostAllowed,
    CostDisallowed,
    CostIncurred,
    CostReversed,
    EntryStruckOut,
    GrantRecovered,
)
from s2ss_core.projections import DEPLOYMENT_LOG, GRANT_USAGE, Certificate, Figure
from s2ss_core.testing.lifecycle.cast import person
from s2ss_core.values import Cause, Days, Money, Term
from tests.projections.histories import History
from tests.projections.worked_example import (
    DEPLOYMENT,
    LEAD,
    OWN,
    SCHOOL,
    SPRING,
    SUMMER,
    TRUST,
    approval,
    certificate,
    cost,
    line,
    plan,
    pounds,
    visit,
    worked_example,
)

ON = date(2025, 2, 1)


def usage(history: History) -> Certificate:
    return GRANT_USAGE.live(history, ("deployment", DEPLOYMENT))


def after(*events: object) -> Certificate:
    history = worked_example()
    for event in events:
        history.tell(OWN, event)
    return usage(history)


def reversed_by(net: int, *, on: date = ON, document: str = "CN-1") -> CostReversed:
    return CostReversed(cost="c-1", document=document, on=on, net=pounds(net))


def disallowed(fact: str, amount: int, name: str = "x") -> CostDisallowed:
    return CostDisallowed(
        disallowance=name,
        on=ON,
        of=Cause("cost" if fact.startswith("c") else "visit", (fact,)),
        amount=pounds(amount),
        reason="not-evidenced",
        by=person("u-2"),
    )


def struck(name: str) -> EntryStruckOut:
    return EntryStruckOut(
        of=Cause("visit", (name,)),
        on=ON,
        cause="did-not-happen",
        reason="She was ill.",
        asked_by=person("u-1"),
        agreed_by=person("u-2"),
    )


def pence(certificate: Certificate) -> tuple[Money, Money, Money]:
    amounts = certificate.amounts
    return amounts.incurred.value, amounts.disallowed.value, amounts.eligible.value


def test_a_visit_struck_out_counts_in_no_figure_and_leaves_too_much_released() -> None:
    corrected = after(struck("v-en-1"))

    assert pence(corrected) == (pounds(10850), pounds(250), pounds(10600))
    assert corrected.amounts.overpaid.value == pounds(400)
    assert corrected.kind == "certificate"


def test_what_was_overpaid_is_recovered() -> None:
    recovery = GrantRecovered(
        recovery="rec-1",
        on=ON,
        amount=pounds(400),
        recovered_from=TRUST,
        how="repaid",
        asked_by=person("u-1"),
        agreed_by=person("u-2"),
    )
    corrected = after(struck("v-en-1"), recovery)

    assert (corrected.amounts.overpaid.value, corrected.amounts.recovered.value) == (Money(0), pounds(400))
    assert corrected.kind == "closing-statement"


def test_a_struck_visit_takes_its_disallowance_with_it() -> None:
    assert pence(after(struck("v-sl-0"))) == (pounds(11000), Money(0), pounds(11000))


def test_a_cost_struck_out_takes_its_reversal_with_it() -> None:
    strike = EntryStruckOut(
        of=Cause("cost", ("c-1",)),
        on=ON,
        cause="wrong-details",
        reason="Typed twice.",
        asked_by=person("u-1"),
        agreed_by=person("u-2"),
    )

    assert pence(after(reversed_by(100), strike)) == (pounds(10250), pounds(250), pounds(10000))


def test_a_reversal_is_a_fact_of_its_own_date() -> None:
    corrected = after(reversed_by(100, on=date(2024, 4, 30)))
    years = {cut.period: cut.incurred.value for cut in corrected.cuts.by_financial_year}

    assert corrected.amounts.incurred.value == pounds(11150)
    assert years == {"2023-24": pounds(6250), "2024-25": pounds(4900)}


def test_no_more_is_reversed_than_was_incurred() -> None:
    corrected = after(reversed_by(700), reversed_by(700, document="CN-2"))
    (row,) = [row for row in corrected.lines_by_term if (row.line, row.term) == ("2", SPRING)]

    assert corrected.amounts.incurred.value == pounds(10250)
    assert (row.incurred.value, row.actual.value) == (pounds(1000), Days(0))


def test_the_disallowances_of_a_fact_never_exceed_its_cost() -> None:
    corrected = after(disallowed("c-1", 600), disallowed("c-1", 600, "y"))

    assert corrected.amounts.disallowed.value == pounds(1250)
    assert [row.amount.value for row in corrected.disallowed] == [pounds(250), pounds(600), pounds(400)]
    assert pence(after(disallowed("c-1", 600), reversed_by(700))) == (
        pounds(10550),
        pounds(550),
        pounds(10000),
    )


def test_a_disallowance_that_was_lifted_counts_no_more() -> None:
    lifted = CostAllowed(disallowance="despite visit v-sl-0", on=ON, by=person("u-2"))

    assert pence(after(lifted)) == (pounds(11250), Money(0), pounds(11250))
    assert after(lifted).amounts.owed.value == pounds(250)


def test_a_disallowance_of_an_unknown_fact_counts_in_no_figure() -> None:
    assert pence(after(disallowed("c-9", 600))) == (pounds(11250), pounds(250), pounds(11000))


def test_a_visit_is_charged_by_the_plan_in_force_on_its_day() -> None:
    history = worked_example()
    dearer = (line("1", SPRING, "10", 400), line("3", SPRING, "2", 600))
    history.tell(OWN, plan(3, date(2024, 11, 1), dearer, amends=2))
    history.tell(OWN, approval(3, date(2024, 11, 10)))

    usages = usage(history)
    rows = {row.line: row for row in usages.lines}

    assert rows["3"].incurred.value == pounds(3250 + 100)
    assert usages.amounts.approved.value == pounds(5200)
    assert [(variation.plan_version, variation.effect.value) for variation in usages.variations] == [
        (2, Money(0)),
        (3, pounds(5200 - 11000)),
    ]
    assert rows["2"].approved.value == Money(0)
    assert rows["2"].eligible.value == pounds(4000)


@pytest.mark.parametrize(("from_", "in_force"), ((date(2025, 3, 1), date(2025, 3, 1)), (None, ON)))
def test_a_plan_takes_effect_on_the_day_it_says_or_on_that_of_its_approval(
    from_: date | None, in_force: date
) -> None:
    approved: Any = approval(3, ON)

    certified = after(plan(3, ON, amends=2), attrs.evolve(approved, effective_from=from_))

    assert certified.variations[-1].effective_from == in_force


@pytest.mark.parametrize(
    ("lines", "effect", "moved", "changes"),
    (
        ((line("1", SPRING, "10", 400),), 0, 0, {}),
        ((line("1", SPRING, "7.5", 400), line("3", SUMMER, "2", 500)), 0, 1000, {("1", SPRING): -1000, ("3", SUMMER): 1000}),
        ((line("1", SPRING, "5", 400), line("1", SUMMER, "5", 400)), 0, 2000, {("1", SPRING): -2000, ("1", SUMMER): 2000}),
        ((line("1", SPRING, "5", 400), line("3", SPRING, "1", 500)), -1500, 500, {("1", SPRING): -2000, ("3", SPRING): 500}),
        ((line("1", SPRING, "11", 400),), 400, 0, {("1", SPRING): 400}),
    ),
)  # fmt: skip
def test_an_amendment_says_what_it_moves_between_lines_and_terms(
    lines: tuple[Any, ...], effect: int, moved: int, changes: dict[tuple[str, Term], int]
) -> None:
    history = worked_example()
    plans = [plan(3, ON, (line("1", SPRING, "10", 400),), amends=2), approval(3, ON)]
    plans += [plan(4, ON, lines, amends=3), approval(4, ON)]
    positions = tuple([history.tell(OWN, event) for event in plans])

    variation = usage(history).variations[-1]

    assert variation.effect == Figure(pounds(effect), positions)
    assert variation.moved.value == pounds(moved)
    assert [((change.line, change.term), change.effect) for change in variation.lines] == [
        (change, Figure(pounds(amount), positions)) for change, amount in changes.items()
    ]


def test_a_variation_is_of_two_plans_even_if_both_are_empty() -> None:
    history = worked_example()
    positions = [
        history.tell(OWN, event)
        for version in (3, 4)
        for event in (plan(version, ON, (), amends=version - 1), approval(version, ON))
    ]

    assert usage(history).variations[-1].effect == Figure(Money(0), tuple(positions))


@pytest.mark.parametrize(
    ("fact", "note"),
    (
        (visit("v-x", ON, LEAD, "9"), "no plan in force on 2025-02-01 has line 9"),
        (visit("v-x", ON, LEAD, "2"), "line 2 is charged by invoice"),
        (visit("v-x", ON, LEAD, "1", "twilight"), "no charge for its unit"),
        (visit("v-x", date(2023, 12, 1), LEAD, "1"), "no plan in force on 2023-12-01"),
        (cost("c-x", ON, 500, "1"), "line 1 is charged by visits"),
        (cost("c-x", ON, 500, "9"), "no plan in force on 2025-02-01 has line 9"),
    ),
)
def test_a_fact_without_a_plan_line_counts_in_no_figure_and_is_noted(fact: object, note: str) -> None:
    history = worked_example()
    position = history.tell(OWN, fact)

    certified = usage(history)

    assert pence(certified) == (pounds(11250), pounds(250), pounds(11000))
    assert note in certified.notes[0].says
    assert certified.notes[0].positions == (position,)


def test_a_cost_without_a_plan_line_counts_up_to_its_disallowed_amount() -> None:
    certified = after(cost("c-x", ON, 500, "9"), disallowed("c-x", 500))

    assert pence(certified) == (pounds(11750), pounds(750), pounds(11000))


def test_a_cost_of_a_penny_is_one_item() -> None:
    penny: Any = cost("c-x", ON, 0)
    before, now = after(), after(attrs.evolve(penny, net=Money(1)))
    items = [next(row.actual.value for row in usage.lines if row.line == "2") for usage in (before, now)]

    assert items[1] == items[0] + 1


def test_the_reversal_of_a_cost_without_a_plan_line_leaves_both_at_zero() -> None:
    history = History()
    incurred = history.tell(OWN, cost("c-1", ON, 500, "9"))
    reversal = history.tell(OWN, reversed_by(200))

    [row] = DEPLOYMENT_LOG.live(history, ("deployment", DEPLOYMENT)).lines

    assert row.incurred == Figure(Money(0), (incurred, reversal))


def test_vat_is_outside_every_figure() -> None:
    history = worked_example()
    assert sum(
        entry.event.vat for entry in history.entries if isinstance(entry.event, CostIncurred)
    ) == pounds(800)

    assert usage(history).amounts.incurred.value == pounds(11250)


def test_what_the_supported_school_invoiced_is_a_reimbursement() -> None:
    bought = CostIncurred(cost="c-r", on=ON, line="2", supplier=SCHOOL, net=pounds(10), invoice_number="Y-1")

    history = worked_example()
    [brokering] = [entry.position for entry in history.entries if isinstance(entry.event, Brokered)]
    position = history.tell(OWN, bought)

    [row] = usage(history).reimbursements

    assert (row.cost, row.line, row.on, row.invoice_number) == ("c-r", "2", ON, "Y-1")
    assert row.net == Figure(pounds(10), (brokering, position))


def test_a_further_certificate_supersedes_the_one_before() -> None:
    again = after(certificate("cert-2", ON, supersedes="cert-1"))

    assert again.certification is not None
    assert (again.certification.certificate, again.status) == ("cert-2", "certified")
    assert [certification.certificate for certification in again.certifications] == ["cert-1", "cert-2"]
