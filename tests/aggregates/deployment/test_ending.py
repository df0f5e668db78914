from collections.abc import Iterable
from datetime import date
from typing import Any

import attrs
import pytest

from s2ss_core.aggregates.award_share import AwardShare
from s2ss_core.aggregates.decision import Decision, DecisionContext
from s2ss_core.aggregates.deployment.decisions import closure, ending, payments
from s2ss_core.events import (
    CertificatePrepared,
    CostDisallowed,
    CostReversed,
    DeploymentEvent,
    EntryStruckOut,
    Funding,
    GrantRecovered,
    InstalmentCancelled,
    PaymentReversed,
    Reopened,
    Settled,
    Statement,
)
from s2ss_core.testing.lifecycle.cast import person
from s2ss_core.values import Cause, Money
from tests.aggregates.cases import Case
from tests.aggregates.histories import (
    BROKERED,
    BROKERED_INTERNALLY,
    BROKERED_SELF_FUNDED,
    CERTIFICATE_RETURNED,
    CERTIFIED,
    CLOSED,
    EXCEED,
    FINAL_REPORTED,
    HOME_TRUST,
    INSTALMENT_RELEASED,
    LAST_TERM_REPORTED,
    NOW,
    PAYMENT_MADE,
    STATEMENTS,
    SUPPORT_ENDED,
    THE_ACCOUNTING_OFFICER,
    THE_BUSINESS_MANAGER,
    THE_OFFICER,
    THE_QA_LEAD,
    VISIT,
    WHEN_CERTIFIED,
    WHEN_CLOSED,
    WHEN_ENDED,
    WHEN_INVOICED,
    WHEN_LAST_TERM_INVOICED,
    WHEN_RELEASED,
    WHEN_RETURNED,
    WHEN_SETTLED,
    WHEN_SIGNED,
    at,
    but,
    changed,
    codes,
    pounds,
    settling,
)

WITHOUT_RELEASE = but(WHEN_LAST_TERM_INVOICED, INSTALMENT_RELEASED)
LAST_CANCELLED = InstalmentCancelled(
    instalment=3, on=date(2025, 1, 10), amount=pounds(3000), by=THE_OFFICER, reasons="Not needed."
)
NOT_PAID = tuple(
    CostDisallowed(
        disallowance=f"x-{of.id[0]}",
        on=date(2025, 1, 10),
        of=of,
        amount=amount,
        reason="other",
        by=THE_OFFICER,
    )
    for of, amount in (
        (Cause("cost", ("c-3",)), pounds(2000)),
        (Cause("visit", ("v-5",)), pounds(500)),
        (Cause("visit", ("v-6",)), pounds(500)),
    )
)
ALL_BUT_A_PENNY = changed(NOT_PAID[0], amount=Money(199_999))
SECOND = changed(CERTIFIED, certificate="cert-2", on=date(2025, 1, 8), supersedes="cert-1")
STRUCK_OUT = EntryStruckOut(
    of=Cause("visit", ("v-6",)),
    on=date(2025, 1, 14),
    cause="duplicate",
    reason="Twice.",
    asked_by=person("u-1"),
    agreed_by=person("u-2"),
)
RECOVERED = GrantRecovered(
    recovery="rec-1",
    on=date(2025, 1, 15),
    amount=pounds(500),
    recovered_from=HOME_TRUST,
    how="repaid",
    asked_by=person("u-1"),
    agreed_by=person("u-2"),
)
UNFINISHED = (*WHEN_SIGNED, VISIT)


TO_MARCH = changed(
    CERTIFIED, certificate="cert-0", covers_to=date(2024, 3, 31), final=False, with_report=None
)
TWO_DAYS = changed(TO_MARCH, covers_to=date(2024, 1, 9))
BEFORE_MARCH_13 = changed(TO_MARCH, covers_to=date(2024, 3, 12))
FROM_APRIL = changed(CERTIFIED, certificate="cert-9", covers_from=date(2024, 4, 1))
CREDIT = CostReversed(cost="c-1", document="CN-1", on=date(2024, 12, 13), net=pounds(1))
YEARLY = attrs.evolve(NOW, certificate_years=(("g-1", ("april-march",)),))
BY_BOTH_YEARS = attrs.evolve(NOW, certificate_years=(("g-1", ("april-march", "september-august")),))
ANOTHER_YEARLY = attrs.evolve(NOW, certificate_years=(("g-2", ("april-march",)),))
IN_DIFFERENT_YEARS = attrs.evolve(
    NOW, certificate_years=(("g-1", ("april-march",)), ("g-2", ("september-august",)))
)


def certified(
    history: Iterable[DeploymentEvent] = WHEN_LAST_TERM_INVOICED,
    *,
    context: DecisionContext = NOW,
    **otherwise: object,
) -> Decision[DeploymentEvent]:
    return ending.certify_grant_usage(at(history), context, changed(CERTIFIED, **otherwise))


def returned(
    history: Iterable[DeploymentEvent] = WHEN_CERTIFIED, **otherwise: object
) -> Decision[DeploymentEvent]:
    return ending.submit_certificate(at(history), NOW, changed(CERTIFICATE_RETURNED, **otherwise))


def ended(
    history: Iterable[DeploymentEvent] = WHEN_RETURNED, **otherwise: object
) -> Decision[DeploymentEvent]:
    return ending.end_support(at(history), NOW, changed(SUPPORT_ENDED, **otherwise))


def closed(
    history: Iterable[DeploymentEvent] = WHEN_SETTLED, **otherwise: object
) -> Decision[DeploymentEvent]:
    return closure.close(at(history), NOW, changed(CLOSED, **otherwise))


def withdrawn(certified: Money) -> tuple[DeploymentEvent, ...]:
    """What was settled, of support that was withdrawn and is certified at this sum."""
    history = but(WHEN_SETTLED, CERTIFIED, changed(CERTIFIED, eligible=certified))
    return tuple(but(history, SUPPORT_ENDED, changed(SUPPORT_ENDED, cause="withdrawn")))


REOPENED = Reopened(
    reopening="ro-1",
    on=date(2025, 1, 20),
    asked_by=person("u-1"),
    agreed_by=person("u-2"),
    reason="An invoice came late.",
)


def reopened(
    history: Iterable[DeploymentEvent] = WHEN_CLOSED, **otherwise: object
) -> Decision[DeploymentEvent]:
    return closure.reopen(at(history), NOW, changed(REOPENED, **otherwise))


CASES = (
    Case(
        code="S2SS-E17",
        when="it is opened again on the day of its closing",
        broken=lambda: reopened(on=date(2025, 1, 17)),
        kept=lambda: reopened(on=date(2025, 1, 18)),
    ),
    Case(
        code="S2SS-E17",
        when="it is open",
        broken=lambda: reopened((*WHEN_CLOSED, REOPENED), reopening="ro-2", on=date(2025, 1, 21)),
        kept=lambda: reopened(
            (*WHEN_CLOSED, REOPENED, changed(CLOSED, on=date(2025, 1, 20))),
            reopening="ro-2",
            on=date(2025, 1, 21),
        ),
    ),
    Case(
        code="S2SS-E18",
        when="the one who asks for it agrees to it too",
        broken=lambda: reopened(agreed_by=person("U-1")),
        kept=reopened,
    ),
    Case(
        code="S2SS-E12",
        when="it was not opened again",
        broken=lambda: closed(WHEN_CLOSED, on=date(2025, 1, 20)),
        kept=lambda: closed((*WHEN_CLOSED, REOPENED), on=date(2025, 1, 20)),
    ),
    Case(
        code="S2SS-E01",
        when="the preparer certifies",
        broken=lambda: certified(certifier=THE_BUSINESS_MANAGER),
        kept=lambda: certified(certifier=THE_ACCOUNTING_OFFICER),
    ),
    Case(
        code="S2SS-E01",
        when="the QA Lead certifies",
        broken=lambda: certified(certifier=THE_QA_LEAD),
        kept=certified,
    ),
    Case(
        code="S2SS-E02",
        when="the certifier declines a statement",
        broken=lambda: certified(statements=(*STATEMENTS[:-1], Statement(id="repayable-if-not", made=False))),
        kept=lambda: certified(statements=STATEMENTS),
    ),
    Case(
        code="S2SS-E02",
        when="a statement is left out",
        broken=lambda: certified(statements=STATEMENTS[1:]),
        kept=certified,
    ),
    Case(
        code="S2SS-E02",
        when="a statement is made and declined",
        broken=lambda: certified(statements=(*STATEMENTS, attrs.evolve(STATEMENTS[0], made=False))),
        kept=lambda: certified(statements=(*STATEMENTS, STATEMENTS[0])),
    ),
    Case(
        code="S2SS-E03",
        when="the period begins the day after the first visit, and no certificate of the days before stands",
        broken=lambda: certified(covers_from=date(2024, 1, 11)),
        kept=lambda: certified(covers_from=date(2024, 1, 10)),
    ),
    Case(
        code="S2SS-E03",
        when="a visit falls between the period and that of the certificate before",
        broken=lambda: certified((*WHEN_LAST_TERM_INVOICED, BEFORE_MARCH_13), covers_from=date(2024, 3, 14)),
        kept=lambda: certified((*WHEN_LAST_TERM_INVOICED, TO_MARCH), covers_from=date(2024, 4, 1)),
    ),
    Case(
        code="S2SS-E03",
        when="the certificate of the days before is superseded",
        broken=lambda: certified(
            (*WHEN_LAST_TERM_INVOICED, TO_MARCH), covers_from=date(2024, 4, 1), supersedes="cert-0"
        ),
        kept=lambda: certified((*WHEN_LAST_TERM_INVOICED, TO_MARCH), covers_from=date(2024, 4, 1)),
    ),
    Case(
        code="S2SS-E03",
        when="a credit comes after the period",
        broken=lambda: certified((*WHEN_LAST_TERM_INVOICED, CREDIT)),
        kept=lambda: certified((*WHEN_LAST_TERM_INVOICED, CREDIT), covers_to=date(2024, 12, 13)),
    ),
    Case(
        code="S2SS-E03",
        when="the period of the final certificate ends the day before the last visit",
        broken=lambda: certified(covers_to=date(2024, 11, 19)),
        kept=lambda: certified(covers_to=date(2024, 11, 20)),
    ),
    Case(
        code="S2SS-E04",
        when="a payment has no release behind it",
        broken=lambda: certified(
            (*WHEN_LAST_TERM_INVOICED, changed(PAYMENT_MADE, settles=settling(3, pounds(6000))))
        ),
        kept=lambda: certified((*WHEN_LAST_TERM_INVOICED, PAYMENT_MADE)),
    ),
    Case(
        code="S2SS-E04",
        when="a deployment is closed with a payment of more than was released",
        broken=lambda: closed((*WHEN_SETTLED, changed(PAYMENT_MADE, amount=Money(1_100_001)))),
        kept=lambda: closed((*WHEN_SETTLED, changed(PAYMENT_MADE, amount=Money(1_100_000)))),
    ),
    Case(
        code="S2SS-E05",
        when="the final report was not finalised",
        broken=lambda: certified(but(WHEN_LAST_TERM_INVOICED, LAST_TERM_REPORTED[5])),
        kept=certified,
    ),
    Case(
        code="S2SS-E05",
        when="the final report was finalised the day after",
        broken=lambda: certified(on=date(2024, 12, 11)),
        kept=lambda: certified(on=date(2024, 12, 12)),
    ),
    Case(
        code="S2SS-E05",
        when="it goes with an interim report",
        broken=lambda: certified(with_report="i-1"),
        kept=lambda: certified(with_report="f-1"),
    ),
    Case(
        code="S2SS-E06",
        when="a second certificate does not supersede the first",
        broken=lambda: certified(WHEN_RETURNED, certificate="cert-2"),
        kept=lambda: certified(WHEN_RETURNED, certificate="cert-2", supersedes="cert-1"),
    ),
    Case(
        code="S2SS-E06",
        when="a certificate supersedes one that is superseded already",
        broken=lambda: certified((*WHEN_RETURNED, SECOND), certificate="cert-3", supersedes="cert-1"),
        kept=lambda: certified((*WHEN_RETURNED, SECOND), certificate="cert-3", supersedes="cert-2"),
    ),
    Case(
        code="S2SS-E06",
        when="it begins on the last day of the one before",
        broken=lambda: certified((*WHEN_LAST_TERM_INVOICED, TWO_DAYS), covers_from=date(2024, 1, 9)),
        kept=lambda: certified((*WHEN_LAST_TERM_INVOICED, TWO_DAYS), covers_from=date(2024, 1, 10)),
    ),
    Case(
        code="S2SS-E06",
        when="it takes the place of two, and names neither",
        broken=lambda: certified((*WHEN_LAST_TERM_INVOICED, TO_MARCH, FROM_APRIL)),
        kept=lambda: certified((*WHEN_LAST_TERM_INVOICED, TO_MARCH, FROM_APRIL), supersedes="cert-0"),
    ),
    Case(
        code="S2SS-E60",
        when="it is of an award that does not fund the deployment",
        broken=lambda: certified(award="g-9"),
        kept=lambda: certified(award="G-1"),
    ),
    Case(
        code="S2SS-E29",
        when="the award asks for one a financial year, and it is of two",
        broken=lambda: certified(context=YEARLY),
        kept=lambda: certified(
            (*WHEN_LAST_TERM_INVOICED, TO_MARCH), covers_from=date(2024, 4, 1), context=YEARLY
        ),
    ),
    Case(
        code="S2SS-E29",
        when="one of its awards asks for one a financial year, and it names none",
        broken=lambda: certified(context=ANOTHER_YEARLY),
        kept=lambda: certified(award="G-1", context=ANOTHER_YEARLY),
    ),
    Case(
        code="S2SS-E29",
        when="it is of one year of one award and of two of another's",
        broken=lambda: certified(
            WHEN_SIGNED,
            covers_from=date(2023, 9, 1),
            covers_to=date(2024, 8, 31),
            context=IN_DIFFERENT_YEARS,
            final=False,
            with_report=None,
        ),
        kept=lambda: certified(
            WHEN_SIGNED,
            covers_from=date(2023, 9, 1),
            covers_to=date(2024, 3, 31),
            context=IN_DIFFERENT_YEARS,
            final=False,
            with_report=None,
        ),
    ),
    Case(
        code="S2SS-E29",
        when="it is of two years by each reckoning of the award",
        broken=lambda: certified(
            covers_from=date(2023, 11, 1), covers_to=date(2024, 12, 12), context=BY_BOTH_YEARS
        ),
        kept=lambda: certified(
            WHEN_SIGNED,
            covers_from=date(2023, 9, 1),
            covers_to=date(2024, 8, 31),
            context=BY_BOTH_YEARS,
            final=False,
            with_report=None,
        ),
    ),
    Case(
        code="S2SS-E07",
        when="a certificate comes back that was never certified",
        broken=lambda: returned(certificate="cert-9"),
        kept=returned,
    ),
    Case(
        code="S2SS-E07",
        when="it comes back with another report",
        broken=lambda: returned(with_report="i-1"),
        kept=returned,
    ),
    Case(
        code="S2SS-E07",
        when="it comes back the day before it was certified",
        broken=lambda: returned(on=date(2024, 12, 15)),
        kept=lambda: returned(on=date(2024, 12, 16)),
    ),
    Case(
        code="S2SS-E08",
        when="the support has not ended",
        broken=lambda: closed(but(WHEN_SETTLED, SUPPORT_ENDED)),
        kept=closed,
    ),
    Case(
        code="S2SS-E08",
        when="it is closed the day before the end",
        broken=lambda: closed(on=date(2024, 12, 19)),
        kept=lambda: closed(on=date(2024, 12, 20)),
    ),
    Case(
        code="S2SS-E09",
        when="an instalment is neither released nor cancelled",
        broken=lambda: closed((*WHEN_ENDED, *NOT_PAID)),
        kept=lambda: closed((*WHEN_ENDED, *NOT_PAID, LAST_CANCELLED)),
    ),
    Case(
        code="S2SS-E19",
        when="a penny is owed to the payee",
        broken=lambda: closed((*WHEN_ENDED, ALL_BUT_A_PENNY, *NOT_PAID[1:], LAST_CANCELLED)),
        kept=lambda: closed((*WHEN_ENDED, *NOT_PAID, LAST_CANCELLED)),
    ),
    Case(
        code="S2SS-E10",
        when="more was released than is eligible",
        broken=lambda: closed((*WHEN_SETTLED, STRUCK_OUT)),
        kept=lambda: closed((*WHEN_SETTLED, STRUCK_OUT, RECOVERED)),
    ),
    Case(
        code="S2SS-E11",
        when="what ran its course has no final report",
        broken=lambda: closed(but(WHEN_SETTLED, FINAL_REPORTED)),
        kept=closed,
    ),
    Case(
        code="S2SS-E11",
        when="what ended as completed has no final report and is closed as cancelled",
        broken=lambda: closed(but(WHEN_SETTLED, FINAL_REPORTED), cause="cancelled"),
        kept=lambda: closed(cause="cancelled"),
    ),
    Case(
        code="S2SS-E16",
        when="no certificate came back of what ended as completed and is closed as withdrawn",
        broken=lambda: closed(but(WHEN_SETTLED, CERTIFICATE_RETURNED), cause="withdrawn"),
        kept=lambda: closed(cause="withdrawn"),
    ),
    Case(
        code="S2SS-M40",
        when="support that was withdrawn is closed on a certificate of a penny more than is eligible",
        broken=lambda: closed(withdrawn(pounds(11_000) + Money(1)), cause="withdrawn"),
        kept=lambda: closed(withdrawn(pounds(11_000)), cause="withdrawn"),
    ),
    Case(
        code="S2SS-E12",
        when="an end is recorded after closing",
        broken=lambda: ending.end_support(
            at(but(WHEN_CLOSED, SUPPORT_ENDED)), NOW, changed(SUPPORT_ENDED, on=date(2025, 1, 20))
        ),
        kept=lambda: ending.end_support(at(but(WHEN_SETTLED, SUPPORT_ENDED)), NOW, SUPPORT_ENDED),
    ),
    Case(
        code="S2SS-E13",
        when="the support ended the day before its last visit",
        broken=lambda: ended(actual_end=date(2024, 11, 19)),
        kept=lambda: ended(actual_end=date(2024, 11, 20)),
    ),
    Case(
        code="S2SS-E14",
        when="the end is recorded the day before it comes",
        broken=lambda: ended(on=date(2024, 12, 19)),
        kept=lambda: ended(on=date(2024, 12, 20)),
    ),
    Case(
        code="S2SS-E15",
        when="the support has ended before",
        broken=lambda: ended(WHEN_ENDED, actual_end=date(2024, 12, 21), on=date(2024, 12, 21)),
        kept=lambda: ended(WHEN_RETURNED, actual_end=date(2024, 12, 21), on=date(2024, 12, 21)),
    ),
    Case(
        code="S2SS-M40",
        when="it is closed on a certificate of a penny more than is eligible",
        broken=lambda: closed(
            but(WHEN_SETTLED, CERTIFIED, changed(CERTIFIED, eligible=pounds(11_000) + Money(1)))
        ),
        kept=lambda: closed(but(WHEN_SETTLED, CERTIFIED, changed(CERTIFIED, eligible=pounds(11_000)))),
    ),
    Case(
        code="S2SS-E16",
        when="no certificate came back",
        broken=lambda: closed(but(WHEN_SETTLED, CERTIFICATE_RETURNED)),
        kept=closed,
    ),
    Case(
        code="S2SS-E16",
        when="the certificate that superseded the one returned did not come back",
        broken=lambda: closed((*WHEN_SETTLED, SECOND)),
        kept=lambda: closed(
            (*WHEN_SETTLED, SECOND, changed(CERTIFICATE_RETURNED, certificate="cert-2", on=date(2025, 1, 9)))
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


def test_no_certificate_is_issued_despite() -> None:
    assert not certified(statements=()).may_be_accepted


def test_the_refusal_of_a_certificate_without_statements_names_all_of_them() -> None:
    (broken,) = certified(statements=()).broken

    assert all(statement in broken.clears for statement in EXCEED.certificate_statements)


def test_the_statements_of_these_tests_are_all_there_are() -> None:
    assert {statement.id for statement in STATEMENTS} == set(EXCEED.certificate_statements)


def test_a_programme_lists_the_statements_of_its_own_certificates() -> None:
    own = attrs.evolve(NOW, programme=attrs.evolve(EXCEED, certificate_statements=("spent-on-cover",)))
    there = at(WHEN_LAST_TERM_INVOICED)
    made = changed(CERTIFIED, statements=(Statement(id="spent-on-cover", made=True),))

    assert codes(ending.certify_grant_usage(there, own, CERTIFIED)) == ["S2SS-E02"]
    assert codes(ending.certify_grant_usage(there, own, made)) == []


def test_only_a_final_certificate_needs_a_report() -> None:
    interim = changed(CERTIFIED, final=False, with_report=None)
    back = changed(CERTIFICATE_RETURNED, with_report=None)
    there = at((*WHEN_LAST_TERM_INVOICED, interim, back))

    assert codes(certified(with_report=None)) == ["S2SS-E05"]
    assert codes(certified(final=False, with_report=None)) == []
    assert codes(ending.submit_certificate(at((*WHEN_LAST_TERM_INVOICED, interim)), NOW, back)) == []
    assert there.ending.returned_with(None) is None


def test_a_certificate_before_the_last_needs_no_final_report_and_covers_what_was_spent_so_far() -> None:
    decision = certified(
        WHEN_RELEASED, final=False, with_report="i-1", on=date(2024, 4, 12), covers_to=date(2024, 3, 1)
    )

    assert codes(decision) == []


def test_a_cost_that_is_disallowed_in_full_need_not_be_covered() -> None:
    outside = changed(VISIT, visit="v-0", on=date(2024, 1, 9))
    disallowed = CostDisallowed(
        disallowance="x-1",
        on=date(2024, 1, 9),
        of=Cause("visit", ("v-0",)),
        amount=pounds(500),
        reason="outside-period",
        by=person("u-2"),
    )
    after_it: dict[str, Any] = {"covers_from": date(2024, 1, 10)}
    in_part = changed(disallowed, amount=Money(49_999))

    assert codes(certified((*WHEN_LAST_TERM_INVOICED, outside, in_part), **after_it)) == ["S2SS-E03"]
    assert codes(certified((*WHEN_LAST_TERM_INVOICED, outside, disallowed), **after_it)) == []


def test_a_certificate_names_the_costs_outside_its_period() -> None:
    (broken,) = certified(covers_to=date(2024, 11, 19)).broken

    assert "v-6 on 2024-11-20" in broken.clears


def test_a_certificate_may_be_prepared_at_any_time_before_its_certifier_looks() -> None:
    fact = CertificatePrepared(
        certificate="cert-1",
        on=date(2024, 12, 13),
        covers_from=date(2024, 1, 8),
        covers_to=date(2024, 12, 12),
        preparer=THE_BUSINESS_MANAGER,
    )

    assert codes(ending.prepare_certificate(at(WHEN_RETURNED), NOW, fact)) == []
    assert at(WHEN_LAST_TERM_INVOICED, fact).ending.standing == []


# Payments without a release are errors, until a release matches them or they come back.


def errors(*then: DeploymentEvent, history: Iterable[DeploymentEvent] = WHEN_RELEASED) -> list[str]:
    return list(payments.errors(at(history, *then)))


def test_a_payment_up_to_its_release_is_no_error() -> None:
    assert errors(PAYMENT_MADE) == []
    assert errors(PAYMENT_MADE, history=WHEN_INVOICED) == ["payment p-1"]
    assert errors(changed(PAYMENT_MADE, settles=settling(2, pounds(6000)))) == ["payment p-1"]


def test_payments_for_one_instalment_add_up_and_the_one_that_passes_its_release_is_the_error() -> None:
    first, second = (
        changed(PAYMENT_MADE, payment=name, amount=pounds(amount), settles=settling(1, pounds(amount)))
        for name, amount in (("p-1", 4000), ("p-2", 2001))
    )

    assert errors(first) == []
    assert errors(first, second) == ["payment p-2"]
    assert errors(first, changed(second, amount=pounds(2000), settles=settling(1, pounds(2000)))) == []


def test_a_payment_settles_several_entries_and_only_releases_are_compared_with_releases() -> None:
    cost = Settled(of=Cause("cost", ("c-1",)), amount=pounds(600))
    both = changed(PAYMENT_MADE, amount=pounds(6600), settles=(*settling(1, pounds(6000)), cost))
    with_vat = changed(PAYMENT_MADE, amount=pounds(7200), vat=pounds(1200), vat_recovered=pounds(1200))

    assert errors(both) == []
    assert errors(both, history=WHEN_INVOICED) == ["payment p-1"]
    assert errors(changed(both, amount=pounds(6601))) == []
    assert errors(with_vat) == []
    assert errors(changed(with_vat, vat_recovered=pounds(1199))) == []


def test_a_payment_that_came_back_is_no_error_beside_one_that_did_not() -> None:
    second = changed(PAYMENT_MADE, payment="p-2")
    back = PaymentReversed(payment="p-2", document="B-1", on=date(2024, 4, 20), amount=pounds(6000))

    assert errors(PAYMENT_MADE, second, back, history=WHEN_INVOICED) == ["payment p-1"]


def test_a_payment_that_came_back_or_was_struck_out_is_no_error_any_more() -> None:
    stray = changed(PAYMENT_MADE, settles=settling(2, pounds(6000)))
    back = PaymentReversed(payment="p-1", document="B-1", on=date(2024, 4, 20), amount=pounds(6000))
    struck = EntryStruckOut(
        of=Cause("payment", ("p-1",)),
        on=date(2024, 4, 20),
        cause="duplicate",
        reason="Twice.",
        asked_by=person("u-1"),
        agreed_by=person("u-2"),
    )

    assert errors(stray) == ["payment p-1"]
    assert errors(stray, changed(back, amount=Money(599_999))) == ["payment p-1"]
    assert errors(stray, back) == []
    assert errors(stray, struck) == []


def test_a_payment_that_settles_an_invoice_needs_no_release() -> None:
    invoiced = changed(PAYMENT_MADE, settles=(Settled(of=Cause("invoice", ("i-1",)), amount=Money(600_000)),))

    assert errors(PAYMENT_MADE, history=(BROKERED,)) == ["payment p-1"]
    assert errors(invoiced, history=(BROKERED,)) == []


# What ends otherwise than by running its course


def test_support_that_was_cut_short_may_close_without_its_last_papers() -> None:
    stopped = changed(SUPPORT_ENDED, cause="withdrawn", actual_end=date(2024, 1, 31), on=date(2024, 1, 31))
    history = (*UNFINISHED, stopped)
    disallowed = changed(NOT_PAID[1], of=Cause("visit", ("v-1",)))

    assert codes(closed(history, cause="withdrawn")) == ["S2SS-E19"]
    assert codes(closed((*history, disallowed), cause="withdrawn")) == []
    assert codes(closed((*history, disallowed), cause="completed")) == ["S2SS-E09", "S2SS-E11", "S2SS-E16"]


def test_a_payment_that_settles_nothing_is_no_error() -> None:
    assert errors(changed(PAYMENT_MADE, settles=())) == []


def test_vat_that_the_payer_bears_goes_beyond_no_release() -> None:
    gross = changed(PAYMENT_MADE, amount=pounds(7200), vat=pounds(1200), settles=settling(1, pounds(7200)))

    assert errors(gross) == []
    assert errors(changed(gross, vat=pounds(1199))) == ["payment p-1"]


def test_support_that_never_began_may_end_before_it_starts() -> None:
    decision = ended([BROKERED], actual_end=date(2023, 12, 1), on=date(2023, 12, 1), cause="cancelled")

    assert codes(decision) == []


@pytest.mark.parametrize("brokered", (BROKERED_INTERNALLY, BROKERED_SELF_FUNDED))
def test_support_without_a_grant_closes_without_a_certificate(brokered: DeploymentEvent) -> None:
    history = (brokered, SUPPORT_ENDED, FINAL_REPORTED)

    assert codes(closed(history)) == []


def test_the_newest_certificate_stands_and_its_return_counts_from_the_first_day() -> None:
    late = changed(CERTIFICATE_RETURNED, on=date(2025, 1, 20))
    state = at(WHEN_RETURNED, late).ending

    assert state.returned_with("f-1") == date(2024, 12, 16)
    assert state.returned_with("i-1") is None
    assert at(WHEN_RETURNED, SECOND).ending.names_standing == ["cert-2"]


@pytest.mark.parametrize(
    ("certificates", "standing"),
    (
        ((TO_MARCH, FROM_APRIL), ["cert-0", "cert-9"]),
        ((TO_MARCH, FROM_APRIL, CERTIFIED), ["cert-1"]),
        ((CERTIFIED, TO_MARCH), ["cert-0"]),
        ((TO_MARCH, changed(FROM_APRIL, supersedes="cert-0")), ["cert-9"]),
    ),
)
def test_a_certificate_stands_until_another_is_of_one_of_its_days_or_names_it(
    certificates: tuple[DeploymentEvent, ...], standing: list[str]
) -> None:
    assert at(WHEN_LAST_TERM_INVOICED, *certificates).ending.names_standing == standing


def test_what_ran_its_course_closes_when_the_certificate_of_each_year_came_back() -> None:
    first = changed(CERTIFICATE_RETURNED, certificate="cert-0", with_report=None)
    last = changed(CERTIFICATE_RETURNED, certificate="cert-9")
    history = tuple(event for event in WHEN_SETTLED if event not in (CERTIFIED, CERTIFICATE_RETURNED))

    assert codes(closed((*history, TO_MARCH, FROM_APRIL, last))) == ["S2SS-E16"]
    assert codes(closed((*history, TO_MARCH, FROM_APRIL, first, last))) == []


def test_what_ran_its_course_closes_when_a_certificate_of_each_award_came_back() -> None:
    of_two = but(
        WHEN_SETTLED, BROKERED, changed(BROKERED, funding=Funding(kind="external", awards=("g-1", "g-2")))
    )
    shares = tuple(
        AwardShare(award=award, lines=frozenset(lines), allocated=pounds(0))
        for award, lines in (("g-1", "1"), ("g-2", "23"))
    )
    context = attrs.evolve(NOW, shares=shares)
    of_the_first = but(of_two, CERTIFIED, changed(CERTIFIED, award="g-1"))

    assert codes(closure.close(at(of_two), context, CLOSED)) == []
    assert codes(closure.close(at(of_the_first), context, CLOSED)) == ["S2SS-E16"]


def test_where_the_programme_asks_for_no_final_report_none_is_missed() -> None:
    unwritten = attrs.evolve(EXCEED, reports=attrs.evolve(EXCEED.reports, final_authors=()))
    deployment = at(but(WHEN_SETTLED, FINAL_REPORTED))

    assert codes(closure.close(deployment, attrs.evolve(NOW, programme=unwritten), CLOSED)) == []
