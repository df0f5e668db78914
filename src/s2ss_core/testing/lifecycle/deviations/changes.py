"""Deviations about what changes during a deployment: who holds an office, and what was agreed."""

from typing import Any

from s2ss_core.events import AllowanceAgreed, Brokered, Commitment
from s2ss_core.testing.command_call import CommandCall
from s2ss_core.testing.lifecycle.cast import GRANT, LEAD, OFFICER, QA_LEAD, SECOND, WITNESS, person
from s2ss_core.testing.lifecycle.deviations.deviation import A_DAY, deviation, pick
from s2ss_core.testing.lifecycle.happy_path import HappyPath
from s2ss_core.values import Days


@deviation
def qa_lead_stood_down(happy_path: HappyPath, n: int) -> CommandCall:
    """A QA Lead who stands down, sometimes told late."""
    call = happy_path.call(
        "stand_down_qa_lead",
        qa_lead=QA_LEAD,
        cause=pick(("no-longer-independent", "no-longer-available", "other"), n),
    )
    return call.with_(on=call.on - (n % 5) * A_DAY)


@deviation
def leader_replaced(happy_path: HappyPath, n: int) -> CommandCall:
    """A leader who leaves. In two of three somebody follows, with days committed if they have an allowance."""
    today, year = happy_path.world.today, happy_path.scenario.cap_years[-1]
    lead = happy_path.story.lead_on(today) if happy_path.story.of(Brokered) else LEAD
    leaving = lead if n % 4 else pick((LEAD, SECOND), n // 4)
    follower = SECOND if leaving == LEAD else LEAD
    agreed = {
        (allowance.leader, allowance.cap_year) for allowance in happy_path.world.recorded(AllowanceAgreed)
    }
    joins = n % 3 != 2
    allowed = (follower, year) in agreed
    if n % 10 == 1 and not allowed:
        return happy_path.allowance(follower, year, 6)
    joining: dict[str, Any] = {
        "joining": happy_path.leader(follower),
        "commitments": happy_path.commitments(follower, pick((1, 2, 3), n // 3)) if allowed else (),
    }
    return happy_path.call(
        "replace_leader",
        leaving=leaving,
        cause=pick(("left-the-school", "cannot-provide-outreach", "insufficient-impact"), n),
        last_day=today - (n % 5 == 4) * A_DAY,
        effective_from=today + (n % 7 == 6) * A_DAY,
        new_lead=follower if leaving == lead else None,
        **(joining if joins else {}),
    )


@deviation
def time_renegotiated(happy_path: HappyPath, n: int) -> CommandCall:
    """Days of a leader agreed anew, or the intended end moved."""
    totals = tuple(
        Commitment(leader=leader, cap_year=happy_path.scenario.cap_years[-1], days=Days(days))
        for leader, days in ((LEAD, pick((0, 1, 3, 6, 16), n)), (SECOND, pick((0, 2), n // 5)))
    )
    moved = happy_path.scenario.end + pick((14, -7, 0), n) * A_DAY
    return happy_path.call(
        "renegotiate_time",
        negotiation=happy_path.fresh("n"),
        effective_from=happy_path.world.today - (n % 3) * A_DAY,
        intended_end=moved if n % 2 else None,
        commitments=totals[: 1 + (n % 6 == 5)] if n % 4 else (),
    )


@deviation
def opened_again(happy_path: HappyPath, n: int) -> CommandCall:
    """A closed deployment or award that is opened again a day later."""
    clock = happy_path.world.clock
    clock.wait_until(clock.today + A_DAY)
    fields: dict[str, Any] = {
        "reopening": happy_path.fresh("ro"),
        "asked_by": OFFICER,
        "agreed_by": OFFICER if n % 5 == 4 else person(WITNESS),
        "reason": "An invoice came late.",
    }
    if n % 3 == 2:
        return CommandCall(command="reopen_award", about=GRANT, fields={**fields, "on": clock.today})
    return happy_path.call("reopen_deployment", **fields)
