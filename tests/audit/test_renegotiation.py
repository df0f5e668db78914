"""What the audit finds of days that were agreed anew."""

from datetime import date

import pytest

from s2ss_core.audit import audit
from s2ss_core.events import Commitment
from s2ss_core.testing.lifecycle import Runner, Scenario
from s2ss_core.testing.lifecycle.cast import CLERK, LEAD
from s2ss_core.values import AcademicYear, Days

TODAY = date(2024, 1, 9)


@pytest.fixture
def runner() -> Runner:
    """A deployment that was brokered to the end of 2024."""
    played = Runner(Scenario(), closely=False)
    played.go_on("d-1", 80, until="report_final")
    return played


def test_the_days_of_a_year_that_the_support_no_longer_reaches_are_given_back_without_a_finding(
    runner: Runner,
) -> None:
    none_left = Commitment(leader=LEAD, cap_year=AcademicYear("2024/25"), days=Days(0))
    brokerage = runner.world.brokerage.acting_as(CLERK)

    brokerage.renegotiate_time(
        "d-1", negotiation="n-1", on=TODAY, intended_end=date(2024, 7, 19), commitments=(none_left,)
    )

    assert [finding for finding in audit(brokerage.history()) if finding.rule == "S2SS-N07"] == []
