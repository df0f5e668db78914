"""Remedies of who acts: each part of the support is played by somebody who holds it, or who stands in for one who does."""

from datetime import date

import attrs

from s2ss_core.testing.command_call import CommandCall
from s2ss_core.testing.lifecycle import Runner
from s2ss_core.testing.lifecycle.cast import (
    ASSURER,
    HEADTEACHER,
    OFFICER,
    SCHOOL,
    SYSTEM_LEADER,
    WITNESS,
    person,
)
from s2ss_core.testing.strategies.rule_breaches import A_TERM, SPRING
from s2ss_core.values import Person
from tests.remedies.ending import report
from tests.remedies.remedy import AS_DUE, Made, Remedy, Said, Situation, happy
from tests.remedies.reporting import tomorrow

SELF_FUNDED = {"funding": "self-funded", "terms": (SPRING,)}
HOLDERS = (
    "Name these, who held the offices on …: …. Or name somebody without an office here, and say for whom of them they stood"
    " in."
)
A_DEPUTY = Person(
    person="dht-2", role="headteacher", organisation=SCHOOL.id, stands_in_for=HEADTEACHER.person
)
LONG_AGO = date(2023, 11, 5)


def rejected_by(by: Person) -> Made:
    """The return of the first plan by somebody."""
    return happy(lambda path: path.call("reject_plan", plan_version=1, by=by, reasons="It does not fit."))


def later(runner: Runner) -> CommandCall:
    """The return of the first plan a day after the QA Lead stood down."""
    call = tomorrow("approve_plan")(runner)
    returned = rejected_by(ASSURER)(runner)
    return returned.with_(on=call.on)


OFFICES = (
    Remedy(
        code="S2SS-A14",
        words="Have somebody sign who acts for the …: … is ….",
        says={"signatory": AS_DUE},
    ),
    Remedy(code="S2SS-B18", words="Let somebody other than … be the QA Lead.", says={"qa_lead": AS_DUE}),
    Remedy(
        code="S2SS-B19",
        words="Name a leader other than …, or name the Headteacher of the supported school.",
        says={"headteacher": AS_DUE},
    ),
    Remedy(
        code="S2SS-B20",
        words="Have somebody of the school, and somebody of the broker, confirm it, and not ….",
        says={"broker_capacity": AS_DUE},
    ),
    Remedy(code="S2SS-P23", words=HOLDERS, says={"finalised_by": AS_DUE}),
    Remedy(code="S2SS-P23", words=HOLDERS, says={"finalised_by": (A_DEPUTY, SYSTEM_LEADER)}),
    Remedy(code="S2SS-R17", words=HOLDERS, says={"authors": AS_DUE}),
    Remedy(code="S2SS-R17", words=HOLDERS, says={"authors": (A_DEPUTY, SYSTEM_LEADER)}),
    Remedy(code="S2SS-R19", words=HOLDERS, says={"attendees": AS_DUE}),
    Remedy(
        code="S2SS-R18",
        words="Name another author beside …: one person cannot write for … together.",
        says={"authors": AS_DUE},
    ),
    Remedy(
        code="S2SS-R20",
        words="Have somebody of the … judge it who has no other part in the support: … is ….",
        says={"judge": OFFICER},
    ),
    Remedy(code="S2SS-P24", words="Have … return it, in the role of ….", says={"by": ASSURER}),
    Remedy(
        code="S2SS-P24",
        words="Have somebody return it in the role of ….",
        situation=Situation(until="approve_plan", command=rejected_by(ASSURER), scenario=SELF_FUNDED),
        says={"by": Said("role_asked", lambda role: attrs.evolve(OFFICER, role=role))},  # type: ignore[arg-type]
    ),
    Remedy(
        code="S2SS-P24",
        words="Appoint a QA Lead first: nobody was in office on that day.",
        situation=Situation(until="approve_plan", first=(("qa_lead_stood_down", 0),), command=later),
        first=(happy(lambda path: path.appoint()),),
    ),
    Remedy(
        code="S2SS-M50",
        words="Have somebody of the broker do it who is not paid for the support: … is ….",
        says={"authorised_by": OFFICER},
    ),
    Remedy(
        code="S2SS-E20",
        words="Have one of these certify, in the role of …, or say for whom of them … stands in: ….",
        says={"certifier": AS_DUE},
    ),
    Remedy(
        code="S2SS-E21",
        words="Name as recipient one that is paid for the support here: ….",
        says={"recipient": None, "certifier": AS_DUE},
    ),
    Remedy(
        code="S2SS-E22",
        words="Name a report of … or earlier that stands: ….",
        says={"with_report": report},
    ),
    Remedy(
        code="S2SS-E22",
        words="Name no report: none of … or earlier stands.",
        situation=Situation(
            until="report_final",
            command=happy(lambda path: path.certify("cert-1", "r-none"), final=False),
            scenario=A_TERM,
        ),
        says={"with_report": None},
    ),
    Remedy(
        code="S2SS-E23",
        words="Have somebody countersign it who is none of these: ….",
        says={"countersigned_by": person(WITNESS)},
    ),
)
