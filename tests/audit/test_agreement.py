"""Where the command asks more than the audit, or less, one of them is wrong: each of these was so."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import attrs
import pytest

from s2ss_core.audit import audit
from s2ss_core.events import CertificateReturned, CostIncurred, GrantUsageCertified
from s2ss_core.store import Recorded
from s2ss_core.testing.lifecycle import played
from s2ss_core.testing.lifecycle.cast import SYSTEM_LEADER
from s2ss_core.values import Money
from tests.aggregates.histories import changed
from tests.audit.test_offices import DEPUTY, agreed, call_at

EARLY = date(2023, 1, 9)
BEFORE_THE_COST = date(2024, 1, 8)
ITS_DAY = date(2024, 1, 9)
OF_ITS_FIRST_DAY = Money("400.00")


def test_a_nominee_finalises_a_plan_for_the_headteacher() -> None:
    assert not agreed(*call_at("submit_plan", finalised_by=(DEPUTY, SYSTEM_LEADER)), "S2SS-P03")
    assert agreed(*call_at("submit_plan", finalised_by=(SYSTEM_LEADER,)), "S2SS-P03")


@pytest.mark.parametrize("on", (None, EARLY))
def test_a_cost_waits_for_the_plan_too(on: date | None) -> None:
    fields: dict[str, Any] = {"on": on} if on else {}

    assert agreed(*call_at("incur_cost", **fields), "S2SS-S01") == bool(on)


def codes(entries: Iterable[Recorded]) -> set[str]:
    return {finding.rule for finding in audit(list(entries)) if finding.severity == "error"}


def certified(**otherwise: Any) -> list[Recorded]:
    """A whole history in which the certificate is otherwise."""
    return [
        attrs.evolve(entry, event=changed(entry.event, **otherwise))
        if isinstance(entry.event, GrantUsageCertified)
        else entry
        for entry in played().world.history
    ]


def test_the_last_release_waits_for_a_final_certificate() -> None:
    assert "S2SS-M14" not in codes(certified())
    assert "S2SS-M14" in codes(certified(final=False))


def test_a_certificate_that_is_not_final_leaves_no_cost_before_it_uncovered() -> None:
    assert "S2SS-E03" not in codes(certified(final=False, covers_from=BEFORE_THE_COST))
    assert "S2SS-E03" in codes(certified(final=False, covers_from=ITS_DAY))


def test_a_final_certificate_answers_for_the_days_of_no_certificate() -> None:
    short = certified(covers_to=BEFORE_THE_COST, eligible=OF_ITS_FIRST_DAY)

    assert any(isinstance(entry.event, CostIncurred) and entry.event.on == ITS_DAY for entry in short)
    assert codes(certified()) & {"S2SS-E03", "S2SS-M40"} == set()
    assert codes(short) >= {"S2SS-E03", "S2SS-M40"}


def test_support_that_ran_its_course_returns_all_that_was_certified() -> None:
    without = [entry for entry in certified() if not isinstance(entry.event, CertificateReturned)]

    assert "S2SS-E16" not in codes(certified())
    assert "S2SS-E16" in codes(without)
