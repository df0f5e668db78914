"""Remedies of the briefing paper, its review, and a partnership in difficulty."""

from datetime import date
from types import MappingProxyType
from typing import Any

import attrs

from s2ss_core.programmes import find
from s2ss_core.testing.lifecycle.cast import HEADTEACHER, OFFICER, SYSTEM_LEADER, TEACHER
from s2ss_core.values import Term
from tests.remedies.remedy import Made, Remedy, Situation, ask, happy

AUTUMN = Term("2019-autumn")
LLF = MappingProxyType({"programme": find("llf-2019"), "funding": "self-funded", "terms": (AUTUMN,)})
SCHOOL_LEAD = attrs.evolve(OFFICER, person="tsl-1", role="teaching-school-lead")


def review(**otherwise: Any) -> Made:
    fields = {"term": AUTUMN, "plan_version": 1, "by": SCHOOL_LEAD, "attendees": (SYSTEM_LEADER,)}
    return ask("review_plan", review="pr-1", impact="More.", **{**fields, **otherwise})


def concern(**otherwise: Any) -> Made:
    fields = {"by": SYSTEM_LEADER, "raised_with": "operational-lead"}
    return ask("raise_concern", concern="k-1", about="No time.", **{**fields, **otherwise})


def agree_exit(last_day: Any) -> Made:
    return ask(
        "agree_exit", exit="x-1", concern="k-1", last_day=last_day, agreed_with=(HEADTEACHER, SYSTEM_LEADER)
    )


def before_a_visit(command: Made, *first: Made) -> Situation:
    return Situation(until="log_visit", first=first, command=command, scenario=LLF)


PARTNERSHIP = (
    Remedy(
        code="S2SS-P80",
        words="Have the Headteacher of the supported school, or a nominee, complete it.",
        situation=Situation(until="submit_plan", fields={"finalised_by": (SYSTEM_LEADER,)}, scenario=LLF),
        says={"finalised_by": (HEADTEACHER,)},
    ),
    Remedy(
        code="S2SS-P81",
        words="Name version …, which is in force on ….",
        situation=before_a_visit(review(plan_version=2)),
        says={"plan_version": 1},
    ),
    Remedy(
        code="S2SS-P81",
        words="Have a plan approved first: none is in force on ….",
        situation=Situation(until="approve_plan", command=review(), scenario=LLF),
        first=(happy(lambda path: path.approve()),),
    ),
    Remedy(
        code="S2SS-P82",
        words="Have each of these take part too: ….",
        situation=before_a_visit(review(attendees=())),
        says={"attendees": (SYSTEM_LEADER,)},
    ),
    Remedy(
        code="S2SS-S82",
        words="Raise it with the ….",
        situation=before_a_visit(concern()),
        says={"raised_with": "teaching-school-lead"},
    ),
    Remedy(
        code="S2SS-S82",
        words="Raise it with the broker: only a leader and a Headteacher have a way of their own.",
        situation=before_a_visit(concern(by=TEACHER)),
        says={"raised_with": "broker"},
    ),
    Remedy(
        code="S2SS-E80",
        words="Give … or an earlier day as the end, or agree another exit first.",
        situation=Situation(
            until="end_support",
            first=(
                concern(raised_with="teaching-school-lead"),
                agree_exit(date(2019, 12, 2)),
            ),
            scenario=LLF,
        ),
        first=(
            ask(
                "agree_exit",
                exit="x-2",
                concern="k-1",
                last_day=date(2019, 12, 20),
                agreed_with=(HEADTEACHER,),
            ),
        ),
    ),
)
