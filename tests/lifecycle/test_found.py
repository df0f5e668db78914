"""What random sequences found, each told in as few steps as it takes."""

from datetime import date
from typing import Any

import pytest

from s2ss_core.events import CostDisallowed, VisitLogged
from s2ss_core.rules import Refused
from s2ss_core.testing.lifecycle import Ask, Course, Play, Setting, played
from s2ss_core.testing.lifecycle.people import CLERK, GRANT, LEAD
from s2ss_core.testing.lifecycle.straying import despite
from s2ss_core.testing.lifecycle.straying.corrections import strike
from s2ss_core.values import AcademicYear, Days, Money, Term

SPRING = Term("2024-spring")


def course(play: Play) -> Course:
    return Course(play.scene, "d-1")


def test_an_allowance_above_the_programmes_cap_is_shown_as_the_cap_once_days_are_booked() -> None:
    play = played("close_deployment", Setting(allowance=16))

    shown = play.scene.brokerage.leader_workload(LEAD, AcademicYear("2023/24"))

    assert shown.allowance.value == Days(15)
    assert shown.left.value == 13
    play.check_whole()


def _early(course: Course) -> Ask:
    return course.cost(SPRING, on=date(2023, 11, 1))


def _on_a_line_of_days(course: Course) -> Ask:
    return course.cost(SPRING, on=date(2024, 1, 8), line="1", net=Money("100.00"))


@pytest.mark.parametrize(
    "wrong",
    ({"on": date(2023, 11, 1)}, {"on": date(2024, 1, 8), "line": "1", "net": Money("100.00")}),
    ids=("before there was a plan", "on a line that visits are charged to"),
)
def test_a_cost_that_no_line_takes_is_not_allowed_after_all(wrong: dict[str, Any]) -> None:
    play = played("log_visit")
    play.scene.clock.wait_until(date(2024, 1, 9))
    assert play.ask(despite(course(play).cost(SPRING, **wrong), 0))
    disallowed = play.scene.told(CostDisallowed)[-1]

    with pytest.raises(Refused, match="what is allowed again fits the line"):
        course(play).ask("allow_cost", disallowance=disallowed.disallowance, by=CLERK).of(
            play.scene.brokerage
        )


def test_what_is_set_aside_for_quality_assurance_is_not_the_supports_to_spend() -> None:
    play = played("submit_plan")
    fields = {
        "allocation": "a-qa",
        "deployment": "d-1",
        "purpose": "quality-assurance",
        "amount": Money("100.00"),
    }
    play.ask(Ask(command="allocate_grant", about=GRANT, fields={**fields, "on": play.scene.today}))

    assert play.scene.brokerage.grant_usage("d-1").amounts.allocated.value == Money("1300.00")
    play.check_whole()


def test_a_visit_struck_out_after_the_end_frees_the_day_that_was_committed_for_it() -> None:
    play = played("close_deployment")
    play.ask(strike(course(play), 0, "visit", VisitLogged))

    shown = play.scene.brokerage.leader_workload(LEAD, AcademicYear("2023/24"))

    assert (shown.committed.value, shown.worked.value, shown.booked.value) == (Days(1), Days(1), Days(1))
    play.check_whole()


def test_a_visit_disallowed_in_full_costs_nobody_else_when_a_plan_lowers_its_rate_that_very_day() -> None:
    play = played("log_visit")
    play.ask(course(play).plan(rate=Money("450.00")))
    play.go_on("d-1", 8, until="log_visit")
    play.go_on("d-1", 1)
    assert play.ask(despite(course(play).visit(SPRING, on=play.scene.today), 0))
    assert play.scene.told(CostDisallowed)[-1].amount == Money("450.00")

    play.ask(course(play).plan())
    assert play.ask(course(play).approve())

    deployment = play.scene.brokerage.repository.replay("deployment:d-1")
    assert deployment is not None
    assert deployment.eligible(play.scene.setting.programme) == Money("400.00")
    play.check_whole()
    play.ask(
        course(play).ask(
            "allow_cost", disallowance=play.scene.told(CostDisallowed)[-1].disallowance, by=CLERK
        )
    )
    assert play.scene.brokerage.grant_usage("d-1").amounts.eligible.value == Money("800.00")
    play.check_whole()
