"""Each planted breach of a rule is found under the code of that rule."""

import pytest

from s2ss_core.audit.check import checked_codes
from s2ss_core.testing.strategies.rule_breaches import RULE_BREACHES
from tests.audit.recorded import errors, planted

# What the same breach breaks besides is not asked by a decision: the equations of money, and these.
BESIDES = {
    "S2SS-B06": {"FORM-11"},  # the same days are booked twice for one cause
    "S2SS-E01": {"S2SS-E20"},  # a business manager does not answer for the money
    "S2SS-E04": {"S2SS-M21"},  # the error that stands
    "S2SS-R11": {"S2SS-R20"},  # the QA Lead judges in the funder's name
}


@pytest.mark.parametrize("code", sorted(set(RULE_BREACHES) & checked_codes()))
def test_a_planted_breach_is_found_and_nothing_else(code: str) -> None:
    entries = planted(code)

    found = {finding.rule for finding in errors(entries) if not finding.rule.startswith("EQ-")}

    assert found - {code} <= BESIDES.get(code, set())
    assert code in found
