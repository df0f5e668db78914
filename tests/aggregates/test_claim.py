from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

import pytest

from s2ss_core.aggregates.claim import Claim, register_claim, replay
from s2ss_core.aggregates.decision import Decision
from s2ss_core.events import ClaimEvent, ClaimRegistered
from s2ss_core.testing.given import given
from s2ss_core.values import Cause, Money
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
IN_FULL = {REGISTERED.because: pounds(1000)}


def claimed_again(
    fact: ClaimRegistered = ELSEWHERE,
    *before: ClaimRegistered,
    claimed: Mapping[Cause, Money] = MappingProxyType(IN_FULL),
) -> Decision[ClaimEvent]:
    """A claim decided after the first one, and after these."""
    return register_claim(Claim(registered=(REGISTERED, *before)), fact, claimed=claimed)


PART = changed(ELSEWHERE, total=pounds(2500), amount=pounds(1500))
NEXT_YEAR = changed(ELSEWHERE, issued_on=date(2025, 2, 3))
DATED = changed(REGISTERED, issued_on=date(2024, 2, 1), because=Cause("cost", ("c-2",), "deployment:d-1"))
CASES = (
    Case(
        code="S2SS-C01",
        when="another deployment has claimed the invoice",
        broken=claimed_again,
        kept=lambda: claimed_again(claimed={REGISTERED.because: Money(0)}),
    ),
    Case(
        code="S2SS-C01",
        when="the parts of an invoice come to a penny more than its total",
        broken=lambda: claimed_again(changed(PART, amount=Money(150_001))),
        kept=lambda: claimed_again(PART),
    ),
    Case(
        code="S2SS-C01",
        when="an earlier part said what the invoice comes to",
        broken=lambda: claimed_again(
            changed(ELSEWHERE, amount=Money(50_001)),
            changed(
                PART, deployment="d-3", amount=pounds(1000), because=Cause("cost", ("c-3",), "deployment:d-3")
            ),
            claimed=IN_FULL | {Cause("cost", ("c-3",), "deployment:d-3"): pounds(1000)},
        ),
        kept=lambda: claimed_again(
            changed(ELSEWHERE, amount=Money(50_000)),
            changed(
                PART, deployment="d-3", amount=pounds(1000), because=Cause("cost", ("c-3",), "deployment:d-3")
            ),
            claimed=IN_FULL | {Cause("cost", ("c-3",), "deployment:d-3"): pounds(1000)},
        ),
    ),
    Case(
        code="S2SS-C01",
        when="a later claim says that the invoice comes to more",
        broken=lambda: register_claim(
            Claim(registered=(changed(REGISTERED, total=pounds(1200)),)),
            changed(PART, amount=Money(20_001)),
            claimed=IN_FULL,
        ),
        kept=lambda: register_claim(
            Claim(registered=(changed(REGISTERED, total=pounds(1200)),)),
            changed(PART, amount=Money(20_000)),
            claimed=IN_FULL,
        ),
    ),
    Case(
        code="S2SS-C01",
        when="a credit gave back less than is claimed again",
        broken=lambda: claimed_again(
            changed(PART, total=pounds(1000), amount=Money(40_001)), claimed={REGISTERED.because: pounds(600)}
        ),
        kept=lambda: claimed_again(
            changed(PART, total=pounds(1000), amount=Money(40_000)), claimed={REGISTERED.because: pounds(600)}
        ),
    ),
    Case(
        code="S2SS-C01",
        when="the invoice has the same number and the same day",
        broken=lambda: register_claim(
            Claim(registered=(DATED,)),
            changed(NEXT_YEAR, issued_on=DATED.issued_on),
            claimed={DATED.because: pounds(1000)},
        ),
        kept=lambda: register_claim(
            Claim(registered=(DATED,)), NEXT_YEAR, claimed={DATED.because: pounds(1000)}
        ),
    ),
    Case(
        code="S2SS-C01",
        when="nobody knows the day on the earlier invoice",
        broken=lambda: claimed_again(NEXT_YEAR),
        kept=lambda: claimed_again(NEXT_YEAR, claimed={}),
    ),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_exactly_one_rule_is_not_met(case: Case) -> None:
    assert codes(case.broken()) == [case.code]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_every_rule_is_met_in_the_case_next_to_it(case: Case) -> None:
    (event,) = case.kept().events_or_raise()

    assert isinstance(event, ClaimRegistered)


def test_a_first_claim_is_registered() -> None:
    assert register_claim(None, REGISTERED, claimed={}).events_or_raise() == (REGISTERED,)


def test_an_invoice_claimed_twice_is_recorded_only_despite_and_says_by_whom_it_was_claimed() -> None:
    refused = (
        given(REGISTERED)
        .when(register_claim, ELSEWHERE, claimed=IN_FULL)
        .then_refused("S2SS-C01", despite=True)
    )

    assert "d-1" in str(refused)
    assert "RP-1" in str(refused)


def test_of_an_invoice_that_is_claimed_beyond_its_total_nothing_is_left() -> None:
    refused = claimed_again(changed(PART, total=pounds(900)))

    assert dict(refused.broken[0].facts)["left"] == "£0.00"
    assert refused.request == "claim invoice RP-1 of reading-programme for d-2"


def test_every_claim_is_kept() -> None:
    assert replay([REGISTERED, ELSEWHERE]) == Claim(registered=(REGISTERED, ELSEWHERE))
    assert replay([]) is None
