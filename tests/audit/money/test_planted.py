"""Breaches of the rules of money, planted in histories that were valid before: the audit names the rule of each."""

import pytest

from s2ss_core.audit import audit
from s2ss_core.audit.check import checked_codes
from s2ss_core.rules import every_rule
from s2ss_core.testing.lifecycle import Runner
from s2ss_core.testing.lifecycle.scenario import Scenario
from s2ss_core.testing.strategies.breach import record_regardless
from s2ss_core.testing.strategies.rule_breaches import RULE_BREACHES

FAMILIES = ("S2SS-M", "S2SS-G", "S2SS-C")
CODES = "A11 E01 E02 E03 E04 E05 E06 E07 E09 E10 E19 E20 E21 E22 E23 E29 E30 E31 E32 E33 E34 E60 P17 P18 S09 S10 X04 X05 X08"
OTHERS = frozenset(f"S2SS-{code}" for code in CODES.split())
LEFT = frozenset({"S2SS-G81"})
"""Of a return's document: whoever doubts its digest draws it again."""

OF_MONEY = tuple(
    rule.code
    for rule in every_rule()
    if rule.code not in LEFT and (rule.code.startswith(FAMILIES) or rule.code in OTHERS)
)
# What comes with a breach: the equation that it breaks, and a role that answers for no money.
WITH_IT = {
    "S2SS-E01": {"S2SS-E20"},
    "S2SS-M19": {"EQ-03"},
    "S2SS-P18": {"EQ-01"},
    "S2SS-S09": {"EQ-01"},
    "S2SS-X08": {"EQ-01"},
}


def test_every_rule_of_money_has_a_check() -> None:
    assert set(OF_MONEY) <= checked_codes()


@pytest.mark.parametrize("code", [code for code in OF_MONEY if code in RULE_BREACHES])
def test_a_planted_breach_is_named_and_nothing_else_is(code: str) -> None:
    breach = RULE_BREACHES[code]
    runner = Runner(breach.scenario_of(Scenario()), closely=False)
    call = breach.breaking_call(runner)
    assert call is not None
    before = errors(runner)

    record_regardless(runner, call)

    found = errors(runner) - before
    assert code in {rule for rule, _ in found}
    assert {rule for rule, _ in found if rule.startswith((*FAMILIES, "EQ", "S2SS-E"))} <= {
        code,
        *WITH_IT.get(code, set()),
    }


def errors(runner: Runner) -> set[tuple[str, tuple[int, ...]]]:
    """The rules of the errors that the audit finds, and where."""
    return {
        (found.rule, found.positions) for found in audit(runner.world.history) if found.severity == "error"
    }
