"""Remedies of brokering, of the leader's year and of the QA Lead."""

from datetime import date, timedelta

import attrs

from s2ss_core.events import Commitment, Funding
from s2ss_core.testing.command_call import CommandCall
from s2ss_core.testing.lifecycle import HappyPath, Runner
from s2ss_core.testing.lifecycle.cast import (
    HOME_HEADTEACHER,
    LEAD,
    MEMBER,
    QA_FIRM,
    QA_LEAD,
    SECOND,
)
from s2ss_core.testing.strategies.breach import DEPLOYMENT
from s2ss_core.testing.strategies.rule_breaches import A_DAY, A_TERM, THE_LEAD, TWO_TERMS
from s2ss_core.values import AcademicYear, Days, Organisation
from tests.remedies.remedy import AS_DUE, Made, Remedy, Said, Situation, ask, happy

YEAR = AcademicYear("2023/24")
ANOTHER_FIRM = Organisation(id="qa-too", kind="other", member_of_broker=False)
THE_SECOND = attrs.evolve(THE_LEAD, leader=SECOND)
ANOTHER_QA_LEAD = happy(lambda path: path.appoint(), qa_lead="qa-9", employer=ANOTHER_FIRM)
SIX_DAYS = {**TWO_TERMS, "allowance": 6}
SECONDS_ALLOWANCE = happy(lambda path: path.allowance(SECOND, YEAR, 15))
A_SECOND_DEPLOYMENT = happy(lambda path: path.broker(), deployment="d-2")


def allowed(days: int) -> Made:
    """The step in which the home school agrees so many days of the lead."""

    def agree(runner: Runner) -> CommandCall:
        runner.world.clock.wait_until(runner.world.today + timedelta(days=1))
        return HappyPath(runner.world, DEPLOYMENT).allowance(LEAD, YEAR, days)

    return agree


def days_of_the_lead(days: int | str) -> tuple[Commitment, ...]:
    """Days of the lead in the year, as a command commits them."""
    return (attrs.evolve(A_DAY, days=Days(str(days))),)


BROKERING = (
    Remedy(
        code="S2SS-B01",
        words="Record who at the school confirmed, and when, that it has capacity to engage.",
        says={"capacity_confirmed": AS_DUE},
    ),
    Remedy(
        code="S2SS-B02",
        words="Record what support the school already has, from its own trust too, or that there is none.",
        says={"existing_support": "None."},
    ),
    Remedy(
        code="S2SS-B03",
        words="Match the school with a leader from a school other than …",
        says={"school": AS_DUE},
    ),
    Remedy(
        code="S2SS-B04",
        words="Record who at the broker confirmed, and when, that it has the capacity, or go through another broker.",
        says={"broker_capacity": AS_DUE},
    ),
    Remedy(
        code="S2SS-B05",
        words="Give an intended end that is not before …",
        says={"intended_end": Said("start", date.fromisoformat)},
    ),
    Remedy(
        code="S2SS-B06",
        words="Commit days of … only, once for each year, in years that the support runs in: …",
        says={"commitments": (A_DAY,)},
    ),
    Remedy(
        code="S2SS-B07",
        words="Name the award that pays, and record it first if nobody has.",
        says={"funding": AS_DUE},
    ),
    Remedy(
        code="S2SS-B07",
        words="Record every award that you name: … named, … on record.",
        situation=Situation(
            until="broker", fields={"funding": Funding(kind="external", awards=("g-1", "g-2"))}
        ),
        first=(happy(lambda path: path.award(), grant="g-2", reference="SI-115"),),
    ),
    Remedy(
        code="S2SS-B13",
        words="Broker on or after …, or under a version of … that was in force on …",
        says={"on": AS_DUE},
    ),
    Remedy(
        code="S2SS-B15",
        words="Commit days of …, or say that the days are still to be agreed.",
        says={"commitments_open": True},
    ),
    Remedy(
        code="S2SS-B11",
        words="Leave … out: this leader is deployed here already.",
        first=(SECONDS_ALLOWANCE,),
        says={"leader": THE_SECOND, "commitments": (attrs.evolve(A_DAY, leader=SECOND),)},
    ),
    Remedy(
        code="S2SS-B90",
        words="Leave … out of the alternatives: this is the leader who was chosen.",
        says={"alternatives": ()},
    ),
    Remedy(code="S2SS-B16", words="Let … join beside the lead, …", says={"lead": False}),
)

QA_LEADS = (
    Remedy(
        code="S2SS-B08",
        words="Appoint somebody who belongs to none of these: …",
        says={"employer": AS_DUE},
    ),
    Remedy(
        code="S2SS-B08",
        words="Appoint somebody who belongs to none of these: …",
        situation=Situation(
            until="log_visit",
            command=ask(
                "join_leader",
                leader=attrs.evolve(THE_SECOND, home_trust=QA_FIRM),
                commitments=(),
            ),
        ),
        first=(ANOTHER_QA_LEAD,),
    ),
    Remedy(
        code="S2SS-B09",
        words="Appoint somebody other than the leaders: …",
        says={"qa_lead": AS_DUE},
    ),
    Remedy(
        code="S2SS-B09",
        words="Appoint somebody other than the leaders: …",
        situation=Situation(
            until="log_visit",
            command=ask(
                "join_leader",
                leader=attrs.evolve(THE_LEAD, leader=QA_LEAD),
                commitments=(),
            ),
        ),
        first=(ANOTHER_QA_LEAD,),
    ),
    Remedy(
        code="S2SS-B10",
        words="Engage an independent professional as QA Lead.",
        says={"engaged_as": "independent-professional"},
    ),
    Remedy(
        code="S2SS-B80",
        words="Engage the Director of School Improvement as QA Lead.",
        says={"engaged_as": "director-of-school-improvement"},
    ),
    Remedy(
        code="S2SS-B14",
        words="Settle how the QA Lead is paid in one of these ways: …",
        says={"qa_funding": Said("allowed", lambda ways: ways.split(", ")[0])},
    ),
    Remedy(
        code="S2SS-B17",
        words="Name …, who was the QA Lead on …",
        says={"qa_lead": Said("in_office")},
    ),
)

LEADER_YEAR = (
    Remedy(
        code="S2SS-Y01",
        words="Book at most … more of …'s days in …, or agree a higher allowance with the home school, within the"
        " programmes' caps.",
        situation=Situation(until="broker", scenario=SIX_DAYS, fields={"commitments": days_of_the_lead(7)}),
        says={"commitments": lambda _: days_of_the_lead(6)},
    ),
    Remedy(
        code="S2SS-Y01",
        words="Book at most … more of …'s days in …, or agree a higher allowance with the home school, within the"
        " programmes' caps.",
        situation=Situation(until="broker", scenario=SIX_DAYS, fields={"commitments": days_of_the_lead(7)}),
        first=(allowed(7),),
    ),
    Remedy(
        code="S2SS-Y01",
        words="Agree a higher allowance for … in … with the home school, within the programmes' caps: no days are left.",
        situation=Situation(
            until="allocate_grant",
            scenario=SIX_DAYS,
            first=(happy(lambda path: path.broker(), deployment="d-3", commitments=days_of_the_lead(2)),),
            command=A_SECOND_DEPLOYMENT,
            fields={"commitments": days_of_the_lead(1)},
        ),
        first=(allowed(7),),
    ),
    Remedy(
        code="S2SS-Y01",
        words="Book at most … more of …'s days in …, or free days that are booked for another deployment: the programmes'"
        " cap is … days.",
        says={"commitments": lambda _: days_of_the_lead(15)},
    ),
    Remedy(
        code="S2SS-Y01",
        words="Book at most … more of …'s days in …, or free days that are booked for another deployment: the programmes'"
        " cap is … days.",
        situation=Situation(
            until="allocate_grant",
            command=A_SECOND_DEPLOYMENT,
            fields={"commitments": days_of_the_lead(12)},
        ),
        first=(ask("renegotiate_time", negotiation="n-1", commitments=days_of_the_lead(3)),),
    ),
    Remedy(  # a home school may agree more than any programme's cap before one is known
        code="S2SS-Y01",
        words="Book at most … more of …'s days in …, or free days that are booked for another deployment: the programmes'"
        " cap is … days.",
        situation=Situation(
            until="broker",
            scenario={**TWO_TERMS, "allowance": 99},
            fields={"commitments": days_of_the_lead(20)},
        ),
        says={"commitments": Said("left", days_of_the_lead)},
    ),
    Remedy(
        code="S2SS-Y02",
        words="Agree with the home school how many days it releases … for in …",
        first=("agree_allowance",),
    ),
    Remedy(
        code="S2SS-Y03",
        words="Agree a higher allowance with the home school first.",
        first=(allowed(3),),
    ),
    Remedy(
        code="S2SS-Y03",
        words="Count less time, or free days that are booked for another deployment: the programmes' cap is … days.",
        situation=Situation(
            until="report_final",
            first=(happy(lambda path: path.broker(), deployment="d-2", commitments=days_of_the_lead(13)),),
            command=happy(lambda path: path.visit(path.scenario.terms[0], 0, line=None)),
            scenario=A_TERM,
        ),
        first=(ask("renegotiate_time", "d-2", negotiation="n-1", commitments=days_of_the_lead(12)),),
    ),
    Remedy(
        code="S2SS-Y04",
        words="Give another day or less time, or strike out a visit that was not made: the visits of … on … come to … days.",
        says={"on": date(2024, 1, 30)},
    ),
    Remedy(
        code="S2SS-Y05",
        words="Agree at least … days, which are booked already, or renegotiate some of them first.",
        says={"days": Said("booked", Days)},
    ),
    Remedy(
        code="S2SS-Y05",
        words="Agree at least … days, which are booked already, or renegotiate some of them first.",
        situation=Situation(until="log_visit", command=allowed(3)),
        first=(ask("renegotiate_time", negotiation="n-1", commitments=days_of_the_lead(3)),),
    ),
    Remedy(
        code="S2SS-Y06",
        words="Agree at most … days, or say with them how many are beyond the cap, for support that no cap holds.",
        says={"days": Said("cap", Days)},
    ),
    Remedy(
        code="S2SS-Y80",
        words=(
            "Agree the allowance of … in … with … on another day, and name the governor, chair or clerk who gave the word of"
            " its governing body."
        ),
        first=(allowed(15),),
    ),
    Remedy(
        code="S2SS-Y07",
        words="Name …, the home school that agreed, or agree first with … on days of the year.",
        says={"lead": AS_DUE},
    ),
    Remedy(
        code="S2SS-Y07",
        words="Name …, the home school that agreed, or agree first with … on days of the year.",
        first=(
            happy(
                lambda path: path.allowance(LEAD, YEAR, 15),
                home_school=MEMBER,
                agreed_by=attrs.evolve(HOME_HEADTEACHER, organisation=MEMBER.id),
            ),
        ),
    ),
)
