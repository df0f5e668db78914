"""What of a cost is disallowed when its fact is recorded despite rules, and why."""

import pytest

from s2ss_core.aggregates.acceptance import NO_EXCESS, Excess
from s2ss_core.events import DisallowedReason
from s2ss_core.rules import Broken
from s2ss_core.rules import support as rules
from s2ss_core.values import Money

COST, BEYOND = Money(500), Money(120)


def broken(code: str) -> Broken:
    """A rule of support of this code, as one that is not met."""
    return Broken(next(rule for rule in vars(rules).values() if getattr(rule, "code", "") == code), ())


BEYOND_THE_LINE = broken(rules.the_charge_is_within_the_line.code)
ANOTHER = broken(rules.the_visit_is_to_the_supported_school.code)
EXCESS = Excess((BEYOND_THE_LINE,), BEYOND)


@pytest.mark.parametrize(
    ("excess", "not_met", "disallowed"),
    (
        (NO_EXCESS, (), (Money(0), "recorded-despite")),
        (EXCESS, (BEYOND_THE_LINE,), (BEYOND, "beyond-the-line")),
        (EXCESS, (BEYOND_THE_LINE, ANOTHER), (COST, "recorded-despite")),
        (Excess((ANOTHER,), BEYOND), (ANOTHER,), (BEYOND, "recorded-despite")),
    ),
)
def test_only_the_excess_is_disallowed_if_every_rule_not_met_is_about_it(
    excess: Excess, not_met: tuple[Broken, ...], disallowed: tuple[Money, DisallowedReason]
) -> None:
    assert excess.disallowed(COST, not_met) == disallowed
