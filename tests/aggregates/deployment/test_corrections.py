from collections.abc import Iterable
from datetime import date

import pytest

from s2ss_core.aggregates.decision import Decision
from s2ss_core.aggregates.deployment.decisions import corrections, settled_vat
from s2ss_core.aggregates.deployment.linked import linked_events
from s2ss_core.aggregates.leader_year import LeaderYear
from s2ss_core.events import (
    CostAllowed,
    CostDisallowed,
    CostReversed,
    DeploymentEvent,
    EntryStruckOut,
    InstalmentWithheld,
    VatSettled,
    WithholdingLifted,
    cause_of,
)
from s2ss_core.testing.lifecycle.cast import person
from s2ss_core.values import Cause, Days, Money
from tests.aggregates.cases import Case
from tests.aggregates.histories import (
    CERTIFICATE_RETURNED,
    COST,
    ENGLISH,
    ENGLISH_VISITS,
    FINAL_REPORTED,
    INSTALMENT_RELEASED,
    INTERIM_REPORTED,
    INVOICE_RECEIVED,
    NOW,
    PAYMENT_MADE,
    PLAN_APPROVED,
    REVIEW_HELD,
    SUMMER,
    VISIT,
    WHEN_INVOICED,
    WHEN_RELEASED,
    WHEN_REVIEWED,
    WHEN_SHARED,
    WHEN_SIGNED,
    WHEN_SUBMITTED,
    WHEN_WORKED,
    at,
    changed,
    codes,
    cost,
    pounds,
    visit,
)

TOLD = (*WHEN_RELEASED, PAYMENT_MADE)
STRUCK: dict[str, object] = {
    "on": date(2024, 5, 1),
    "cause": "wrong-details",
    "reason": "Another school's.",
    "asked_by": person("u-1"),
    "agreed_by": person("u-2"),
}
STRIKES: tuple[EntryStruckOut, ...] = (
    EntryStruckOut(of=Cause("visit", ("v-1",)), **STRUCK),  # type: ignore[arg-type]
    EntryStruckOut(of=Cause("cost", ("c-1",)), **STRUCK),  # type: ignore[arg-type]
    EntryStruckOut(of=Cause("report", ("i-1",)), **STRUCK),  # type: ignore[arg-type]
    EntryStruckOut(of=Cause("review", ("r-1",)), **STRUCK),  # type: ignore[arg-type]
    EntryStruckOut(of=Cause("payment", ("p-1",)), **STRUCK),  # type: ignore[arg-type]
)
VISIT_STRUCK_OUT = STRIKES[0]
COST_REVERSED = CostReversed(cost="c-1", document="CN-1", on=date(2024, 5, 2), net=pounds(300))
COST_DISALLOWED = CostDisallowed(
    disallowance="x-1",
    on=date(2024, 5, 3),
    of=Cause("cost", ("c-1",)),
    amount=pounds(200),
    reason="not-evidenced",
    by=person("u-1"),
)
WITH_VAT = tuple(changed(fact, net=pounds(900), vat=pounds(100)) if fact == COST else fact for fact in TOLD)
MORE_OF_THE_LINE = cost("c-2", date(2024, 5, 2), pounds(3050))
VAT_SETTLED = VatSettled(
    settlement="vs-1", on=date(2024, 5, 3), of=Cause("cost", ("c-1",)), irrecoverable_vat=pounds(40)
)
COST_ALLOWED = CostAllowed(disallowance="x-1", on=date(2024, 5, 4), by=person("u-2"))
ELEVENTH = visit("v-en-11", date(2024, 3, 27), leader=ENGLISH, line="1")
ELEVENTH_DISALLOWED = changed(
    COST_DISALLOWED, of=Cause("visit", ("v-en-11",)), amount=pounds(400), reason="recorded-despite"
)


MORNING = changed(VISIT, unit="hour", quantity=Days(4))
AFTERNOON = changed(MORNING, visit="v-pm")
WITHHELD = InstalmentWithheld(instalment=1, on=date(2024, 4, 1), by=person("u-1"), reasons="No report.")
LIFTED = WithholdingLifted(instalment=1, on=date(2024, 4, 2), by=person("u-1"), reason="It came.")


BEFORE_MONEY = {"report": WHEN_SHARED, "review": WHEN_REVIEWED}
REVIEW, REPORT = Cause("review", (REVIEW_HELD.review,)), Cause("report", (INTERIM_REPORTED.report,))
WITHOUT_REVIEW = (
    *WHEN_RELEASED,
    changed(REVIEW_HELD, review="r-2", report="i-2"),
    changed(VISIT_STRUCK_OUT, of=REVIEW, replaced_by=Cause("review", ("r-2",))),
)


def struck_out(
    fact: EntryStruckOut = VISIT_STRUCK_OUT, history: Iterable[DeploymentEvent] = TOLD, **otherwise: object
) -> Decision[DeploymentEvent]:
    return corrections.strike_out(at(history), NOW, changed(fact, **otherwise))


def reversed_(*then: DeploymentEvent, **otherwise: object) -> Decision[DeploymentEvent]:
    return corrections.reverse_cost(at(TOLD, *then), NOW, changed(COST_REVERSED, **otherwise))


def disallowed(*then: DeploymentEvent, **otherwise: object) -> Decision[DeploymentEvent]:
    return corrections.disallow_cost(at(TOLD, *then), NOW, changed(COST_DISALLOWED, **otherwise))


def allowed(*history: DeploymentEvent) -> Decision[DeploymentEvent]:
    return corrections.allow_cost(at(history), NOW, COST_ALLOWED)


def vat_settled(*then: DeploymentEvent, **otherwise: object) -> Decision[DeploymentEvent]:
    return settled_vat.settle_vat(at(WITH_VAT, *then), NOW, changed(VAT_SETTLED, **otherwise))


CASES = (
    Case(
        code="S2SS-X14",
        when="the VAT of a visit is settled",
        broken=lambda: vat_settled(of=Cause("visit", ("v-1",))),
        kept=vat_settled,
    ),
    Case(
        code="S2SS-X02",
        when="the VAT of a cost that was never recorded is settled",
        broken=lambda: vat_settled(of=Cause("cost", ("c-99",))),
        kept=vat_settled,
    ),
    Case(
        code="S2SS-X02",
        when="the VAT of a payment that was never made is settled",
        broken=lambda: vat_settled(of=Cause("payment", ("c-1",))),
        kept=lambda: vat_settled(of=Cause("payment", ("p-1",)), irrecoverable_vat=Money(0)),
    ),
    Case(
        code="S2SS-S18",
        when="more VAT is settled as not recovered than a cost has",
        broken=lambda: vat_settled(irrecoverable_vat=pounds(100) + Money(1)),
        kept=lambda: vat_settled(irrecoverable_vat=pounds(100)),
    ),
    Case(
        code="S2SS-S18",
        when="more VAT is settled as not recovered than a payment has",
        broken=lambda: vat_settled(
            of=Cause("payment", ("p-1",)), irrecoverable_vat=PAYMENT_MADE.vat + Money(1)
        ),
        kept=lambda: vat_settled(of=Cause("payment", ("p-1",)), irrecoverable_vat=PAYMENT_MADE.vat),
    ),
    Case(
        code="S2SS-X08",
        when="a cost with its VAT is a penny more than its line",
        broken=lambda: vat_settled(MORE_OF_THE_LINE, irrecoverable_vat=pounds(50) + Money(1)),
        kept=lambda: vat_settled(MORE_OF_THE_LINE, irrecoverable_vat=pounds(50)),
    ),
    Case(
        code="S2SS-X13",
        when="an invoice was paid and nothing replaces it",
        broken=lambda: struck_out(history=WHEN_RELEASED, of=Cause("invoice", ("XT-1",))),
        kept=lambda: struck_out(history=WHEN_INVOICED, of=Cause("invoice", ("XT-1",))),
    ),
    Case(
        code="S2SS-X13",
        when="what replaces an invoice that was paid is not on record",
        broken=lambda: struck_out(
            history=WHEN_RELEASED, of=Cause("invoice", ("XT-1",)), replaced_by=Cause("invoice", ("XT-1b",))
        ),
        kept=lambda: struck_out(
            history=(*WHEN_RELEASED, changed(INVOICE_RECEIVED, invoice="XT-1b")),
            of=Cause("invoice", ("XT-1",)),
            replaced_by=Cause("invoice", ("XT-1b",)),
        ),
    ),
    Case(
        code="S2SS-X15",
        when="money was released after a review and nothing replaces it",
        broken=lambda: struck_out(history=WHEN_RELEASED, of=REVIEW),
        kept=lambda: struck_out(history=WHEN_INVOICED, of=REVIEW),
    ),
    Case(
        code="S2SS-X15",
        when="what replaces a review that money was released after is one of another term",
        broken=lambda: struck_out(
            history=(*WHEN_RELEASED, changed(REVIEW_HELD, review="r-2", term=SUMMER)),
            of=REVIEW,
            replaced_by=Cause("review", ("r-2",)),
        ),
        kept=lambda: struck_out(
            history=(*WHEN_RELEASED, changed(REVIEW_HELD, review="r-2")),
            of=REVIEW,
            replaced_by=Cause("review", ("r-2",)),
        ),
    ),
    Case(
        code="S2SS-X15",
        when="the review that stands in the place of another would go",
        broken=lambda: struck_out(history=WITHOUT_REVIEW, of=Cause("review", ("r-2",))),
        kept=lambda: struck_out(
            history=(*WITHOUT_REVIEW, changed(REVIEW_HELD, review="r-3")),
            of=Cause("review", ("r-2",)),
            replaced_by=Cause("review", ("r-3",)),
        ),
    ),
    Case(
        code="S2SS-X15",
        when="what replaces a report that money was released on is a report of another kind",
        broken=lambda: struck_out(
            history=(*WITHOUT_REVIEW, changed(FINAL_REPORTED, report="i-2", term=INTERIM_REPORTED.term)),
            of=REPORT,
            replaced_by=Cause("report", ("i-2",)),
        ),
        kept=lambda: struck_out(
            history=(*WITHOUT_REVIEW, changed(INTERIM_REPORTED, report="i-2")),
            of=REPORT,
            replaced_by=Cause("report", ("i-2",)),
        ),
    ),
    Case(
        code="S2SS-X11",
        when="a review was held on a report",
        broken=lambda: struck_out(history=WHEN_REVIEWED, of=REPORT),
        kept=lambda: struck_out(history=WHEN_SHARED, of=REPORT),
    ),
    Case(
        code="S2SS-X13",
        when="the invoice that stands in the place of one that was paid would go",
        broken=lambda: struck_out(
            history=(
                *WHEN_RELEASED,
                changed(INVOICE_RECEIVED, invoice="XT-1b"),
                changed(
                    VISIT_STRUCK_OUT,
                    of=Cause("invoice", ("XT-1",)),
                    replaced_by=Cause("invoice", ("XT-1b",)),
                ),
            ),
            of=Cause("invoice", ("XT-1b",)),
        ),
        kept=lambda: struck_out(
            history=(*WHEN_RELEASED, changed(INVOICE_RECEIVED, invoice="XT-1b")),
            of=Cause("invoice", ("XT-1b",)),
        ),
    ),
    Case(
        code="S2SS-X01",
        when="one person asks for a correction and agrees to it",
        broken=lambda: struck_out(agreed_by=person("u-1")),
        kept=lambda: struck_out(agreed_by=person("u-2")),
    ),
    Case(
        code="S2SS-X02",
        when="a visit is struck out that was never logged",
        broken=lambda: struck_out(of=Cause("visit", ("v-99",))),
        kept=lambda: struck_out(of=Cause("visit", ("v-1",))),
    ),
    Case(
        code="S2SS-X02",
        when="a visit's strike names a cost",
        broken=lambda: struck_out(of=Cause("visit", ("c-1",))),
        kept=lambda: struck_out(STRIKES[1]),
    ),
    Case(
        code="S2SS-X09",
        when="a release would be struck out",
        broken=lambda: struck_out(of=Cause("release", ("1",))),
        kept=struck_out,
    ),
    Case(
        code="S2SS-X11",
        when="the hours of a later visit were counted beside those of a visit",
        broken=lambda: struck_out(history=(*WHEN_SIGNED, MORNING, AFTERNOON)),
        kept=lambda: struck_out(history=(*WHEN_SIGNED, MORNING, changed(AFTERNOON, quantity=Days(1)))),
    ),
    Case(
        code="S2SS-X12",
        when="the instalment was released after its withholding was lifted",
        broken=lambda: struck_out(
            of=cause_of(LIFTED), history=(*WHEN_SIGNED, WITHHELD, LIFTED, INSTALMENT_RELEASED)
        ),
        kept=lambda: struck_out(
            of=cause_of(LIFTED), history=(*WHEN_SIGNED, INSTALMENT_RELEASED, WITHHELD, LIFTED)
        ),
    ),
    Case(
        code="S2SS-X02",
        when="a visit is credited back",
        broken=lambda: reversed_(cost="v-1"),
        kept=lambda: reversed_(cost="c-1"),
    ),
    Case(
        code="S2SS-X03",
        when="an entry would be replaced by itself",
        broken=lambda: struck_out(replaced_by=Cause("visit", ("v-1",))),
        kept=lambda: struck_out(replaced_by=Cause("visit", ("v-1b",))),
    ),
    Case(
        code="S2SS-X04",
        when="a penny more is disallowed than was charged",
        broken=lambda: disallowed(amount=Money(100_001)),
        kept=lambda: disallowed(amount=Money(100_000)),
    ),
    Case(
        code="S2SS-X04",
        when="nothing is disallowed",
        broken=lambda: disallowed(amount=Money(0)),
        kept=lambda: disallowed(amount=Money(1)),
    ),
    Case(
        code="S2SS-X04",
        when="more is disallowed than earlier disallowances leave",
        broken=lambda: disallowed(COST_DISALLOWED, disallowance="x-2", amount=Money(80_001)),
        kept=lambda: disallowed(COST_DISALLOWED, disallowance="x-2", amount=Money(80_000)),
    ),
    Case(
        code="S2SS-X04",
        when="more is disallowed than a credit leaves",
        broken=lambda: disallowed(COST_REVERSED, amount=Money(70_001)),
        kept=lambda: disallowed(COST_REVERSED, amount=Money(70_000)),
    ),
    Case(
        code="S2SS-X05",
        when="a penny more is credited than was charged",
        broken=lambda: reversed_(net=Money(100_001)),
        kept=lambda: reversed_(net=Money(100_000)),
    ),
    Case(
        code="S2SS-X05",
        when="nothing is credited",
        broken=lambda: reversed_(net=Money(0)),
        kept=lambda: reversed_(net=Money(1)),
    ),
    Case(
        code="S2SS-X05",
        when="more is credited than an earlier credit leaves",
        broken=lambda: reversed_(COST_REVERSED, document="CN-2", net=Money(70_001)),
        kept=lambda: reversed_(COST_REVERSED, document="CN-2", net=Money(70_000)),
    ),
    Case(
        code="S2SS-X10",
        when="the credit note was counted under another spelling of its number",
        broken=lambda: reversed_(COST_REVERSED, document="cn 001", net=Money(100)),
        kept=lambda: reversed_(COST_REVERSED, document="cn 1 b", net=Money(100)),
    ),
    Case(
        code="S2SS-X07",
        when="no such disallowance was made",
        broken=lambda: allowed(*TOLD),
        kept=lambda: allowed(*TOLD, COST_DISALLOWED),
    ),
    Case(
        code="S2SS-X07",
        when="what was disallowed was struck out, and its disallowance with it",
        broken=lambda: allowed(*TOLD, COST_DISALLOWED, STRIKES[1]),
        kept=lambda: allowed(*TOLD, COST_DISALLOWED),
    ),
    Case(
        code="S2SS-X08",
        when="an eleventh English day would count on a line of ten",
        broken=lambda: allowed(*WHEN_WORKED, ELEVENTH, ELEVENTH_DISALLOWED),
        kept=lambda: allowed(
            *WHEN_WORKED,
            ELEVENTH,
            ELEVENTH_DISALLOWED,
            changed(VISIT_STRUCK_OUT, of=Cause("visit", ("v-en-1",))),
        ),
    ),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_exactly_one_rule_is_not_met(case: Case) -> None:
    assert codes(case.broken()) == [case.code]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_every_rule_is_met_in_the_case_next_to_it(case: Case) -> None:
    decision = case.kept()

    assert codes(decision) == []
    assert decision.events


@pytest.mark.parametrize("strike", STRIKES, ids=lambda strike: strike.of.name)
def test_an_entry_stands_until_it_is_struck_out_and_is_then_spent(strike: EntryStruckOut) -> None:
    history = BEFORE_MONEY.get(strike.of.name, TOLD)
    before, after = at(history), at(history, strike)

    assert codes(corrections.strike_out(before, NOW, strike)) == []
    assert codes(corrections.strike_out(after, NOW, strike)) == ["S2SS-X02"]
    assert before.has_entry(strike.of)
    assert not after.has_entry(strike.of)


@pytest.mark.parametrize(
    "of",
    (
        Cause("visit", ()),
        Cause("visit", ("v-1", "v-2")),
        Cause("visit", ("v-1",), "deployment:d-2"),
    ),
    ids=str,
)
def test_a_cause_that_is_not_exactly_that_of_an_entry_strikes_nothing_out(of: Cause) -> None:
    strike = changed(VISIT_STRUCK_OUT, of=of)

    assert codes(corrections.strike_out(at(TOLD), NOW, strike)) == ["S2SS-X02"]
    assert list(linked_events("d-1", at(TOLD), NOW.programme, strike, lambda *_: LeaderYear())) == []
    assert codes(disallowed(of=of)) == ["S2SS-X02", "S2SS-X04"]
    assert at(TOLD, changed(COST_DISALLOWED, of=of)).account(NOW.programme).eligible() == pounds(6000)


def test_striking_one_entry_out_leaves_the_others() -> None:
    deployment = at(TOLD, VISIT_STRUCK_OUT)

    assert set(deployment.support.visits) == {
        "v-2",
        *(english_visit.visit for english_visit in ENGLISH_VISITS),
    }
    assert set(deployment.support.costs) == {"c-1"}
    assert set(deployment.reporting.reports) == {"i-1"}


def test_a_struck_out_report_is_finalised_no_more() -> None:
    assert at(TOLD).reporting.finalised
    assert not at(TOLD, STRIKES[2]).reporting.finalised


def test_what_charges_nothing_has_nothing_to_disallow() -> None:
    free = visit("v-0", date(2024, 1, 17), line=None)

    decision = disallowed(free, of=Cause("visit", ("v-0",)))

    assert codes(decision) == ["S2SS-X02", "S2SS-X04"]


def test_disallowances_of_one_fact_add_up_and_of_others_do_not() -> None:
    second = changed(COST_DISALLOWED, disallowance="x-2", amount=pounds(50))
    other = changed(COST_DISALLOWED, disallowance="x-3", of=Cause("visit", ("v-1",)), amount=pounds(500))
    state = at(TOLD, COST_DISALLOWED, second, other).corrections

    assert state.by_fact.get(Cause("cost", ("c-1",)), Money(0)) == pounds(250)
    assert state.by_fact.get(Cause("visit", ("v-1",)), Money(0)) == pounds(500)
    assert state.by_fact.get(Cause("visit", ("v-2",)), Money(0)) == Money(0)


def test_a_strike_of_a_report_leaves_disallowances_alone() -> None:
    assert at(TOLD, COST_DISALLOWED, STRIKES[2]).corrections.by_fact.get(
        Cause("cost", ("c-1",)), Money(0)
    ) == pounds(200)


def test_what_was_never_on_a_plan_may_be_allowed_again_without_a_line_to_fit() -> None:
    before_any_plan = (
        *WHEN_SUBMITTED,
        visit("v-0", date(2023, 12, 7)),
        changed(COST_DISALLOWED, of=Cause("visit", ("v-0",))),
    )

    assert codes(allowed(*before_any_plan)) == []
    assert codes(allowed(*before_any_plan, PLAN_APPROVED)) == []


def test_of_two_disallowances_only_the_one_that_is_lifted_counts_again() -> None:
    other = changed(COST_DISALLOWED, disallowance="x-2", amount=pounds(300))
    rest = cost("c-9", date(2024, 4, 2), pounds(3300))  # 500 are eligible without it, and 4,000 approved

    assert codes(allowed(*TOLD, COST_DISALLOWED, other, rest)) == []
    assert codes(allowed(*TOLD, COST_DISALLOWED, other, changed(rest, net=pounds(3301)))) == ["S2SS-X08"]


def test_no_correction_is_made_despite() -> None:
    decisions = (
        struck_out(agreed_by=person("u-1")),
        reversed_(net=Money(0)),
        disallowed(amount=Money(0)),
        allowed(*TOLD),
    )

    assert [decision.may_be_accepted for decision in decisions] == [False] * 4


def test_a_visit_in_a_history_of_visits_alone_is_struck_out_like_any_other() -> None:
    assert codes(struck_out(history=(*WHEN_SIGNED, VISIT))) == []


def test_an_allowance_of_what_was_never_disallowed_changes_nothing_in_replay() -> None:
    assert at(WHEN_WORKED, COST_ALLOWED).corrections == at(WHEN_WORKED).corrections


@pytest.mark.parametrize("of", (REVIEW, Cause("invoice", ("XT-1",))), ids=str)
def test_what_was_struck_out_with_another_in_its_place_does_not_stand_and_nothing_more_is_said(
    of: Cause,
) -> None:
    right = (changed(REVIEW_HELD, review="r-2"), changed(INVOICE_RECEIVED, invoice="XT-1b"))
    by = Cause(of.name, ("r-2",) if of == REVIEW else ("XT-1b",))
    history = (*WHEN_RELEASED, *right, changed(VISIT_STRUCK_OUT, of=of, replaced_by=by))

    assert codes(struck_out(history=history, of=of)) == ["S2SS-X02"]


def test_the_refusal_of_a_paid_invoice_names_its_instalment() -> None:
    [broken] = struck_out(history=WHEN_RELEASED, of=Cause("invoice", ("XT-1",))).broken

    assert dict(broken.facts)["instalments"] == "1"


def test_a_strike_of_an_invoice_that_names_none_is_refused_like_any_other() -> None:
    assert codes(struck_out(of=Cause("invoice", ()))) == ["S2SS-X02"]


def test_a_return_of_a_certificate_rests_on_the_report_that_went_with_it() -> None:
    final = Cause("report", (FINAL_REPORTED.report,))
    history = (*WHEN_SIGNED, FINAL_REPORTED, CERTIFICATE_RETURNED)
    (broken,) = struck_out(history=history, of=final).broken

    assert broken.rule.code == "S2SS-X15"
    assert dict(broken.facts)["resting"] == "certificate-returned cert-1"


def test_a_return_of_a_certificate_rests_on_no_other_report_and_on_no_review_of_that_name() -> None:
    review = changed(REVIEW_HELD, review=FINAL_REPORTED.report)
    history = (*WHEN_SHARED, FINAL_REPORTED, CERTIFICATE_RETURNED)

    assert codes(struck_out(history=history, of=REPORT)) == []
    assert codes(struck_out(history=(*history, review), of=cause_of(review))) == []


def test_a_report_that_money_rests_on_does_not_take_its_own_place() -> None:
    assert codes(struck_out(history=WITHOUT_REVIEW, of=REPORT, replaced_by=REPORT)) == [
        "S2SS-X03",
        "S2SS-X15",
    ]


def test_nothing_more_is_disallowed_of_what_was_disallowed_in_full() -> None:
    in_full = changed(COST_DISALLOWED, amount=pounds(1000))

    assert codes(disallowed(in_full, disallowance="x-2", amount=Money(1))) == ["S2SS-X04"]
