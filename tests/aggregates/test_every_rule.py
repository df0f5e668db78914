"""No rule without a decision that breaks it alone, and no decision that says less than it should."""

from functools import partial
from types import ModuleType

import pytest

from s2ss_core.rules import Broken, Refused, Rule, every_rule, money
from s2ss_core.rules.facts import facts_in_words
from s2ss_core.values import Money
from tests.aggregates import (
    test_award_closure,
    test_award_costs,
    test_claim,
    test_grant,
    test_leader_year,
    test_organisation,
    test_system_leader,
)
from tests.aggregates.cases import Case
from tests.aggregates.deployment import (
    test_activities,
    test_agreement,
    test_brokering,
    test_certification,
    test_checklists,
    test_corrections,
    test_ending,
    test_gates,
    test_institute,
    test_money,
    test_partnership,
    test_people,
    test_planning,
    test_renegotiation,
    test_reporting,
    test_support,
)
from tests.golden.file import GOLDEN, GoldenFile

STAGES: tuple[ModuleType, ...] = (
    test_activities, test_agreement, test_award_closure, test_award_costs, test_brokering, test_certification, test_checklists, test_claim, test_ending, test_gates, test_grant, test_institute, test_leader_year, test_corrections,
    test_money, test_organisation, test_partnership, test_people, test_planning, test_renegotiation, test_reporting, test_support, test_system_leader,
)  # fmt: skip
CASES: tuple[Case, ...] = tuple(case for stage in STAGES for case in stage.CASES)
DECIDING = [rule for rule in every_rule() if not rule.advisory]

# Rules that no decision names by themselves, and the tests that break them.
ELSEWHERE = {
    "S2SS-M21": "test_ending.test_a_payment_up_to_its_release_is_no_error: it stands behind S2SS-E04",
    "S2SS-X30": "test_decision.test_whoever_has_a_part_in_a_fact_cannot_accept_it: it stands beside the broken rules",
    "S2SS-X06": "test_decision.test_the_one_who_records_cannot_accept_it_too: it stands beside the broken rules",
}


@pytest.mark.parametrize("rule", DECIDING, ids=lambda rule: rule.code)
def test_every_rule_is_broken_by_some_decision(rule: Rule[...]) -> None:
    broken = {case.code for case in CASES} | ELSEWHERE.keys()

    assert rule.code in broken


def test_no_case_and_no_exception_is_of_a_rule_that_is_gone() -> None:
    known = {rule.code for rule in DECIDING}

    assert {case.code for case in CASES} <= known
    assert ELSEWHERE.keys() <= known - {case.code for case in CASES}


@pytest.mark.parametrize("case", CASES, ids=str)
def test_every_refusal_says_the_code_the_sentence_the_facts_the_source_and_what_would_clear_it(
    case: Case,
) -> None:
    decision = case.broken()
    (broken,) = decision.broken

    with pytest.raises(Refused) as refusal:
        decision.events_or_raise()

    message = str(refusal.value)
    assert message.startswith(f"Cannot {decision.request}: 1 rule is not met.\n")
    assert f"[{case.code}] Rule: {broken.rule.sentence}. Not met" in message
    assert facts_in_words(broken.facts) in message
    assert broken.clears in message
    assert str(broken.rule.source) in message
    assert ("record it with despite" in message) == refusal.value.may_be_accepted == decision.may_be_accepted


def refused(case: Case) -> str:
    """The whole refusal of what a case asks for, without its sources."""
    with pytest.raises(Refused) as refusal:
        case.broken().events_or_raise()
    message = "\n".join(line.partition(" Source: ")[0] for line in str(refusal.value).splitlines())
    return f"when {case.when}\n{message}\n"


REFUSALS = GoldenFile(GOLDEN / "refusals.txt", lambda: "\n".join(map(refused, CASES)))
AGREED = frozenset(f"{refusal.strip()}\n" for refusal in REFUSALS.kept().split("\n\n"))


@pytest.mark.parametrize("case", CASES, ids=str)
def test_every_refusal_is_in_the_words_that_were_agreed(case: Case) -> None:
    assert refused(case) in AGREED, REFUSALS.advice


def test_no_words_were_agreed_that_no_refusal_says() -> None:
    assert REFUSALS.make() == REFUSALS.kept(), REFUSALS.advice


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_decision_changes_nothing_and_is_the_same_twice(case: Case) -> None:
    assert case.broken() == case.broken()
    assert case.kept() == case.kept()


def test_a_payment_beyond_its_release_breaks_its_rule() -> None:
    broken_by = partial(
        money.a_release_stands_behind_every_payment.broken_by, payment="p-1", instalment="1", amount=Money(2)
    )

    assert broken_by(released=Money(2)) == ()
    (broken,) = broken_by(released=Money(1))
    assert isinstance(broken, Broken)
