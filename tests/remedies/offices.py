"""Remedies of who acts: in an office, for a party, or beside money; or who stands in for one who does."""

from typing import Any

import attrs

from s2ss_core.testing.command_call import CommandCall
from s2ss_core.testing.lifecycle import HappyPath, Runner
from s2ss_core.testing.lifecycle.cast import (
    ACCOUNTING_OFFICER,
    ASSURER,
    HEADTEACHER,
    HOME_CHAIR,
    LEAD,
    NOBODY,
    OFFICER,
    SCHOOL,
    SYSTEM_LEADER,
    TRUST,
)
from s2ss_core.testing.strategies.breach import DEPLOYMENT
from s2ss_core.testing.strategies.rule_breaches import A_DAY, A_TERM, THE_LEAD
from s2ss_core.values import Person
from tests.remedies.brokering import ANOTHER_QA_LEAD, SECONDS_ALLOWANCE, THE_SECOND
from tests.remedies.planning import SELF_FUNDED, before_the_qa_lead, rejected
from tests.remedies.remedy import AS_DUE, Made, Remedy, Said, Situation, ask, happy
from tests.remedies.reporting import DAY, tomorrow

HOLDERS = (
    "Name these, who held the offices on …: …. Or name somebody without an office here, and say for whom of them they"
    " stood in."
)
ANYONE = "Name somebody without an office here instead of …."
NOBODY_YET = (
    "Nobody held the office on …: correct the day, or have a leader join or a QA Lead appointed by then, and name them"
    " instead of …."
)
A_LEADER_OTHER_THAN = (
    "Name a leader other than …. Or, if somebody else is the Headteacher of the supported school, record who."
)
ANOTHER_ASSURER = attrs.evolve(ASSURER, person="qa-9")
STANDING_IN = attrs.evolve(NOBODY, stands_in_for=HEADTEACHER.person)
A_DEPUTY = Person(person="fd-1", role="staff", organisation=TRUST.id, stands_in_for=ACCOUNTING_OFFICER.person)
THE_LEAD_AS_HEAD = (attrs.evolve(HEADTEACHER, person=LEAD), SYSTEM_LEADER)
STOOD_DOWN = ("qa_lead_stood_down", 0)
APPOINTED_AGAIN = happy(lambda path: path.appoint())
BY_THREE = (HEADTEACHER, SYSTEM_LEADER, ASSURER)
ANOTHER_IN_THE_QA_LEADS_PLACE = (HEADTEACHER, SYSTEM_LEADER, ANOTHER_ASSURER)


def in_post(command: str, person: str) -> Made:
    """Somebody takes up or leaves the post of headteacher at the supported school."""
    return ask(command, SCHOOL.id, person=person, post="headteacher")


def rejected_tomorrow(runner: Runner) -> CommandCall:
    """The plan is returned the day after."""
    call = rejected(1)(runner)
    return call.with_(on=call.on + DAY)


VACANT = in_post("leave_post", HEADTEACHER.person)


def approver(runner: Runner) -> Any:
    """Who signs plans off here."""
    return HappyPath(runner.world, DEPLOYMENT).approve().fields["by"]


def interim_certificate(runner: Runner) -> CommandCall:
    """A certificate on the way that goes with a report."""
    return HappyPath(runner.world, DEPLOYMENT).certify("cert-1", "r-none").with_(final=False)


MATCHES = (
    Remedy(code="S2SS-B18", words="Let somebody other than … be the QA Lead.", says={"qa_lead": AS_DUE}),
    Remedy(
        code="S2SS-B18",
        words="Let somebody other than … be the QA Lead.",
        situation=Situation(until="approve_plan", first=(in_post("take_up_post", ASSURER.person),)),
        first=(ANOTHER_QA_LEAD,),
        says={"by": ANOTHER_ASSURER},
    ),
    Remedy(code="S2SS-B19", words=A_LEADER_OTHER_THAN, says={"headteacher": AS_DUE}),
    Remedy(
        code="S2SS-B19",
        words=A_LEADER_OTHER_THAN,
        first=(SECONDS_ALLOWANCE,),
        says={"lead": THE_SECOND, "commitments": (attrs.evolve(A_DAY, leader=THE_SECOND.leader),)},
    ),
    Remedy(
        code="S2SS-B19",
        words=A_LEADER_OTHER_THAN,
        situation=Situation(
            until="log_visit",
            command=ask(
                "join_leader", leader=attrs.evolve(THE_LEAD, leader=HEADTEACHER.person), commitments=()
            ),
        ),
        first=(VACANT, in_post("take_up_post", "ht-2")),
    ),
    Remedy(
        code="S2SS-B20",
        words="Have somebody of the school, and somebody of the broker, confirm it, and not ….",
        says={"broker_capacity": AS_DUE},
    ),
)

PLANNERS = (
    Remedy(code="S2SS-P23", words=HOLDERS, says={"finalised_by": AS_DUE}),
    Remedy(code="S2SS-P23", words=HOLDERS, says={"finalised_by": (STANDING_IN, SYSTEM_LEADER)}),
    Remedy(
        code="S2SS-P23",
        words=HOLDERS,
        situation=Situation(until="submit_plan", fields={"owner": NOBODY}),
        says={"owner": AS_DUE},
    ),
    Remedy(
        code="S2SS-P23",
        words=ANYONE,
        situation=Situation(until="submit_plan", first=(VACANT,), fields={"finalised_by": THE_LEAD_AS_HEAD}),
        says={"finalised_by": (NOBODY, SYSTEM_LEADER), "owner": NOBODY},
    ),
    Remedy(
        code="S2SS-P23",
        words=NOBODY_YET,
        situation=Situation(until="submit_plan", command=before_the_qa_lead),
        with_it=frozenset({"S2SS-P10"}),  # of that day there is no QA Lead either
        says={"on": AS_DUE},
    ),
    Remedy(code="S2SS-P24", words="Have … return it, in the role of ….", says={"by": approver}),
    Remedy(
        code="S2SS-P24",
        words="Have somebody return it in the role of ….",
        situation=Situation(until="approve_plan", command=rejected(1), scenario=SELF_FUNDED),
        says={"by": approver},
    ),
    Remedy(
        code="S2SS-P24",
        words="Appoint a QA Lead first: nobody was in office on that day.",
        situation=Situation(until="approve_plan", first=(STOOD_DOWN,), command=rejected_tomorrow),
        first=(APPOINTED_AGAIN,),
    ),
)

SIGNATURES = (
    Remedy(
        code="S2SS-A14",
        words="Have somebody sign who acts for the …: … is ….",
        says={"signatory": AS_DUE},
    ),
    Remedy(
        code="S2SS-M50",
        words="Have somebody of the broker do it who is not paid for the support: … is ….",
        says={"authorised_by": AS_DUE},
    ),
    Remedy(
        code="S2SS-M50",
        words="Have somebody of the broker do it who is not paid for the support: … is ….",
        situation=Situation(
            until="report_interim",
            first=(("cost_disallowed", 0),),
            command=("cost_allowed", 0),
            fields={"by": SYSTEM_LEADER},
        ),
        says={"by": OFFICER},
    ),
    Remedy(
        code="S2SS-R20",
        words="Have somebody of the … judge it who has no other part in the support: … is ….",
        says={"judge": OFFICER},
    ),
)

AUTHORS = (
    Remedy(code="S2SS-R17", words=HOLDERS, says={"authors": AS_DUE}),
    Remedy(code="S2SS-R17", words=HOLDERS, says={"authors": (STANDING_IN, SYSTEM_LEADER)}),
    Remedy(
        code="S2SS-R17",
        words=ANYONE,
        situation=Situation(until="report_interim", first=(VACANT,), fields={"authors": THE_LEAD_AS_HEAD}),
        with_it=frozenset({"S2SS-R18"}),  # one person writes for both
        says={"authors": (NOBODY, SYSTEM_LEADER)},
    ),
    Remedy(
        code="S2SS-R17",
        words=NOBODY_YET,
        situation=Situation(
            until="report_interim",
            first=(STOOD_DOWN,),
            command=tomorrow("report_interim"),
            fields={"authors": BY_THREE},
        ),
        first=(ANOTHER_QA_LEAD,),
        says={"authors": ANOTHER_IN_THE_QA_LEADS_PLACE},
    ),
    Remedy(
        code="S2SS-R18",
        words="Name another author beside …: one person cannot write for … together.",
        says={"authors": AS_DUE},
    ),
)

ATTENDEES = (
    Remedy(code="S2SS-R19", words=HOLDERS, says={"attendees": AS_DUE}),
    Remedy(
        code="S2SS-R19",
        words=HOLDERS,
        says={
            "attendees": (
                HEADTEACHER,
                SYSTEM_LEADER,
                attrs.evolve(ANOTHER_ASSURER, stands_in_for=ASSURER.person),
            )
        },
    ),
    Remedy(
        code="S2SS-R19",
        words=ANYONE,
        situation=Situation(
            until="hold_review",
            first=(VACANT,),
            fields={
                "convened_by": THE_LEAD_AS_HEAD[0],
                "led_by": NOBODY,
                "attendees": (NOBODY, SYSTEM_LEADER, ASSURER),
            },
        ),
        says={"convened_by": NOBODY},
    ),
    Remedy(
        code="S2SS-R19",
        words=NOBODY_YET,
        situation=Situation(until="hold_review", first=(STOOD_DOWN,), fields={"attendees": BY_THREE}),
        first=(ANOTHER_QA_LEAD,),
        says={"attendees": ANOTHER_IN_THE_QA_LEADS_PLACE},
    ),
)

CERTIFIERS = (
    Remedy(
        code="S2SS-E20",
        words="Have somebody of one of these certify, and not …: …. They certify in the role of …, or say for whom in such a"
        " role they stand in.",
        says={"certifier": AS_DUE},
    ),
    Remedy(
        code="S2SS-E20",
        words="Have somebody of one of these certify, and not …: …. They certify in the role of …, or say for whom in such a"
        " role they stand in.",
        says={"certifier": A_DEPUTY},
    ),
    Remedy(
        code="S2SS-E21",
        words="Name as recipient one that is paid for the support here: ….",
        says={"recipient": TRUST},
    ),
    Remedy(
        code="S2SS-E21",
        words="Name as recipient one that is paid for the support here: ….",
        situation=Situation(
            until="certify_grant_usage",
            fields={
                "recipient": SCHOOL,
                "certifier": attrs.evolve(ACCOUNTING_OFFICER, organisation=SCHOOL.id),
            },
        ),
        with_it=frozenset({"S2SS-E20"}),  # nobody certifies for one who is not paid
        says={"recipient": TRUST, "certifier": AS_DUE},
    ),
    Remedy(
        code="S2SS-E22",
        words="Name a report of … or earlier that stands: ….",
        says={"with_report": Said("reports", lambda reports: reports.split(", ")[0])},
    ),
    Remedy(
        code="S2SS-E22",
        words="Name no report: none of … or earlier stands.",
        situation=Situation(until="report_final", command=interim_certificate, scenario=A_TERM),
        says={"with_report": None},
    ),
    Remedy(
        code="S2SS-E23",
        words="Have somebody countersign it who is none of these: ….",
        says={"countersigned_by": attrs.evolve(HOME_CHAIR, organisation=TRUST.id)},
    ),
)
OFFICES = (*MATCHES, *PLANNERS, *SIGNATURES, *AUTHORS, *ATTENDEES, *CERTIFIERS)
