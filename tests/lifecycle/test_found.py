"""What random sequences found, each told in as few steps as it takes."""

from datetime import date
from typing import Any

import pytest

from s2ss_core.events import CostDisallowed, VisitLogged
from s2ss_core.rules import Refused
from s2ss_core.testing.lifecycle import CommandCall, HappyPath, Runner, Scenario, played
from s2ss_core.testing.lifecycle.cast import CLERK, GRANT, LEAD, person
from s2ss_core.testing.lifecycle.deviations import despite
from s2ss_core.testing.lifecycle.deviations.corrections import strike
from s2ss_core.values import AcademicYear, Days, Money, Term

SPRING = Term("2024-spring")


def happy_path(runner: Runner) -> HappyPath:
    return HappyPath(runner.world, "d-1")


def test_an_allowance_above_the_programmes_cap_is_shown_as_the_cap_once_days_are_booked() -> None:
    runner = played("close_deployment", Scenario(allowance=16))

    shown = runner.world.brokerage.leader_workload(LEAD, AcademicYear("2023/24"))

    assert shown.allowance.value == Days(15)
    assert shown.left.value == 13
    runner.check_whole()


def _early(happy_path: HappyPath) -> CommandCall:
    return happy_path.cost(SPRING, on=date(2023, 11, 1))


def _on_a_line_of_days(happy_path: HappyPath) -> CommandCall:
    return happy_path.cost(SPRING, on=date(2024, 1, 8), line="1", net=Money("100.00"))


@pytest.mark.parametrize(
    "wrong",
    ({"on": date(2023, 11, 1)}, {"on": date(2024, 1, 8), "line": "1", "net": Money("100.00")}),
    ids=("before there was a plan", "on a line that visits are charged to"),
)
def test_a_cost_that_no_line_takes_is_not_allowed_after_all(wrong: dict[str, Any]) -> None:
    runner = played("log_visit")
    runner.world.clock.wait_until(date(2024, 1, 9))
    assert runner.call(despite(happy_path(runner).cost(SPRING, **wrong), 0))
    disallowed = runner.world.recorded(CostDisallowed)[-1]

    with pytest.raises(Refused, match="what is allowed again fits the line"):
        happy_path(runner).call("allow_cost", disallowance=disallowed.disallowance, by=person(CLERK)).of(
            runner.world.brokerage
        )


def test_what_is_set_aside_for_quality_assurance_is_not_the_supports_to_spend() -> None:
    runner = played("submit_plan")
    fields = {
        "allocation": "a-qa",
        "deployment": "d-1",
        "purpose": "quality-assurance",
        "amount": Money("100.00"),
    }
    runner.call(
        CommandCall(command="allocate_grant", about=GRANT, fields={**fields, "on": runner.world.today})
    )

    assert runner.world.brokerage.grant_usage("d-1").amounts.allocated.value == Money("1300.00")
    runner.check_whole()


def test_a_visit_struck_out_after_the_end_frees_the_day_that_was_committed_for_it() -> None:
    runner = played("close_deployment")
    runner.call(strike(happy_path(runner), 0, "visit", VisitLogged))

    shown = runner.world.brokerage.leader_workload(LEAD, AcademicYear("2023/24"))

    assert (shown.committed.value, shown.worked.value, shown.booked.value) == (Days(1), Days(1), Days(1))
    runner.check_whole()


def test_a_visit_disallowed_in_full_costs_nobody_else_when_a_plan_lowers_its_rate_that_very_day() -> None:
    runner = played("log_visit")
    runner.call(happy_path(runner).plan(rate=Money("450.00")))
    runner.go_on("d-1", 8, until="log_visit")
    runner.go_on("d-1", 1)
    assert runner.call(despite(happy_path(runner).visit(SPRING, on=runner.world.today), 0))
    assert runner.world.recorded(CostDisallowed)[-1].amount == Money("450.00")

    runner.call(happy_path(runner).plan())
    assert runner.call(happy_path(runner).approve())

    deployment = runner.world.brokerage.repository.replay("deployment:d-1")
    assert deployment is not None
    assert deployment.account(runner.world.scenario.programme).eligible() == Money("400.00")
    runner.check_whole()
    runner.call(
        happy_path(runner).call(
            "allow_cost",
            disallowance=runner.world.recorded(CostDisallowed)[-1].disallowance,
            by=person(CLERK),
        )
    )
    assert runner.world.brokerage.grant_usage("d-1").amounts.eligible.value == Money("800.00")
    runner.check_whole()
