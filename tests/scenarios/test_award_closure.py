"""An award is closed when every penny of it is accounted for, and opened again for a correction that comes after."""

from datetime import date
from typing import Any

from s2ss_core.events import AwardReopened, AwardVaried, CostDisallowed, GrantRecovered
from s2ss_core.testing.lifecycle.cast import person
from s2ss_core.values import Cause, Money
from tests.aggregates.histories import A_SECOND_OFFICER, HOME_TRUST, THE_OFFICER, changed, pounds
from tests.scenarios.case_one import (
    AWARD_CLOSED,
    CLOSED_COMPLETED,
    RETURNED_TO_FUNDER,
    SECOND_TRANCHE,
    SUPPORT_RETURNED,
    Desk,
)
from tests.scenarios.facts import refused
from tests.scenarios.test_award import TO_THE_END, at, balance, in_pounds, usage


def without(*left_out: Any) -> Desk:
    return at(AWARD_CLOSED.on, tuple(fact for fact in TO_THE_END if fact not in left_out))


def test_an_award_closes_when_all_of_it_is_eligible_or_went_back() -> None:
    desk = without()

    desk.play(AWARD_CLOSED)

    assert balance(usage(desk)) == (7380, 900, 0, 0, 3720, 12_000)


def test_with_one_penny_less_returned_the_award_stays_open_and_the_penny_is_named() -> None:
    desk = without(RETURNED_TO_FUNDER)
    desk.play(changed(RETURNED_TO_FUNDER, amount=Money(3719_99)))

    (broken,) = desk.brokerage.close_award.why_not(grant="g-1", on=AWARD_CLOSED.on, by=THE_OFFICER)

    assert broken.rule.code == "S2SS-G17"
    assert broken.facts == (("unspent", "£0.01"),)
    desk.play(changed(RETURNED_TO_FUNDER, reference="gr-2", amount=Money(1)), AWARD_CLOSED)


def test_an_award_stays_open_while_a_deployment_of_it_is_open() -> None:
    assert refused(without(CLOSED_COMPLETED).brokerage, AWARD_CLOSED) == ["S2SS-G16"]


def test_an_award_whose_last_tranche_never_comes_is_varied_down_and_closes() -> None:
    desk = without(SECOND_TRANCHE, RETURNED_TO_FUNDER)
    desk.play(changed(SECOND_TRANCHE, amount=pounds(280)))
    assert refused(desk.brokerage, changed(RETURNED_TO_FUNDER, amount=Money(1))) == ["S2SS-G12"]
    assert refused(desk.brokerage, AWARD_CLOSED) == ["S2SS-G17", "S2SS-G19"]

    desk.play(VARIED_DOWN, AWARD_CLOSED)

    # 8,280 = 8,280 + 0 + 0 + 0
    assert in_pounds(usage(desk).amounts.awarded) == (8280,)
    assert balance(usage(desk)) == (7380, 900, 0, 0, 0, 8280)


def test_what_is_disallowed_after_the_award_was_closed_goes_back_too() -> None:
    desk = without()
    desk.play(AWARD_CLOSED)

    desk.play(LAST_ENGLISH_DAY_DISALLOWED, RECOVERED)
    assert refused(desk.brokerage, BACK) == ["S2SS-G05"]
    desk.play(REOPENED, BACK)
    assert refused(desk.brokerage, CLOSED_AGAIN) == ["S2SS-G17"]
    desk.play(changed(RETURNED_TO_FUNDER, reference="gr-2", on=BACK.on, amount=pounds(400)), CLOSED_AGAIN)
    award, deployment = usage(desk), desk.brokerage.grant_usage("d-1")

    # 6,980 = 7,380 − 400; 8,000 = 6,980 + 0 + 0 + 1,020; 12,000 = 7,880 + 0 + 0 + 4,120
    amounts = deployment.amounts
    assert in_pounds(amounts.eligible, amounts.released, amounts.recovered, amounts.overpaid) == (
        6980, 7380, 400, 0,
    )  # fmt: skip
    assert in_pounds(amounts.set_aside, amounts.unspent, amounts.returned) == (8000, 0, 1020)
    assert balance(award) == (6980, 900, 0, 0, 4120, 12_000)
    assert [(cut.period, *in_pounds(cut.eligible)) for cut in deployment.cuts.by_financial_year] == [
        ("2023-24", 5450),
        ("2024-25", 1530),
    ]


VARIED_DOWN = AwardVaried(variation="v-1", on=AWARD_CLOSED.on, direction="less", amount=pounds(3720))
LATER = date(2024, 10, 1)
LAST_ENGLISH_DAY_DISALLOWED = CostDisallowed(
    disallowance="x-1",
    on=LATER,
    of=Cause("visit", ("english-03-20",)),
    amount=pounds(400),
    reason="outside-the-agreement",
    by=A_SECOND_OFFICER,
)
RECOVERED = GrantRecovered(
    recovery="rec-1",
    on=LATER,
    amount=pounds(400),
    recovered_from=HOME_TRUST,
    how="repaid",
    asked_by=person("u-1"),
    agreed_by=person("u-2"),
)
REOPENED = AwardReopened(
    reopening="ro-1",
    on=LATER,
    asked_by=person("u-1"),
    agreed_by=person("u-2"),
    reason="A day was disallowed.",
)
BACK = changed(SUPPORT_RETURNED, returning="ar-3", on=LATER, amount=pounds(400))
CLOSED_AGAIN = changed(AWARD_CLOSED, on=LATER)
