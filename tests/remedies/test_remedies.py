"""Every refusal says what would clear it. Each is carried out here by commands, and the command is then let through."""

import re

import attrs
import pytest

from s2ss_core.errors import BadInput
from s2ss_core.events import AcceptedDespite
from s2ss_core.rules import Broken, Despite, Refused, every_rule
from s2ss_core.testing.lifecycle.cast import SYSTEM_LEADER
from s2ss_core.testing.lifecycle.deviations.deviation import ALL_THE_SAME, SELF_ACCEPTED
from s2ss_core.testing.lifecycle.scenario import Scenario
from tests.aggregates.cases import Case
from tests.aggregates.test_every_rule import CASES
from tests.remedies import (
    activities,
    agreement,
    award,
    award_closure,
    brokering,
    checklists,
    ending,
    former_lead,
    grant,
    institute,
    money,
    offices,
    organisation,
    partnership,
    planning,
    reporting,
    strikes,
    supplement,
)
from tests.remedies.remedy import Remedy, fits

REMEDIES: tuple[Remedy, ...] = (
    *brokering.BROKERING, *brokering.QA_LEADS, *brokering.LEADER_YEAR, *planning.LINES, *planning.PLANS, *planning.APPROVALS,
    *agreement.AGREEMENTS, *agreement.SUPPORT, *reporting.REPORTS, *reporting.REVIEWS, *reporting.RENEGOTIATIONS,
    *money.RELEASES, *money.BY_INVOICE, *money.PAYMENTS, *ending.CERTIFICATES, *ending.RECEIVED, *ending.YEARLY, *ending.CLOSING, *ending.CORRECTIONS,
    *supplement.SUPPLEMENTS, *former_lead.FORMER_LEADS, *strikes.STRIKES, *award_closure.CLOSINGS_OTHERWISE,
    *grant.AWARDS, *grant.CLAIMS, *award.COSTS, *award.CLOSINGS, *award.TWO_AWARDS, *offices.OFFICES, *organisation.ORGANISATIONS, *organisation.LEADERS,
    *institute.INSTITUTE, *activities.ACTIVITIES, *checklists.CHECKLISTS, *partnership.PARTNERSHIP,
)  # fmt: skip
THE_DAY_IS_FULL = "the whole day is on record: what else was done on it can only be recorded despite the rule"
IT_IS_SO = "there is nothing to record: what was asked for is so already, or never was"
NOT_CARRIED_OUT = {
    ("S2SS-B17", "Leave this out: nobody was the QA Lead on …."): IT_IS_SO,
    ("S2SS-E15", "Record nothing more: the support ended on …."): IT_IS_SO,
    ("S2SS-E17", "Record nothing: it is open."): IT_IS_SO,
    ("S2SS-M19", "Recover nothing: nothing was overpaid."): IT_IS_SO,
    ("S2SS-M30", "Leave this out: instalment … is not withheld on …."): IT_IS_SO,
    (
        "S2SS-S17",
        "Log no more hours of … on …: other records of that date have the whole day already.",
    ): THE_DAY_IS_FULL,
    ("S2SS-X04", "Disallow nothing of …: nothing is left of it to disallow."): IT_IS_SO,
    ("S2SS-X05", "Reverse nothing of …: nothing is left of it to reverse."): IT_IS_SO,
    ("S2SS-X12", "Leave … as it is: … rests on it, and is never struck out."): (
        "what rests on it is never struck out, so it stays"
    ),
    ("S2SS-M21", "Release the instalment that it pays (…), reverse the payment, or strike it out."): (
        "no decision asks it: it is a finding, and S2SS-E04 refuses because of it"
    ),
    (
        "S2SS-R88",
        "Give a later day: no leader had joined by ….",
    ): "the first leader has joined by the day of the brokering",
    ("S2SS-S74", "Record nothing: no support is withheld on …."): IT_IS_SO,
    ("S2SS-S08", "Charge visits to lines of leaders' days, and invoices to all other lines."): (
        "one of the two cases that say which of the two it is always applies"
    ),
    ("S2SS-X30", "Have somebody accept it whom the entry does not name: …."): (
        "test_a_despite_is_accepted_by_somebody_whom_the_entry_does_not_name carries it out"
    ),
    ("S2SS-X06", "Have somebody other than … accept it."): (
        "test_a_despite_is_accepted_by_somebody_else carries it out: it is about who accepts, and no fact by itself"
    ),
}
ADVISORY = {rule.code for rule in every_rule() if rule.advisory}
# `{differs}` of S2SS-M10 says what is wrong with an invoice, in words that the decision has; the others are facts.
TEMPLATES = tuple(
    (rule.code, re.sub(r"\{\w+\}", "7", words))
    for rule in every_rule()
    for words in (rule.clears, *(case.clears for case in rule.cases))
    if not rule.advisory and "{differs}" not in words
)


def carried_out(code: str, advice: str) -> bool:
    """Whether a remedy of this module carries the advice out."""
    return any(remedy.code == code and remedy.fits(advice) for remedy in REMEDIES)


def excused(code: str, advice: str) -> bool:
    """Whether the table says why the advice is not carried out."""
    return any(code == known and fits(words, advice) for known, words in NOT_CARRIED_OUT)


def broken_by(refused: Refused) -> dict[str, Broken]:
    """The rules that are not met, by their codes."""
    return {broken.rule.code: broken for broken in refused.broken}


@pytest.mark.parametrize("remedy", REMEDIES, ids=str)
def test_what_a_refusal_says_is_done_and_the_command_is_let_through(remedy: Remedy) -> None:
    runner, call = remedy.refused(Scenario())
    with pytest.raises(Refused) as refused:
        call.of(runner.world.brokerage)
    broken = broken_by(refused.value)
    assert remedy.code in broken
    assert broken.keys() <= {remedy.code, *remedy.with_it}
    assert remedy.fits(broken[remedy.code].clears), broken[remedy.code].clears

    again = remedy.carried_out(runner, call, broken[remedy.code])

    assert again.of(runner.world.brokerage)


@pytest.mark.parametrize("remedy", REMEDIES, ids=str)
def test_what_already_happened_is_recorded_despite_the_rules_where_the_refusal_says_so(
    remedy: Remedy,
) -> None:
    runner, call = remedy.refused(Scenario())
    with pytest.raises(Refused) as refused:
        call.of(runner.world.brokerage)

    despite = attrs.evolve(call, despite=ALL_THE_SAME)

    if "record it with despite" in str(refused.value):
        assert any(isinstance(entry.event, AcceptedDespite) for entry in despite.of(runner.world.brokerage))
    else:
        with pytest.raises((Refused, BadInput)):
            despite.of(runner.world.brokerage)


def test_a_despite_is_accepted_by_somebody_else() -> None:
    remedy = Remedy(code="S2SS-S13", words="Log it for ….")
    runner, call = remedy.refused(Scenario())
    with pytest.raises(Refused) as refused:
        attrs.evolve(call, despite=SELF_ACCEPTED).of(runner.world.brokerage)
    assert broken_by(refused.value).keys() == {remedy.code, "S2SS-X06"}
    assert broken_by(refused.value)["S2SS-X06"].clears == "Have somebody other than u-1 accept it."

    assert attrs.evolve(call, despite=ALL_THE_SAME).of(runner.world.brokerage)


def test_a_despite_is_accepted_by_somebody_whom_the_entry_does_not_name() -> None:
    runner, call = Remedy(code="S2SS-S13", words="Log it for ….").refused(Scenario())
    by_the_leader = Despite(reason="It happened.", accepted_by=SYSTEM_LEADER)
    with pytest.raises(Refused) as refused:
        attrs.evolve(call, despite=by_the_leader).of(runner.world.brokerage)
    advice = broken_by(refused.value)["S2SS-X30"].clears
    assert fits("Have somebody accept it whom the entry does not name: ….", advice)

    assert attrs.evolve(call, despite=ALL_THE_SAME).of(runner.world.brokerage)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_every_refusal_of_the_goldens_has_its_remedy_carried_out_or_says_why_not(case: Case) -> None:
    (broken,) = case.broken().broken

    assert carried_out(case.code, broken.clears) != excused(case.code, broken.clears)


@pytest.mark.parametrize(("code", "advice"), TEMPLATES)
def test_every_advice_that_a_rule_can_give_is_carried_out_or_says_why_not(code: str, advice: str) -> None:
    assert carried_out(code, advice) != excused(code, advice)


def test_no_rule_is_left_out() -> None:
    codes = {remedy.code for remedy in REMEDIES} | {code for code, _ in NOT_CARRIED_OUT}

    assert codes | ADVISORY == {rule.code for rule in every_rule()}
    assert not codes & ADVISORY


def test_nothing_stands_in_the_table_that_no_rule_says() -> None:
    for code, words in NOT_CARRIED_OUT:
        assert any(code == known and fits(words, advice) for known, advice in TEMPLATES), words
