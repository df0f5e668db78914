from datetime import date

import pytest

from s2ss_core.aggregates.claim import Claim, register_claim, replay
from s2ss_core.aggregates.decision import Decision
from s2ss_core.events import ClaimEvent, ClaimRegistered
from s2ss_core.testing.given import given
from s2ss_core.values import Cause
from tests.aggregates.cases import Case
from tests.aggregates.histories import changed, codes, pounds

REGISTERED = ClaimRegistered(
    supplier="reading-programme",
    invoice_number="RP-1",
    on=date(2024, 2, 5),
    deployment="d-1",
    amount=pounds(1000),
    because=Cause("cost", ("c-1",), "deployment:d-1"),
)
ELSEWHERE = changed(REGISTERED, deployment="d-2", because=Cause("cost", ("c-9",), "deployment:d-2"))


def claimed_again(*, stands: bool) -> Decision[ClaimEvent]:
    return register_claim(Claim(registered=REGISTERED), ELSEWHERE, stands=stands)


CASES = (
    Case(
        code="S2SS-C01",
        when="another deployment has claimed the invoice",
        broken=lambda: claimed_again(stands=True),
        kept=lambda: claimed_again(stands=False),
    ),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_exactly_one_rule_is_not_met(case: Case) -> None:
    assert codes(case.broken()) == [case.code]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_every_rule_is_met_in_the_case_next_to_it(case: Case) -> None:
    assert case.kept().events_or_raise() == (ELSEWHERE,)


def test_a_first_claim_is_registered() -> None:
    assert register_claim(None, REGISTERED, stands=False).events_or_raise() == (REGISTERED,)


def test_an_invoice_claimed_twice_is_recorded_only_despite_and_says_by_whom_it_was_claimed() -> None:
    refused = (
        given(REGISTERED).when(register_claim, ELSEWHERE, stands=True).then_refused("S2SS-C01", despite=True)
    )

    assert "d-1" in str(refused)
    assert "RP-1" in str(refused)


def test_the_newest_claim_counts() -> None:
    assert replay([REGISTERED, ELSEWHERE]) == Claim(registered=ELSEWHERE)
    assert replay([]) is None
