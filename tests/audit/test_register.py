"""Every rule has a check that was written anew, and every check has a rule or says what it requires."""

import re

import pytest

from s2ss_core.audit.check import check, checked_codes, requirement
from s2ss_core.audit.history import STAGES
from s2ss_core.events import Brokered
from s2ss_core.rules import every_rule

UNCHECKED: dict[str, str] = {
    "S2SS-G81": "the audit has no fold that makes an award's return: whoever doubts the digest draws the return again",
}
"""The rules without a check, each with its reason."""


def test_every_rule_has_a_check_or_a_reason_for_none() -> None:
    assert STAGES
    codes = {rule.code for rule in every_rule()}

    assert codes - checked_codes() == set(UNCHECKED)
    assert not set(UNCHECKED) & checked_codes()


def test_a_check_that_no_rule_has_is_of_form_or_of_the_sums() -> None:
    own = checked_codes() - {rule.code for rule in every_rule()}

    assert own
    assert [code for code in sorted(own) if not re.fullmatch(r"(FORM|LINK|EQ|CERT)-\d\d", code)] == []


def finds_nothing(_event: object, _prefix: object) -> tuple[()]:
    return ()


def test_a_check_of_a_rule_that_there_is_not_is_an_error() -> None:
    with pytest.raises(TypeError, match="no rule has the code S2SS-Z99"):
        check("S2SS-Z99", Brokered)(finds_nothing)


def test_a_requirement_has_a_code_of_its_own() -> None:
    with pytest.raises(TypeError, match="FORM-01 is already"):
        requirement("FORM-01", "it is so", "no source")
